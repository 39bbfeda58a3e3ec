import { eq } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { notFound } from '../errors.ts';
import type { Handover } from './handover.ts';
import { handoverTables } from './tables.ts';

const tables = tablesOf(handoverTables);

/** Notes a shift change; null when it was noted before. */
export async function insert(
  tx: Tx,
  handover: Pick<Handover, 'rotation' | 'at' | 'from' | 'to'>,
): Promise<Handover | null> {
  const rows = await tx.sql
    .insert(tables(tx).handovers)
    .values({ ...handover, postedAt: tx.now, acceptedBy: null, acceptedAt: null })
    .onConflictDoNothing()
    .returning();
  return rows[0] ?? null;
}

export async function get(on: Reader, id: number): Promise<Handover> {
  const { handovers } = tables(on);
  const [row] = await on.sql.select().from(handovers).where(eq(handovers.id, id));
  if (!row) throw notFound('This handover is not known any more.');
  return row;
}

export async function accept(tx: Tx, id: number, by: string): Promise<void> {
  const { handovers } = tables(tx);
  await tx.sql.update(handovers).set({ acceptedBy: by, acceptedAt: tx.now }).where(eq(handovers.id, id));
}
