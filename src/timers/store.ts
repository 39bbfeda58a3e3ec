import { and, asc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, statement, type Tx, tablesOf } from '../db/database.ts';
import { timerTables } from './tables.ts';

const tables = tablesOf(timerTables);

/** One setting of a timer: a row at a version. */
export interface Setting {
  id: number;
  name: string;
  version: number;
  dueAt: Instant;
}

export interface TimerRow extends Setting {
  data: unknown;
  attempts: number;
}

export interface TimerCounts {
  pending: number;
  overdue: number;
  parked: number;
  oldestDueAt: Instant | null;
}

const insert = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .insert(timers)
    .values({
      name: sql.placeholder('name'),
      key: sql.placeholder('key'),
      data: sql.placeholder('data'),
      dueAt: sql.placeholder('dueAt'),
      urgency: sql.placeholder('urgency'),
      version: 1,
      attempts: 0,
    })
    .onConflictDoUpdate({
      target: [timers.name, timers.key],
      set: {
        data: sql`excluded.data`,
        dueAt: sql`excluded.due_at`,
        urgency: sql`excluded.urgency`,
        version: sql`${timers.version} + 1`,
        attempts: 0,
        problem: null,
        parkedAt: null,
      },
      setWhere: sql`${timers.dueAt} <> excluded.due_at or ${timers.data} <> excluded.data or ${timers.parkedAt} is not null`,
    })
    .returning({ id: timers.id, version: timers.version })
    .prepare();
});

const removeByKey = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .delete(timers)
    .where(and(eq(timers.name, sql.placeholder('name')), eq(timers.key, sql.placeholder('key'))))
    .prepare();
});

const firstDue = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .select({ id: timers.id, name: timers.name, version: timers.version, dueAt: timers.dueAt })
    .from(timers)
    .where(and(isNull(timers.parkedAt), lte(timers.dueAt, sql.placeholder('now'))))
    .orderBy(asc(timers.dueAt), asc(timers.urgency), asc(timers.id))
    .limit(sql.placeholder('most'))
    .prepare();
});

const takeDue = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .delete(timers)
    .where(
      and(
        eq(timers.id, sql.placeholder('id')),
        eq(timers.version, sql.placeholder('version')),
        lte(timers.dueAt, sql.placeholder('now')),
        isNull(timers.parkedAt),
      ),
    )
    .returning()
    .prepare();
});

const comingUp = statement((on) => {
  const { timers } = tables(on);
  return on.sql
    .select({ id: timers.id, name: timers.name, version: timers.version, dueAt: timers.dueAt, urgency: timers.urgency })
    .from(timers)
    .where(
      and(
        isNull(timers.parkedAt),
        lte(timers.dueAt, sql.placeholder('until')),
        sql`(${timers.dueAt}, ${timers.urgency}, ${timers.id}) > (${sql.placeholder('dueAt')}, ${sql.placeholder('urgency')}, ${sql.placeholder('id')})`,
      ),
    )
    .orderBy(asc(timers.dueAt), asc(timers.urgency), asc(timers.id))
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
    .limit(1)
    .prepare();
});

/** Writes a setting; null when it stood like that already. */
export async function upsert(
  tx: Tx,
  setting: { name: string; key: string; data: unknown; dueAt: Instant; urgency: number },
): Promise<{ id: number; version: number } | null> {
  const [row] = await insert(tx).execute(setting);
  return row ?? null;
}

export async function remove(tx: Tx, name: string, key: string): Promise<void> {
  await removeByKey(tx).execute({ name, key });
}

/** The first `most` timers that are due at `now`, in the order they must ring. */
export const due = (on: Reader, now: Instant, most: number): Promise<Setting[]> => firstDue(on).execute({ now, most });

/** Deletes the row of this setting and returns it; null when it was taken, cleared, set anew or is not due at `tx.now`. */
export async function take(tx: Tx, { id, version }: { id: number; version: number }): Promise<TimerRow | null> {
  const [row] = await takeDue(tx).execute({ id, version, now: tx.now });
  return row ?? null;
}

/** The next `most` timers due at or before `until`, after the place where the last page ended. */
export const upcoming = (on: Reader, after: Place, until: Instant, most: number): Promise<(Setting & Place)[]> =>
  comingUp(on).execute({ ...after, until, most });

/** A place in the order in which timers ring. */
export interface Place {
  dueAt: Instant;
  urgency: number;
  id: number;
}

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

/** Notes a failed try: the setting moves to `retryAt` as a new version, or is parked when there is none. */
export async function fail(
  tx: Tx,
  setting: { id: number; version: number },
  failure: { attempts: number; problem: string; retryAt: Instant | null },
): Promise<Setting | null> {
  const { timers } = tables(tx);
  const [row] = await tx.sql
    .update(timers)
    .set({
      attempts: failure.attempts,
      problem: failure.problem,
      version: setting.version + 1,
      ...(failure.retryAt === null ? { parkedAt: tx.now } : { dueAt: failure.retryAt }),
    })
    .where(and(eq(timers.id, setting.id), eq(timers.version, setting.version), isNull(timers.parkedAt)))
    .returning();
  return row ?? null;
}

export async function counts(on: Reader, now: Instant): Promise<TimerCounts> {
  const { timers } = tables(on);
  const open = isNull(timers.parkedAt);
  const [pending] = await on.sql.select({ n: sql<number>`count(*)` }).from(timers).where(open);
  const [overdue] = await on.sql
    .select({ n: sql<number>`count(*)`, oldest: sql<Instant | null>`min(${timers.dueAt})` })
    .from(timers)
    .where(and(open, lte(timers.dueAt, now)));
  const [parked] = await on.sql.select({ n: sql<number>`count(*)` }).from(timers).where(isNotNull(timers.parkedAt));
  return {
    pending: pending?.n ?? 0,
    overdue: overdue?.n ?? 0,
    parked: parked?.n ?? 0,
    oldestDueAt: overdue?.oldest ?? null,
  };
}
