import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { internal } from '../errors.ts';
import { due } from './due.ts';
import * as store from './store.ts';
import type { TimerVerb } from './timer.ts';
import { timerSet } from './timers.ts';

/** So many rows are started together; the writer commits them together, and a click waits for no more of them. */
const BATCH = 25;

/** How long a timer waits after its first, second, … failure. After one failure more it is parked. */
const BACKOFF_MS = [1_000, 5_000, 30_000, 120_000];
const LAST_TRY = BACKOFF_MS.length + 1;

/** Characters of an error's message that are kept on the row. */
const MOST_OF_PROBLEM = 500;

export interface DueWork {
  /** Works off everything due; resolves when nothing is, and rejects when the database does not take the work. */
  workDue(): Promise<void>;
  /** Finishes what has begun and begins nothing more. */
  stop(): Promise<void>;
}

interface Ringing {
  db: Database;
  clock: Clock;
  log: Logger;
  verbs: ReadonlyMap<string, TimerVerb>;
}

/** The verbs by name. Throws `internal` unless every timer has exactly one. */
export function verbsByName(
  verbs: readonly TimerVerb[],
  timers: readonly { name: string }[] = [],
): Map<string, TimerVerb> {
  const byName = new Map<string, TimerVerb>();
  for (const verb of verbs) {
    if (byName.has(verb.timer.name)) throw internal(`The timer ${verb.timer.name} has two verbs; it must have one.`);
    byName.set(verb.timer.name, verb);
  }
  for (const { name } of timers) {
    if (!byName.has(name)) throw internal(`The timer ${name} has no verb; it must have one.`);
  }
  return byName;
}

/**
 * The database decides what rings: every row that is due and not parked, earliest first, each in one transaction with
 * the deletion of its row. One pass runs at a time; who asks during a pass is answered when nothing is due any more.
 */
export function dueWork(ringing: Ringing): DueWork {
  let asked = false;
  let stopped = false;
  let running: Promise<void> | null = null;
  const pass = async () => {
    try {
      while (asked && !stopped) {
        asked = false;
        while (!stopped && (await workBatch(ringing))) await nextTurn();
      }
    } finally {
      running = null;
    }
  };
  return {
    workDue: () => {
      asked = true;
      running ??= pass();
      return running;
    },
    stop: async () => {
      stopped = true;
      await running?.catch(() => {});
    },
  };
}

/** Works off the first rows that are due; false when there are none. */
async function workBatch(ringing: Ringing): Promise<boolean> {
  const settings = await due(ringing.db.reader, ringing.clock.now(), BATCH);
  const worked = await Promise.allSettled(settings.map((setting) => work(ringing, setting)));
  const refused = worked.find((one) => one.status === 'rejected');
  if (refused) throw refused.reason;
  return settings.length > 0;
}

/** Rejects only when the database does not take the work; what a verb throws is noted on the row. */
async function work(ringing: Ringing, setting: store.Setting): Promise<void> {
  try {
    await inTransaction(ringing, async (tx) => {
      const row = await store.take(tx, setting);
      if (row) await ring(ringing.verbs, tx, row);
    });
  } catch (error) {
    if (!(error instanceof RingFailed)) throw error;
    await noteFailure(ringing, setting, error);
  }
}

async function ring(verbs: ReadonlyMap<string, TimerVerb>, tx: Tx, row: store.TimerRow): Promise<void> {
  const verb = verbs.get(row.name);
  if (!verb) throw new RingFailed(`No verb is known for the timer ${row.name}.`, LAST_TRY);
  const data = verb.timer.schema.safeParse(row.data);
  if (!data.success) throw new RingFailed(`Its data can't be read: ${data.error.message}`, LAST_TRY);
  try {
    await verb.ring(tx, data.data);
  } catch (error) {
    throw new RingFailed(error instanceof Error ? error.message : String(error), row.attempts + 1, error);
  }
}

async function noteFailure({ db, clock, log }: Ringing, setting: store.Setting, failed: RingFailed): Promise<void> {
  const { attempts } = failed;
  const backoff = BACKOFF_MS[attempts - 1];
  await inTransaction({ db, clock }, async (tx) => {
    const retryAt = backoff === undefined ? null : tx.now + backoff;
    const problem = failed.message.slice(0, MOST_OF_PROBLEM);
    const row = await store.fail(tx, setting, { attempts, problem, retryAt });
    if (row && retryAt !== null) tx.announce(timerSet, row);
  });
  const about = { timer: setting.name, id: setting.id, attempts, error: failed.kind };
  if (backoff === undefined) log.error(about, 'A timer failed too often and is parked; its row says why.');
  else log.warn(about, 'A timer failed and is tried again.');
}

/** What a verb threw, told apart from a database that does not take the work. */
class RingFailed extends Error {
  readonly attempts: number;
  readonly kind: string;

  constructor(problem: string, attempts: number, cause?: unknown) {
    super(problem, { cause });
    this.attempts = attempts;
    this.kind = cause instanceof Error ? cause.name : 'unreadable';
  }
}
