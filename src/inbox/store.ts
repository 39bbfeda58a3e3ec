import { and, asc, eq, lt, lte, sql } from 'drizzle-orm';
import { atMost, type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { inboxTables } from './tables.ts';

const tables = tablesOf(inboxTables);

/** Written out as the index on due events says it: with a parameter in its place every execution would be planned anew. */
const due = sql`state = 'due'`;

export interface Kept {
  id: number;
  lane: string;
  type: string;
  event: unknown;
  receivedAt: number;
  attempts: number;
}

const insert = statement((on) => {
  const { inbox } = tables(on);
  return on.sql
    .insert(inbox)
    .values({
      eventId: sql.placeholder('eventId'),
      lane: sql.placeholder('lane'),
      type: sql.placeholder('type'),
      event: sql.placeholder('event'),
      receivedAt: sql.placeholder('receivedAt'),
      state: 'due',
      attempts: 0,
      notBefore: 0,
      problem: null,
    })
    .onConflictDoNothing()
    .returning({ id: inbox.id })
    .prepare();
});

/** Stores an event; null when it was stored before. */
export async function keep(
  tx: Tx,
  event: { eventId: string; lane: string; type: string; event: unknown },
): Promise<Kept | null> {
  const { lane, type } = event;
  const [row] = await insert(tx).execute({ ...event, receivedAt: tx.now });
  return row ? { id: row.id, lane, type, event: event.event, receivedAt: tx.now, attempts: 0 } : null;
}

/** So many events of a lane are read at once: each read costs about as much as another ten rows. */
const AHEAD = 16;

const nextOf = statement((on) => {
  const { inbox } = tables(on);
  return on.sql
    .select()
    .from(inbox)
    .where(and(eq(inbox.lane, sql.placeholder('lane')), due, lte(inbox.notBefore, sql.placeholder('now'))))
    .orderBy(asc(inbox.id))
    .limit(atMost(AHEAD))
    .prepare();
});

/** The next events of a lane that may be worked off at `now`, in order of arrival, a handful at most. */
export const next = (on: Reader, lane: string, now: number): Promise<Kept[]> => nextOf(on).execute({ lane, now });

const finish = statement((on) => {
  const { inbox } = tables(on);
  return on.sql
    .update(inbox)
    .set({ state: 'done' })
    .where(and(eq(inbox.id, sql.placeholder('id')), due))
    .prepare();
});

/** Marks an event as worked off; false when somebody else was first. */
export async function done(tx: Tx, id: number): Promise<boolean> {
  return rowsWritten(await finish(tx).execute({ id })) > 0;
}

/** Notes a failed try: again at `notBefore`, or never when that is null. */
export async function failed(tx: Tx, id: number, problem: string, notBefore: number | null): Promise<void> {
  const { inbox } = tables(tx);
  await tx.sql
    .update(inbox)
    .set({
      attempts: sql`${inbox.attempts} + 1`,
      problem,
      ...(notBefore === null ? { state: 'parked' as const } : { notBefore }),
    })
    .where(eq(inbox.id, id));
}

const lanes = statement((on) => {
  const { inbox } = tables(on);
  return on.sql
    .select({ lane: inbox.lane, notBefore: sql<number>`min(${inbox.notBefore})` })
    .from(inbox)
    .where(due)
    .groupBy(inbox.lane)
    .prepare();
});

/** Lanes with something to do, and when the earliest of each may be tried. */
export const dueLanes = (on: Reader): Promise<{ lane: string; notBefore: number }[]> => lanes(on).execute();

export async function count(on: Reader, state: 'due' | 'parked'): Promise<number> {
  const { inbox } = tables(on);
  return on.sql.$count(inbox, eq(inbox.state, state));
}

/** Drops events worked off before `before`; repeats of them can no longer come. */
export async function forgetDone(tx: Tx, before: number): Promise<void> {
  const { inbox } = tables(tx);
  await tx.sql.delete(inbox).where(and(eq(inbox.state, 'done'), lt(inbox.receivedAt, before)));
}

/** Events that were put aside for a person, oldest first. */
export async function parkedEvents(on: Reader): Promise<(Kept & { problem: string | null })[]> {
  const { inbox } = tables(on);
  return on.sql.select().from(inbox).where(eq(inbox.state, 'parked')).orderBy(asc(inbox.id));
}

/** Puts parked events back, for a person who mended what was wrong. */
export async function replayParked(tx: Tx): Promise<number> {
  const { inbox } = tables(tx);
  const rows = await tx.sql
    .update(inbox)
    .set({ state: 'due', attempts: 0, notBefore: 0 })
    .where(eq(inbox.state, 'parked'))
    .returning({ id: inbox.id });
  return rows.length;
}
