import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { type Reader, statement, tablesOf } from '../db/database.ts';
import { type Row, ticketOf } from './store.ts';
import { ticketTables } from './tables.ts';
import type { Ticket, TicketOutline } from './ticket.ts';

const tables = tablesOf(ticketTables);

export interface Filter {
  assignee?: string | null;
  customerId?: string;
  limit?: number;
}

/** Tickets that are open or on hold, those due first first; those without a running clock last. */
export async function ongoing(on: Reader, filter: Filter = {}): Promise<Ticket[]> {
  const { tickets } = tables(on);
  const rows = await on.sql
    .select()
    .from(tickets)
    .where(and(...conditions(on, filter)))
    .orderBy(sql`${tickets.dueAt} is null`, asc(tickets.dueAt), asc(tickets.id))
    .limit(filter.limit ?? 10_000);
  return rows.map((row) => ticketOf(row as Row));
}

/** All tickets in order of their numbers, so many at a time; `since` is when the customer wrote. */
export async function* pages(
  on: Reader,
  { customerId, since }: { customerId?: string; since?: number },
  size: number,
): AsyncGenerator<Ticket[]> {
  const { tickets } = tables(on);
  const wanted = [
    ...(customerId === undefined ? [] : [eq(tickets.customerId, customerId)]),
    ...(since === undefined ? [] : [gte(tickets.startedAt, since)]),
  ];
  for (let after = 0; ; ) {
    const rows = await on.sql
      .select()
      .from(tickets)
      .where(and(gt(tickets.id, after), ...wanted))
      .orderBy(asc(tickets.id))
      .limit(size);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => ticketOf(row as Row));
    after = last.id;
  }
}

const outline = (on: Reader) => {
  const { tickets } = tables(on);
  const { id, customerId, channel, thread, summary, priority, state, assignee, help, openedAt, dueAt, dueClock } =
    tickets;
  return on.sql
    .select({ id, customerId, channel, thread, summary, priority, state, assignee, help, openedAt, dueAt, dueClock })
    .from(tickets);
};

const outlinesOngoing = statement((on) => outline(on).where(sql`state_kind in ('open', 'on_hold')`).prepare());

/** Every ticket that is open or on hold, in no order. */
export const ongoingOutlines = (on: Reader): Promise<TicketOutline[]> => outlinesOngoing(on).execute();

/** The tickets of these numbers, over or not, in no order. */
export const outlines = async (on: Reader, ids: number[]): Promise<TicketOutline[]> =>
  outline(on).where(inArray(tables(on).tickets.id, ids));

/** Numbers of these customers' tickets that were opened in `[from, to)`. */
export async function openedBetween(on: Reader, customerIds: string[], from: number, to: number): Promise<number[]> {
  const { tickets } = tables(on);
  const rows = await on.sql
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(inArray(tickets.customerId, customerIds), gte(tickets.openedAt, from), lt(tickets.openedAt, to)));
  return rows.map(({ id }) => id);
}

/** Tickets of a channel whose threads somebody may write in: ongoing ones first, then the newest that are over. */
export async function thatListen(on: Reader, channel: string, limit: number): Promise<Ticket[]> {
  const { tickets } = tables(on);
  const rows = await on.sql
    .select()
    .from(tickets)
    .where(eq(tickets.channel, channel))
    .orderBy(sql`${tickets.stateKind} not in ('open', 'on_hold')`, desc(tickets.id))
    .limit(limit);
  return rows.map((row) => ticketOf(row as Row));
}

export async function countOngoing(on: Reader, filter: Filter = {}): Promise<number> {
  return on.sql.$count(tables(on).tickets, and(...conditions(on, filter)));
}

function conditions(on: Reader, { assignee, customerId }: Filter): SQL[] {
  const { tickets } = tables(on);
  return [
    inArray(tickets.stateKind, ['open', 'on_hold']),
    ...(assignee === undefined ? [] : [assignee === null ? isNull(tickets.assignee) : eq(tickets.assignee, assignee)]),
    ...(customerId === undefined ? [] : [eq(tickets.customerId, customerId)]),
  ];
}
