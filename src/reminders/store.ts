import { asc, eq } from 'drizzle-orm';
import { type Tx, tablesOf } from '../db/database.ts';
import type { ClockName } from '../timeline/entry.ts';
import { reminderTables } from './tables.ts';

const tables = tablesOf(reminderTables);

/** A reminder that somebody did not get, because of the hour. */
export interface Missed {
  ticketId: number;
  clock: ClockName;
  at: number;
}

export async function keepMissed(tx: Tx, user: string, missed: Missed): Promise<void> {
  await tx.sql.insert(tables(tx).missed).values({ user, ...missed });
}

/** What somebody missed, oldest first; it is forgotten with this. */
export async function takeMissed(tx: Tx, user: string): Promise<Missed[]> {
  const { missed } = tables(tx);
  const rows = await tx.sql.select().from(missed).where(eq(missed.user, user)).orderBy(asc(missed.id));
  await tx.sql.delete(missed).where(eq(missed.user, user));
  return rows.map(({ ticketId, clock, at }) => ({ ticketId, clock, at }));
}
