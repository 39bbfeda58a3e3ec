import { asc, eq, sql } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { notFound } from '../errors.ts';
import type { CoverRequest } from './cover-request.ts';
import { coverRequestTables } from './tables.ts';

const tables = tablesOf(coverRequestTables);

export async function insert(
  tx: Tx,
  asked: Pick<CoverRequest, 'rotation' | 'layer' | 'user' | 'from' | 'to' | 'note'>,
): Promise<CoverRequest> {
  const fresh = { state: 'open' as const, takenBy: null, settledBy: null, settledAt: null, steps: [] };
  const rows = await tx.sql
    .insert(tables(tx).coverRequests)
    .values({ ...asked, ...fresh, askedAt: tx.now })
    .returning();
  return rows[0] as CoverRequest;
}

export async function get(on: Reader, id: number): Promise<CoverRequest> {
  const { coverRequests } = tables(on);
  const [row] = await on.sql.select().from(coverRequests).where(eq(coverRequests.id, id));
  if (!row) throw notFound('This request is not known any more. Look at `/oncall` for who is on.');
  return row;
}

/** The requests nobody has answered, by their start. Said exactly like the index on them says it. */
export async function open(on: Reader): Promise<CoverRequest[]> {
  const { coverRequests } = tables(on);
  return on.sql
    .select()
    .from(coverRequests)
    .where(sql`state = 'open'`)
    .orderBy(asc(coverRequests.from), asc(coverRequests.id));
}

export async function save(tx: Tx, request: CoverRequest): Promise<void> {
  const { coverRequests } = tables(tx);
  const { id, ...values } = request;
  await tx.sql.update(coverRequests).set(values).where(eq(coverRequests.id, id));
}
