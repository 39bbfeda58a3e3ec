import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { type Clock, stopwatch } from '../clock.ts';
import { internal, unavailable } from '../errors.ts';
import { type Reader, sqliteReader, type Topic, type Turn, type Tx } from './database.ts';

interface Job {
  clock: Clock;
  turn: Turn;
  work: (tx: Tx) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

interface Settled {
  job: Job;
  value: unknown;
  announced: { topic: string; news: unknown }[];
}

/** So many waiting transactions share one commit at most: a commit costs a sync of the disk, a transaction little more. */
const MOST_PER_COMMIT = 64;
/** After so much work they are committed, and the event loop is free, however many wait: long ones share less. */
const LONGEST_TOGETHER_MS = 25;
/** After so much work the event loop gets a turn, for a click is only heard of in such a turn, and what somebody waits for is committed. */
const LONGEST_TURN_MS = 5;
const LOCK_PATIENCE_MS = 10_000;
const LOCK_RETRY_MS = 25;

/** The queue whose transaction is at work. One for all queues: every one that is there costs time at every promise. */
const inside = new AsyncLocalStorage<WriteQueue>();

/**
 * The single writer. Transactions run one after the other in the order they came, those that somebody waits for first; those that wait
 * together are committed together, each in a savepoint of its own, so one that fails takes nothing else with it. One that waits alone
 * needs none: for a savepoint SQLite keeps a copy of every page that is written.
 */
export class WriteQueue {
  readonly #connection: BetterSqlite3.Database;
  readonly #on: Reader;
  readonly #listeners = new Map<string, ((news: unknown) => void)[]>();
  readonly #waiting: Record<Turn, Job[]> = { ahead: [], usual: [] };
  #running: Promise<void> | null = null;

  constructor(connection: BetterSqlite3.Database) {
    this.#connection = connection;
    this.#on = sqliteReader(drizzle({ client: connection }));
  }

  run<T>(clock: Clock, work: (tx: Tx) => Promise<T>, turn: Turn = 'usual'): Promise<T> {
    if (inside.getStore() === this) {
      return Promise.reject(internal('A transaction was opened inside a transaction.'));
    }
    return new Promise<T>((resolve, reject) => {
      this.#waiting[turn].push({ clock, turn, work, resolve: resolve as (value: unknown) => void, reject });
      this.#running ??= this.#work();
    });
  }

  on<T>(topic: Topic<T>, hear: (news: T) => void): void {
    this.#listeners.set(topic.name, [...(this.#listeners.get(topic.name) ?? []), hear as (news: unknown) => void]);
  }

  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #work(): Promise<void> {
    await Promise.resolve();
    const { ahead, usual } = this.#waiting;
    while (ahead.length + usual.length > 0) {
      const first = ahead.splice(0, MOST_PER_COMMIT);
      await this.#commitTogether([...first, ...usual.splice(0, MOST_PER_COMMIT - first.length)]);
      if (ahead.length + usual.length > 0) await nextTurn();
    }
    this.#running = null;
  }

  async #commitTogether(jobs: Job[]): Promise<void> {
    const settled: Settled[] = [];
    const shared = jobs.length > 1;
    const isWaitedFor = jobs[0]?.turn === 'ahead';
    try {
      await this.#begin();
      const spent = stopwatch();
      let turnBegan = 0;
      for (const [i, job] of jobs.entries()) {
        const done = await this.#attempt(job, shared);
        if (done) settled.push(done);
        if (i + 1 < jobs.length && spent() - turnBegan > LONGEST_TURN_MS) {
          await nextTurn();
          turnBegan = spent();
        }
        const isEnough = this.#waiting.ahead.length > 0 || (isWaitedFor && spent() > LONGEST_TURN_MS);
        const usualWait = isEnough && jobs[i + 1]?.turn === 'usual';
        if (usualWait || spent() > LONGEST_TOGETHER_MS) this.#putBack(jobs.splice(i + 1));
      }
      if (settled.length > 0 || this.#connection.inTransaction) this.#connection.exec('COMMIT');
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      for (const job of jobs) job.reject(error);
      return;
    }
    for (const { job, value, announced } of settled) {
      job.resolve(value);
      for (const { topic, news } of announced) this.#tell(topic, news);
    }
  }

  /** Those that must wait for the next commit keep their places. */
  #putBack(jobs: Job[]): void {
    for (const turn of ['ahead', 'usual'] as const) {
      this.#waiting[turn].unshift(...jobs.filter((job) => job.turn === turn));
    }
  }

  /** The transaction is safe already: a listener that throws is a bug to be seen, and harms neither it nor the others. */
  #tell(topic: string, news: unknown): void {
    for (const hear of this.#listeners.get(topic) ?? []) {
      try {
        hear(news);
      } catch (error) {
        process.emitWarning(`A listener to ${topic} threw: ${error instanceof Error ? error.stack : error}`);
      }
    }
  }

  /** Waits for a lock held by another process without ever blocking the event loop for long. */
  async #begin(): Promise<void> {
    for (let waited = 0; ; waited += LOCK_RETRY_MS) {
      try {
        this.#connection.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (waited >= LOCK_PATIENCE_MS) throw unavailable('The database is locked by another program.', error);
        await wait(LOCK_RETRY_MS);
      }
    }
  }

  async #attempt(job: Job, shared: boolean): Promise<Settled | null> {
    const announced: Settled['announced'] = [];
    const tx: Tx = {
      ...this.#on,
      now: job.clock.now(),
      announce: (topic, news) => announced.push({ topic: topic.name, news }),
    };
    if (shared) this.#connection.exec('SAVEPOINT one');
    try {
      const value = await inside.run(this, () => job.work(tx));
      if (shared) this.#connection.exec('RELEASE one');
      return { job, value, announced };
    } catch (error) {
      if (!this.#connection.inTransaction) throw error;
      this.#connection.exec(shared ? 'ROLLBACK TO one; RELEASE one' : 'ROLLBACK');
      job.reject(error);
      return null;
    }
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
