import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { conflict, notFound } from '../errors.ts';
import { ticketTables } from './tables.ts';
import { type Ticket, type TicketOutline, ticketKey } from './ticket.ts';

const tables = tablesOf(ticketTables);

/** The columns by name, each a placeholder: statements on the busy paths are prepared once. */
export const placeholders = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));

const CHANGING = [
  'summary',
  'description',
  'priority',
  'requestType',
  'environment',
  'workaround',
  'tier',
  'state',
  'stateKind',
  'assignee',
  'help',
  'policyVersion',
  'dueAt',
  'dueClock',
  'settledUnder',
  'cardsBehind',
  'channel',
  'thread',
  'customerId',
] as const;
const FIXED = ['openedBy', 'startedAt', 'openedAt'] as const;

const insertOne = statement((on) => {
  const { tickets } = tables(on);
  return on.sql
    .insert(tickets)
    .values({ ...placeholders([...CHANGING, ...FIXED]), version: 1 } as never)
    .returning({ id: tickets.id })
    .prepare();
});

const updateOne = statement((on) => {
  const { tickets } = tables(on);
  return on.sql
    .update(tickets)
    .set({ ...placeholders(CHANGING), version: sql`${tickets.version} + 1` } as never)
    .where(and(eq(tickets.id, sql.placeholder('id')), eq(tickets.version, sql.placeholder('version'))))
    .prepare();
});

const selectOne = statement((on) => {
  const { tickets } = tables(on);
  return on.sql
    .select()
    .from(tickets)
    .where(eq(tickets.id, sql.placeholder('id')))
    .prepare();
});

const selectByThread = statement((on) => {
  const { tickets } = tables(on);
  return on.sql
    .select()
    .from(tickets)
    .where(and(eq(tickets.channel, sql.placeholder('channel')), eq(tickets.thread, sql.placeholder('thread'))))
    .prepare();
});

export type Row = Ticket & { stateKind: Ticket['state']['kind'] };
export const ticketOf = ({ stateKind: _, ...ticket }: Row): Ticket => ticket;

/** Stores a new ticket and gives it its number. */
export async function insert(tx: Tx, ticket: Omit<Ticket, 'id' | 'version'>): Promise<Ticket> {
  const rows = await insertOne(tx).execute({ ...ticket, stateKind: ticket.state.kind });
  return { ...ticket, id: (rows[0] as { id: number }).id, version: 1 };
}

/** The refusal of a save on an older reading. */
export const changedMeanwhile = (id: number) =>
  conflict(`Somebody changed ${ticketKey(id)} at the same moment. Look at it again.`);

/** Stores a changed ticket. Throws `conflict` when somebody saved it since it was read. */
export async function save(tx: Tx, ticket: Ticket): Promise<Ticket> {
  const result = await updateOne(tx).execute({ ...ticket, stateKind: ticket.state.kind });
  if (rowsWritten(result) === 0) throw changedMeanwhile(ticket.id);
  return { ...ticket, version: ticket.version + 1 };
}

/** Throws `not_found` for a number that was never given. */
export async function get(on: Reader, id: number): Promise<Ticket> {
  const rows = await selectOne(on).execute({ id });
  if (!rows[0]) throw notFound(`There is no ticket ${ticketKey(id)}. See what is open with /ticket list.`);
  return ticketOf(rows[0] as Row);
}

/** The ticket in which the matter of this one goes on, itself unless it was merged; `since` is the last merge on the way. */
export async function goingOn(
  on: Reader,
  ticket: Ticket,
  since: Instant | null = null,
): Promise<{ ticket: Ticket; since: Instant | null }> {
  const { state } = ticket;
  if (state.kind !== 'closed' || state.into === undefined) return { ticket, since };
  return goingOn(on, await get(on, state.into), state.at);
}

/** Whose ticket it is; null for a number that was never given. */
export async function customerOf(on: Reader, id: number): Promise<string | null> {
  const rows = await selectOne(on).execute({ id });
  return (rows[0] as Row | undefined)?.customerId ?? null;
}

export async function ofThread(on: Reader, channel: string, thread: string): Promise<Ticket | null> {
  const rows = await selectByThread(on).execute({ channel, thread });
  return rows[0] ? ticketOf(rows[0] as Row) : null;
}

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

/** Moves the tickets of a channel whose id changed. */
export async function moveChannel(tx: Tx, from: string, to: string): Promise<void> {
  const { tickets } = tables(tx);
  await tx.sql.update(tickets).set({ channel: to }).where(eq(tickets.channel, from));
}
