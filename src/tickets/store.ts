import { and, eq, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { conflict, notFound } from '../errors.ts';
import { ticketTables } from './tables.ts';
import { type Ticket, ticketKey } from './ticket.ts';

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

/** Moves the tickets of a channel whose id changed. */
export async function moveChannel(tx: Tx, from: string, to: string): Promise<void> {
  const { tickets } = tables(tx);
  await tx.sql.update(tickets).set({ channel: to }).where(eq(tickets.channel, from));
}
