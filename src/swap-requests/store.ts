import { asc, eq, sql } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { notFound } from '../errors.ts';
import type { SwapRequest } from './swap-request.ts';
import { swapRequestTables } from './tables.ts';

const tables = tablesOf(swapRequestTables);

export async function insert(
  tx: Tx,
  asked: Omit<SwapRequest, 'id' | 'askedAt' | 'state' | 'settledAt'>,
): Promise<SwapRequest> {
  const rows = await tx.sql
    .insert(tables(tx).swapRequests)
    .values({ ...asked, askedAt: tx.now, state: 'asked', settledAt: null })
    .returning();
  return rows[0] as SwapRequest;
}

export async function get(on: Reader, id: number): Promise<SwapRequest> {
  const { swapRequests } = tables(on);
  const [row] = await on.sql.select().from(swapRequests).where(eq(swapRequests.id, id));
  if (!row) throw notFound('This swap is not known any more. Look at `/oncall` for who is on.');
  return row;
}

/** The swaps nobody has answered, the oldest first. Said exactly like the index on them says it. */
export async function open(on: Reader): Promise<SwapRequest[]> {
  const { swapRequests } = tables(on);
  return on.sql.select().from(swapRequests).where(sql`state = 'asked'`).orderBy(asc(swapRequests.id));
}

export async function settle(tx: Tx, id: number, state: SwapRequest['state']): Promise<void> {
  const { swapRequests } = tables(tx);
  await tx.sql.update(swapRequests).set({ state, settledAt: tx.now }).where(eq(swapRequests.id, id));
}
