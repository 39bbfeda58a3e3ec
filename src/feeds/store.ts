import { eq, notInArray } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, rowsWritten, type Tx, tablesOf } from '../db/database.ts';
import type { Revision } from './feed.ts';
import { feedTables } from './tables.ts';

const tables = tablesOf(feedTables);

/** A link that works. `rotation` is empty where it shows the shifts of `user`. */
export interface Link {
  readonly user: string;
  readonly rotation: string;
  readonly madeAt: Instant;
}

export async function linkBy(on: Reader, hash: string): Promise<Link | null> {
  const { calendarLinks } = tables(on);
  const [row] = await on.sql.select().from(calendarLinks).where(eq(calendarLinks.hash, hash));
  return row ?? null;
}

export async function linksOf(on: Reader, user: string): Promise<Link[]> {
  const { calendarLinks } = tables(on);
  return on.sql.select().from(calendarLinks).where(eq(calendarLinks.user, user));
}

/** Keeps a link; the one before it ends. */
export async function saveLink(tx: Tx, link: { user: string; rotation: string; hash: string }): Promise<void> {
  const { calendarLinks } = tables(tx);
  const row = { ...link, madeAt: tx.now };
  await tx.sql
    .insert(calendarLinks)
    .values(row)
    .onConflictDoUpdate({ target: [calendarLinks.user, calendarLinks.rotation], set: row });
}

/** Ends every link of a person, and answers how many there were. */
export async function endLinks(tx: Tx, user: string): Promise<number> {
  const { calendarLinks } = tables(tx);
  return rowsWritten(await tx.sql.delete(calendarLinks).where(eq(calendarLinks.user, user)));
}

export async function endAllBut(tx: Tx, users: readonly string[]): Promise<void> {
  const { calendarLinks } = tables(tx);
  await tx.sql.delete(calendarLinks).where(notInArray(calendarLinks.user, [...users]));
}

export async function revision(on: Reader, rotation: string): Promise<(Revision & { fingerprint: string }) | null> {
  const { calendarRevisions } = tables(on);
  const [row] = await on.sql.select().from(calendarRevisions).where(eq(calendarRevisions.rotation, rotation));
  return row ?? null;
}

export async function saveRevision(tx: Tx, row: Revision & { rotation: string; fingerprint: string }): Promise<void> {
  const { calendarRevisions } = tables(tx);
  await tx.sql
    .insert(calendarRevisions)
    .values(row)
    .onConflictDoUpdate({ target: calendarRevisions.rotation, set: row });
}
