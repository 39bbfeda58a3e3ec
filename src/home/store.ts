import { and, asc, gt } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { homeTables } from './tables.ts';

const tables = tablesOf(homeTables);

export async function noteOpened(tx: Tx, user: string): Promise<void> {
  const { homes } = tables(tx);
  const openedAt = tx.now;
  await tx.sql.insert(homes).values({ user, openedAt }).onConflictDoUpdate({ target: homes.user, set: { openedAt } });
}

/** The next `count` after this one, by id, who opened theirs after `since`. */
export async function openedSince(on: Reader, since: Instant, after: string, count: number): Promise<string[]> {
  const { homes } = tables(on);
  const rows = await on.sql
    .select({ user: homes.user })
    .from(homes)
    .where(and(gt(homes.openedAt, since), gt(homes.user, after)))
    .orderBy(asc(homes.user))
    .limit(count);
  return rows.map(({ user }) => user);
}
