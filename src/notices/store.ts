import { eq, isNull } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import type { Concern, Part, ToldConcern } from './concern.ts';
import { noticeTables } from './tables.ts';

const tables = tablesOf(noticeTables);

/** What was told and is not settled. */
export async function open(on: Reader): Promise<ToldConcern[]> {
  const { concerns } = tables(on);
  return on.sql.select().from(concerns).where(isNull(concerns.settledAt)).orderBy(concerns.id);
}

/** Whom a concern is told, and who hears it when their hours begin. */
export interface Hearing {
  told: string[];
  waiting: string[];
}

export async function insert(tx: Tx, concern: Concern, hearing: Hearing): Promise<ToldConcern> {
  const { concerns } = tables(tx);
  const [row] = await tx.sql
    .insert(concerns)
    .values({ ...concern, ...hearing, parts: [...concern.parts], toldAt: tx.now, again: false, settledAt: null })
    .returning();
  return row as NonNullable<typeof row>;
}

export async function keepParts(tx: Tx, id: number, parts: readonly Part[]): Promise<void> {
  const { concerns } = tables(tx);
  await tx.sql
    .update(concerns)
    .set({ parts: [...parts] })
    .where(eq(concerns.id, id));
}

export async function keepHearing(tx: Tx, id: number, hearing: Hearing): Promise<void> {
  const { concerns } = tables(tx);
  await tx.sql.update(concerns).set(hearing).where(eq(concerns.id, id));
}

export async function toldAgain(tx: Tx, id: number): Promise<void> {
  const { concerns } = tables(tx);
  await tx.sql.update(concerns).set({ again: true }).where(eq(concerns.id, id));
}

export async function settle(tx: Tx, id: number): Promise<void> {
  const { concerns } = tables(tx);
  await tx.sql.update(concerns).set({ settledAt: tx.now }).where(eq(concerns.id, id));
}
