import { setTimeout as wait } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { z } from 'zod';
import { built } from './built.ts';
import { inFolder } from './folder.ts';

const TIMERS = 10_000;
const SPREAD_MS = 1_000;
/** From setting them to the first that is due: enough to arm them all. */
const LEAD_MS = 10_000;
const CONCURRENCY = 50;

/** How late each of the timers was, in ms. */
export interface Lateness {
  ours: number[];
  bare: number[];
}

/** 10,000 timers due within one second: ours, whose verb writes a row, against BullMQ alone, whose jobs do nothing. */
export const lateness = (): Promise<Lateness> =>
  inFolder(async (folder) => {
    const { startRedis } = await built<typeof import('../src/redis/embedded.ts')>('redis/embedded.js');
    const redis = await startRedis({ dataDir: folder, log: pino({ level: 'silent' }) });
    try {
      return { ours: await ourTimers(folder, redis.url), bare: await bareJobs(redis.url) };
    } finally {
      await redis.stop();
    }
  });

const dueFrom = (): number => Date.now() + LEAD_MS;
const dueAt = (from: number, n: number): number => from + Math.floor((n * SPREAD_MS) / TIMERS);

async function ourTimers(folder: string, redis: string): Promise<number[]> {
  const [{ systemClock }, { inTransaction }, { openDatabase }] = await Promise.all([
    built<typeof import('../src/clock.ts')>('clock.js'),
    built<typeof import('../src/db/database.ts')>('db/database.js'),
    built<typeof import('../src/db/open.ts')>('db/open.js'),
  ]);
  const [{ startTimers }, { rings, timer }, { setTimer }] = await Promise.all([
    built<typeof import('../src/timers/alarms.ts')>('timers/alarms.js'),
    built<typeof import('../src/timers/timer.ts')>('timers/timer.js'),
    built<typeof import('../src/timers/timers.ts')>('timers/timers.js'),
  ]);
  const clock = systemClock();
  const db = openDatabase(`${folder}/desk.db`);
  const bell = timer('bench-bell', z.object({ n: z.int() }), { key: ({ n }) => String(n) });
  const late: number[] = [];
  const from = dueFrom();
  const verb = rings(bell, async (tx, { n }) => {
    late.push(clock.now() - dueAt(from, n));
    tx.sql.run(sql`insert into rung values (${n})`);
  });
  const timers = startTimers({ db, clock, log: pino({ level: 'silent' }), redis, verbs: [verb] });
  try {
    await inTransaction({ db, clock }, async (tx) => {
      tx.sql.run(sql`create table rung (n integer primary key)`);
      for (let n = 0; n < TIMERS; n++) await setTimer(tx, bell, { n }, dueAt(from, n));
    });
    await allOf(late);
    return late;
  } finally {
    await timers.stop();
    await db.close();
    clock.stop();
  }
}

async function bareJobs(redis: string): Promise<number[]> {
  const connection = () => new Redis(redis, { maxRetriesPerRequest: null });
  const own = connection();
  const queue = new Queue<{ dueAt: number }>('bare', { connection: own });
  const late: number[] = [];
  const working = connection();
  const worker = new Worker<{ dueAt: number }>('bare', async (job) => void late.push(Date.now() - job.data.dueAt), {
    connection: working,
    concurrency: CONCURRENCY,
  });
  try {
    const from = dueFrom();
    const jobs = Array.from({ length: TIMERS }, (_, n) => ({
      name: 'bell',
      data: { dueAt: dueAt(from, n) },
      opts: { delay: dueAt(from, n) - Date.now(), removeOnComplete: true },
    }));
    await queue.addBulk(jobs);
    await allOf(late);
    return late;
  } finally {
    await worker.close();
    await queue.close();
    own.disconnect();
    working.disconnect();
  }
}

async function allOf(late: number[]): Promise<void> {
  const givingUpAt = performance.now() + 6 * LEAD_MS;
  while (late.length < TIMERS) {
    if (performance.now() > givingUpAt) throw new Error(`Only ${late.length} of ${TIMERS} timers rang.`);
    await wait(SPREAD_MS / 10);
  }
}
