import type { Logger } from 'pino';
import type { Clock, Instant } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { Arming } from './arming.ts';
import { counts, nextDueAt, standing } from './due.ts';
import { type Alarm, AlarmQueue, type RedisState } from './queue.ts';
import { dueWork, verbsByName } from './ring.ts';
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

  const planBy = (at: Instant) => {
    if (stopped || (planned && planned.at <= at)) return;
    planned?.cancel();
    const ring = () => {
      planned = null;
      void wake();
    };
    planned = { at, cancel: clock.at(at, ring) };
  };
  const grace = () => (queue.state.state === 'up' || troubled ? GRACE_MS : 0);
  let asked = false;
  let waking: Promise<void> | null = null;
  /** Works off what is due; all who ask while that goes on wait for the same pass. */
  const wake = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    asked = true;
    waking ??= workOff();
    return waking;
  };
  const workOff = async () => {
    while (asked && !stopped) {
      asked = false;
      try {
        await work.workDue();
        troubled = false;
        const next = await nextDueAt(db.reader);
        if (next !== null) planBy(Math.max(next, clock.now()) + grace());
      } catch (error) {
        if (!troubled) log.error({ problem: String(error) }, 'Due timers wait: the database does not take the work.');
        troubled = true;
        planBy(clock.now() + GRACE_MS);
      }
    }
    waking = null;
  };
  /** Only an alarm that rings too early must know whether its setting still stands; any other asks for what is due, whatever that is. */
  const onRing = async ({ timerId, version, dueAt }: Alarm) => {
    if (stopped) return 0;
    if (dueAt > clock.now()) {
      const setting = await standing(db.reader, timerId);
      return setting?.version === version ? Math.max(setting.dueAt - clock.now(), 0) : 0;
    }
    await wake();
    return 0;
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
    if (setting.dueAt > clock.now()) arming.note(setting);
    planBy(setting.dueAt > clock.now() ? setting.dueAt + grace() : clock.now());
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
    nextDueAt: () => nextDueAt(db.reader),
    health: async () => {
      const now = clock.now();
      const { oldestDueAt, ...counted } = await counts(db.reader, now);
      return { redis: queue.state, ...counted, oldestOverdueMs: oldestDueAt === null ? 0 : now - oldestDueAt };
    },
    stop: async () => {
      stopped = true;
      clearInterval(sweeping);
      forgetJumps();
      planned?.cancel();
      await work.stop();
      await queue.close();
      await arming.settled();
    },
  };
}
