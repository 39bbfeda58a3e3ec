import { setTimeout as wait } from 'node:timers/promises';
import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock, Instant } from '../clock.ts';
import { unavailable } from '../errors.ts';
import type { Setting } from './store.ts';

const QUEUE = 'firstline-timers';

/** A command that takes longer counts as an outage, and so does a ping every few seconds that isn't answered. */
const COMMAND_TIMEOUT_MS = 4_000;
const PING_EVERY_MS = 3_000;
const CLOSE_PATIENCE_MS = 2_000;
const LONGEST_RECONNECT_WAIT_MS = 1_000;

/** A job that rang before its timer is due, by the desk's clock, is put back for at least this long. */
const SHORTEST_DELAY_MS = 50;

/** So many alarms ring at once; each of them only asks for the one pass that works everything off. */
const CONCURRENCY = 50;

/** What a job carries: which setting of which timer it is the alarm of, and when that is due. */
export interface Alarm {
  timerId: number;
  version: number;
  dueAt: Instant;
}

export interface RedisState {
  state: 'up' | 'down';
  since: Instant;
}

interface Given {
  /** A `redis://` URL or the path of a unix socket. */
  redis: string;
  /** In front of every key in Redis. */
  prefix: string;
  clock: Clock;
  log: Logger;
  /** An alarm rings; answers how many ms its timer still has to wait, 0 when its job is done. */
  onRing: (alarm: Alarm) => Promise<number>;
  onUp: () => void;
  onDown: () => void;
}

/**
 * The alarm clocks: one delayed BullMQ job per setting of a timer. Everything kept here may be lost at any moment, so
 * nothing here decides. While Redis is away every method rejects soon instead of waiting for it.
 */
export class AlarmQueue {
  readonly #given: Given;
  readonly #client: Redis;
  readonly #pinging: NodeJS.Timeout;
  #state: RedisState;
  #queue: Queue<Alarm> | null = null;
  #worker: Worker<Alarm> | null = null;
  #opening: Promise<void> | null = null;
  #closed = false;

  constructor(given: Given) {
    this.#given = given;
    this.#state = { state: 'down', since: given.clock.now() };
    this.#client = new Redis(given.redis, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: COMMAND_TIMEOUT_MS,
      retryStrategy: reconnectWait,
    });
    this.#client.on('error', (error) => this.#down(error));
    this.#client.on('close', () => this.#down(new Error('The connection was closed.')));
    this.#client.on('ready', () => this.#check());
    this.#pinging = setInterval(() => this.#check(), PING_EVERY_MS);
    this.#pinging.unref();
  }

  get state(): RedisState {
    return this.#state;
  }

  /** Arms one alarm for each setting; one that is armed already stays as it is. */
  async arm(settings: readonly Setting[]): Promise<void> {
    const now = this.#given.clock.now();
    await this.#usable().addBulk(
      settings.map(({ id, name, version, dueAt }) => ({
        name,
        data: { timerId: id, version, dueAt },
        opts: {
          jobId: jobId({ id, version }),
          delay: Math.max(dueAt - now, 0),
          removeOnComplete: true,
          removeOnFail: true,
        },
      })),
    );
  }

  /** Those settings that no alarm waits for. */
  async missing<S extends Setting>(settings: readonly S[]): Promise<S[]> {
    const found = await this.#client.zmscore(this.#usable().toKey('delayed'), ...settings.map(jobId));
    return settings.filter((_, i) => found[i] === null);
  }

  /** Takes every waiting alarm away: after a jump of the clock they would ring at the wrong time. */
  dropAll(): Promise<void> {
    return this.#usable().drain(true);
  }

  /** Finishes the alarms that ring at the moment; does not wait long for a Redis that doesn't answer. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#pinging);
    const given = new AbortController();
    const patience = wait(CLOSE_PATIENCE_MS, undefined, { signal: given.signal }).catch(() => {});
    await Promise.race([this.#closeQueue(), patience]);
    given.abort();
    this.#worker?.disconnect().catch(() => {});
    this.#client.disconnect();
  }

  async #closeQueue(): Promise<void> {
    await this.#opening;
    await this.#worker?.close(this.#state.state === 'down');
    await this.#queue?.close();
  }

  #usable(): Queue<Alarm> {
    if (!this.#closed && this.#state.state === 'up' && this.#queue) return this.#queue;
    throw unavailable('Redis is away, so no alarm can be armed; timers ring from the database meanwhile.');
  }

  #check(): void {
    if (this.#closed || this.#client.status !== 'ready') return;
    this.#opening ??= this.#ready()
      .catch((error) => this.#down(error))
      .finally(() => {
        this.#opening = null;
      });
  }

  async #ready(): Promise<void> {
    await this.#client.ping();
    if (!this.#queue) await this.#openQueue();
    if (this.#closed || this.#state.state === 'up') return;
    this.#state = { state: 'up', since: this.#given.clock.now() };
    this.#given.log.info('Redis is there; alarms are armed.');
    this.#given.onUp();
  }

  #down(error: unknown): void {
    if (this.#closed || this.#state.state === 'down') return;
    this.#state = { state: 'down', since: this.#given.clock.now() };
    this.#given.log.warn({ problem: String(error) }, 'Redis is away; timers ring from the database meanwhile.');
    this.#given.onDown();
  }

  /** BullMQ's own connections never recover from a failed first contact, so they are made when Redis is known to be there. */
  async #openQueue(): Promise<void> {
    const { redis, prefix, log } = this.#given;
    const queue = new Queue<Alarm>(QUEUE, {
      connection: this.#client,
      prefix,
      streams: { events: { maxLen: 100 } },
    });
    const worker = new Worker<Alarm>(QUEUE, (job, token) => this.#ring(job, token), {
      connection: { url: redis, maxRetriesPerRequest: null, retryStrategy: reconnectWait },
      prefix,
      concurrency: CONCURRENCY,
      lockDuration: 10_000,
      stalledInterval: 5_000,
      maxStalledCount: 10,
      runRetryDelay: 1_000,
    });
    this.#worker = worker;
    queue.on('error', (error) => log.debug({ problem: error.message }, 'The alarm queue reports a problem.'));
    worker.on('error', (error) => log.debug({ problem: error.message }, 'The alarm worker reports a problem.'));
    try {
      await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
      this.#queue = queue;
    } catch (error) {
      await Promise.allSettled([worker.close(true), queue.close()]);
      throw error;
    }
  }

  async #ring(job: Job<Alarm>, token: string | undefined): Promise<void> {
    const remaining = await this.#given.onRing(job.data);
    if (remaining <= 0) return;
    await job.moveToDelayed(Date.now() + Math.max(remaining, SHORTEST_DELAY_MS), token);
    throw new DelayedError();
  }
}

/** BullMQ refuses `:` in the id of a job. */
const jobId = ({ id, version }: { id: number; version: number }): string => `${id}-${version}`;

const reconnectWait = (times: number): number => Math.min(times * 50, LONGEST_RECONNECT_WAIT_MS);
