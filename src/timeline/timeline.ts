import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { type Entry, type NewEntry, ticketEvents } from './entry.ts';
import { timelineTables, WORK } from './tables.ts';

const tables = tablesOf(timelineTables);

const insert = statement((on) => {
  const { timeline } = tables(on);
  return on.sql
    .insert(timeline)
    .values({
      ticketId: sql.placeholder('ticketId'),
      at: sql.placeholder('at'),
      kind: sql.placeholder('kind'),
      by: sql.placeholder('by'),
      data: sql.placeholder('data'),
      once: sql.placeholder('once'),
    })
    .onConflictDoNothing()
    .prepare();
});

const ofTicket = statement((on) => {
  const { timeline } = tables(on);
  return on.sql
    .select()
    .from(timeline)
    .where(eq(timeline.ticketId, sql.placeholder('ticketId')))
    .orderBy(asc(timeline.at), asc(timeline.seq))
    .prepare();
});

/**
 * Records what happened to a ticket. With `once`, a second recording under the same word does nothing and answers false.
 * Throws when an entry is not of its kind's shape: history must stay readable for good.
 */
export async function record(tx: Tx, ticketId: number, entry: NewEntry, once?: string): Promise<boolean> {
  const data = ticketEvents[entry.kind].parse(entry.data);
  const result = await insert(tx).execute({
    ticketId,
    at: entry.at,
    kind: entry.kind,
    by: entry.by,
    data,
    once: once ?? null,
  });
  return rowsWritten(result) > 0;
}

/** The history of a ticket, oldest first. */
export async function history(on: Reader, ticketId: number): Promise<Entry[]> {
  const rows = await ofTicket(on).execute({ ticketId });
  return rows.map(({ seq, at, kind, by, data }) => ({ seq, at, kind, by, data }) as Entry);
}

/** The histories of several tickets by ticket id, each oldest first. */
export async function histories(on: Reader, of: readonly { id: number }[]): Promise<Map<number, Entry[]>> {
  const { timeline } = tables(on);
  const ids = of.map(({ id }) => id);
  const rows = await on.sql
    .select()
    .from(timeline)
    .where(inArray(timeline.ticketId, ids))
    .orderBy(asc(timeline.ticketId), asc(timeline.at), asc(timeline.seq));
  const found = new Map<number, Entry[]>(ids.map((id) => [id, []]));
  for (const { ticketId, seq, at, kind, by, data } of rows) {
    found.get(ticketId)?.push({ seq, at, kind, by, data } as Entry);
  }
  return found;
}

/** Answers, resolves and calls for help of `[from, to)`, of all tickets, in no order. */
export async function workBetween(on: Reader, from: number, to: number): Promise<(Entry & { ticketId: number })[]> {
  const { timeline } = tables(on);
  const rows = await on.sql
    .select()
    .from(timeline)
    .where(and(sql.raw(WORK), gte(timeline.at, from), lt(timeline.at, to)));
  return rows.map(({ seq, ticketId, at, kind, by, data }) => ({ seq, ticketId, at, kind, by, data }) as never);
}
