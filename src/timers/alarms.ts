import type { Logger } from 'pino';
import type { Clock, Instant } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { Arming } from './arming.ts';
import { type Alarm, AlarmQueue, type RedisState } from './queue.ts';
import { dueWork, verbsByName } from './ring.ts';
import * as store from './store.ts';
import type { TimerVerb } from './timer.ts';
import { timerSet } from './timers.ts';

const SWEEP_EVERY_MS = 15_000;

/** The desk is an alarm of its own: at once when Redis is away, and this much later when it is there but was silent. */
const GRACE_MS = 2_000;

export interface TimersHealth {
  redis: RedisState;
  pending: number;
  overdue: number;
  parked: number;
  /** How long the oldest overdue timer has been waiting, 0 when there is none. */
  oldestOverdueMs: number;
}

export interface Timers {
  /** Resolves when nothing due is left unworked; rejects when the database does not take the work. */
  quiet(): Promise<void>;
  nextDueAt(): Promise<Instant | null>;
  health(): Promise<TimersHealth>;
  stop(): Promise<void>;
}

/**
 * Lets timers ring: from Redis in time, from the database in any case. Works without Redis and picks it up when it comes.
 * Throws `internal` unless each of the `timers` (or of those named by `verbs`) has exactly one verb.
 */
export function startTimers(given: {
  db: Database;
  clock: Clock;
  log: Logger;
  /** A `redis://` URL or the path of a unix socket. */
  redis: string;
  verbs: readonly TimerVerb[];
  timers?: readonly { name: string }[];
  /** In front of every key in Redis; `firstline` unless given. */
  prefix?: string;
}): Timers {
  const { db, clock } = given;
  const log = given.log.child({ part: 'timers' });
  const work = dueWork({ db, clock, log, verbs: verbsByName(given.verbs, given.timers) });
  let stopped = false;
  let troubled = false;
  let planned: { at: Instant; cancel: () => void } | null = null;

  const plan = (at: Instant) => {
    planned?.cancel();
    planned = stopped ? null : { at, cancel: clock.at(at, wake) };
  };
  const grace = () => (queue.state.state === 'up' || troubled ? GRACE_MS : 0);
  const planNext = async () => {
    const next = await store.nextDueAt(db.reader);
    if (next !== null) plan(Math.max(next, clock.now()) + grace());
  };
  const wake = async () => {
    if (stopped) return;
    try {
      await work.workDue();
      troubled = false;
      await planNext();
    } catch (error) {
      if (!troubled) log.error({ problem: String(error) }, 'Due timers wait: the database does not take the work.');
      troubled = true;
      plan(clock.now() + GRACE_MS);
    }
  };
  const onRing = async ({ timerId, version }: Alarm) => {
    const standing = await store.standing(db.reader, timerId);
    if (stopped || standing?.version !== version) return 0;
    if (standing.dueAt <= clock.now()) await wake();
    return Math.max(standing.dueAt - clock.now(), 0);
  };
  const sweep = () => {
    void wake();
    arming.sweep();
  };
  const onUp = () => {
    arming.sweep();
    void wake();
  };
  const queue = new AlarmQueue({
    redis: given.redis,
    prefix: given.prefix ?? 'firstline',
    clock,
    log,
    onRing,
    onUp,
    onDown: () => void wake(),
  });
  const arming = new Arming({ db, clock, log, queue });
  db.on(timerSet, (setting) => {
    if (stopped) return;
    const at = Math.max(setting.dueAt, clock.now());
    if (setting.dueAt <= clock.now()) void wake();
    else arming.note(setting);
    if (!planned || at + grace() < planned.at) plan(at + grace());
  });
  const forgetJumps = clock.onJump(() => {
    arming.startOver();
    void wake();
  });
  const sweeping = setInterval(sweep, SWEEP_EVERY_MS);
  sweeping.unref();
  arming.startOver();
  void wake();

  return {
    quiet: () => work.workDue(),
    nextDueAt: () => store.nextDueAt(db.reader),
    health: async () => {
      const now = clock.now();
      const { oldestDueAt, ...counts } = await store.counts(db.reader, now);
      return { redis: queue.state, ...counts, oldestOverdueMs: oldestDueAt === null ? 0 : now - oldestDueAt };
    },
    stop: async () => {
      stopped = true;
      clearInterval(sweeping);
      forgetJumps();
      planned?.cancel();
      await work.stop();
      await arming.settled();
      await queue.close();
    },
  };
}
