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

/** When a timer rings; null when none stands, or only one that was put aside. */
export async function dueAtOf(on: Reader, name: string, key: string): Promise<Instant | null> {
  const { timers } = tables(on);
  const [row] = await on.sql
    .select({ dueAt: timers.dueAt })
    .from(timers)
    .where(and(eq(timers.name, name), eq(timers.key, key), isNull(timers.parkedAt)));
  return row?.dueAt ?? null;
}

/** Deletes the row of this setting and returns it; null when it was taken, cleared, set anew or is not due at `tx.now`. */
export async function take(tx: Tx, { id, version }: { id: number; version: number }): Promise<TimerRow | null> {
  const [row] = await takeDue(tx).execute({ id, version, now: tx.now });
  return row ?? null;
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
    .returning({ id: timers.id, name: timers.name, version: timers.version, dueAt: timers.dueAt });
  return row ?? null;
}

/** Timers that failed too often and wait for a person, oldest first. */
export async function parkedTimers(on: Reader): Promise<ParkedTimer[]> {
  const { timers } = tables(on);
  const { id, name, key, problem, parkedAt } = timers;
  return on.sql
    .select({ id, name, key, problem, parkedAt })
    .from(timers)
    .where(isNotNull(parkedAt))
    .orderBy(asc(parkedAt), asc(id));
}

export interface ParkedTimer {
  id: number;
  name: string;
  key: string;
  problem: string | null;
  parkedAt: Instant | null;
}

/** Gives parked timers their tries back, for a person who mended what was wrong; answers how many. */
export async function unparkTimers(tx: Tx): Promise<number> {
  const { timers } = tables(tx);
  const rows = await tx.sql
    .update(timers)
    .set({ attempts: 0, problem: null, parkedAt: null, version: sql`${timers.version} + 1` })
    .where(isNotNull(timers.parkedAt))
    .returning({ id: timers.id });
  return rows.length;
}
