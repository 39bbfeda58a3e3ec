import { and, asc, eq, inArray } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { notFound } from '../errors.ts';
import type { Page } from './page.ts';
import { escalationTables } from './tables.ts';

const tables = tablesOf(escalationTables);

export async function insert(tx: Tx, page: Omit<Page, 'id'>): Promise<Page> {
  const rows = await tx.sql.insert(tables(tx).pages).values(page).returning();
  return rows[0] as Page;
}

export async function get(on: Reader, id: number): Promise<Page> {
  const { pages } = tables(on);
  const [row] = await on.sql.select().from(pages).where(eq(pages.id, id));
  if (!row) throw notFound('This call is not known any more.');
  return row;
}

export async function ofTicket(on: Reader, ticketId: number): Promise<Page[]> {
  const { pages } = tables(on);
  return on.sql.select().from(pages).where(eq(pages.ticketId, ticketId)).orderBy(asc(pages.id));
}

/** The calls that this person has not answered. */
export async function waitingFor(on: Reader, user: string): Promise<Page[]> {
  const { pages } = tables(on);
  return on.sql
    .select()
    .from(pages)
    .where(and(eq(pages.user, user), eq(pages.state, 'waiting')))
    .orderBy(asc(pages.id));
}

export async function answer(tx: Tx, id: number, state: Page['state']): Promise<void> {
  const { pages } = tables(tx);
  await tx.sql.update(pages).set({ state, answeredAt: tx.now }).where(eq(pages.id, id));
}

/** Ends every other call of the ticket that could still be answered. */
export async function endOthers(tx: Tx, ticketId: number): Promise<void> {
  const { pages } = tables(tx);
  await tx.sql
    .update(pages)
    .set({ state: 'over', answeredAt: tx.now })
    .where(and(eq(pages.ticketId, ticketId), inArray(pages.state, ['waiting', 'passed'])));
}
