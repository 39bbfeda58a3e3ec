import { and, asc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { atMost, type Reader, statement, tablesOf } from '../db/database.ts';
import type { Setting } from './store.ts';
import { timerTables } from './tables.ts';

const tables = tablesOf(timerTables);

/** A place in the order in which timers ring. */
export interface Place {
  dueAt: Instant;
  urgency: number;
  id: number;
}

export interface TimerCounts {
  pending: number;
  overdue: number;
  parked: number;
  oldestDueAt: Instant | null;
}

type Timers = ReturnType<typeof timerTables>['timers'];

const setting = ({ id, name, version, dueAt }: Timers) => ({ id, name, version, dueAt });

/** The order in which timers ring. */
const order = ({ dueAt, urgency, id }: Timers) => [asc(dueAt), asc(urgency), asc(id)];

const firstDue = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .select(setting(timers))
    .from(timers)
    .where(and(isNull(timers.parkedAt), lte(timers.dueAt, sql.placeholder('now'))))
    .orderBy(...order(timers))
    .limit(sql.placeholder('most'))
    .prepare();
});

const comingUp = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .select({ ...setting(timers), urgency: timers.urgency })
    .from(timers)
    .where(
      and(
        isNull(timers.parkedAt),
        lte(timers.dueAt, sql.placeholder('until')),
        sql`(${timers.dueAt}, ${timers.urgency}, ${timers.id}) > (${sql.placeholder('dueAt')}, ${sql.placeholder('urgency')}, ${sql.placeholder('id')})`,
      ),
    )
    .orderBy(...order(timers))
    .limit(sql.placeholder('most'))
    .prepare();
});

const byId = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .select({ version: timers.version, dueAt: timers.dueAt })
    .from(timers)
    .where(and(eq(timers.id, sql.placeholder('id')), isNull(timers.parkedAt)))
    .prepare();
});

const earliest = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .select({ dueAt: timers.dueAt })
    .from(timers)
    .where(isNull(timers.parkedAt))
    .orderBy(asc(timers.dueAt))
    .limit(atMost(1))
    .prepare();
});

/** The first `most` timers that are due at `now`, in the order they must ring. */
export const due = (on: Reader, now: Instant, most: number): Promise<Setting[]> => firstDue(on).execute({ now, most });

/** The next `most` timers due at or before `until`, after the place where the last page ended. */
export const upcoming = (on: Reader, after: Place, until: Instant, most: number): Promise<(Setting & Place)[]> =>
  comingUp(on).execute({ ...after, until, most });

/** The place behind everything due at `now`. */
export const behind = (now: Instant): Place => ({
  dueAt: now,
  urgency: Number.MAX_SAFE_INTEGER,
  id: Number.MAX_SAFE_INTEGER,
});

/** What stands for this timer; null when it is gone or parked. */
export async function standing(on: Reader, id: number): Promise<{ version: number; dueAt: Instant } | null> {
  const [row] = await byId(on).execute({ id });
  return row ?? null;
}

/** When the next timer that isn't parked is due. */
export async function nextDueAt(on: Reader): Promise<Instant | null> {
  const [row] = await earliest(on).execute();
  return row?.dueAt ?? null;
}

export async function counts(on: Reader, now: Instant): Promise<TimerCounts> {
  const { timers } = tables(on);
  const open = isNull(timers.parkedAt);
  const count = { n: sql<number>`count(*)`, oldest: sql<Instant | null>`min(${timers.dueAt})` };
  const [pending] = await on.sql.select(count).from(timers).where(open);
  const [overdue] = await on.sql
    .select(count)
    .from(timers)
    .where(and(open, lte(timers.dueAt, now)));
  const [parked] = await on.sql.select(count).from(timers).where(isNotNull(timers.parkedAt));
  return {
    pending: pending?.n ?? 0,
    overdue: overdue?.n ?? 0,
    parked: parked?.n ?? 0,
    oldestDueAt: overdue?.oldest ?? null,
  };
}
