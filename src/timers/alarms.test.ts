import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { type EmbeddedRedis, startRedis } from '../redis/embedded.ts';
import { startTimers, type Timers } from './alarms.ts';
import { rings, timer } from './timer.ts';
import { setTimer } from './timers.ts';

const chime = timer('chime', z.object({ n: z.number() }), { key: ({ n }) => String(n) });
const silent = pino({ level: 'silent' });
const HOUR = 3_600_000;
const DELAYED = 'firstline:firstline-timers:delayed';

let redisFolder: string;
let redis: EmbeddedRedis;
let client: Redis;
let folder: string;
let db: Database;
let clock: MovableClock;
let rung: { n: number; late: number }[];
let dueOf: Map<number, number>;
let running: Timers[];

beforeAll(async () => {
  redisFolder = mkdtempSync(join(tmpdir(), 'firstline-'));
  redis = await startRedis({ dataDir: redisFolder, log: silent });
  client = new Redis(redis.url);
});
afterAll(async () => {
  client.disconnect();
  await redis.stop();
  rmSync(redisFolder, { recursive: true });
});
beforeEach(async () => {
  await client.flushall();
  folder = mkdtempSync(join(tmpdir(), 'firstline-'));
  db = openDatabase(`file:${join(folder, 'desk.db')}`);
  clock = new MovableClock();
  rung = [];
  dueOf = new Map();
  running = [];
});
afterEach(async () => {
  for (const timers of running) await timers.stop();
  await db.close();
  rmSync(folder, { recursive: true });
});

const start = (url = redis.url, log = silent) => {
  const verb = rings(chime, async (tx, { n }) => {
    rung.push({ n, late: tx.now - (dueOf.get(n) ?? 0) });
  });
  const timers = startTimers({ db, clock, log, redis: url, verbs: [verb] });
  running.push(timers);
  return timers;
};

const setAll = (count: number, due: (n: number) => number) =>
  inTransaction({ db, clock }, async (tx) => {
    for (let n = 0; n < count; n += 1) {
      dueOf.set(n, due(n));
      await setTimer(tx, chime, { n }, due(n));
    }
  });

const until = (check: () => unknown, timeout = 15_000) => vi.waitFor(check, { timeout, interval: 10 });
const armed = () => client.zcard(DELAYED);
const isUp = async (timers: Timers) => expect((await timers.health()).redis.state).toBe('up');
const allRungOnce = (count: number) => {
  expect(rung.length).toBe(count);
  expect(new Set(rung.map(({ n }) => n)).size).toBe(count);
  expect(Math.min(...rung.map(({ late }) => late))).toBeGreaterThanOrEqual(0);
};

describe('with Redis there', () => {
  it('is woken by Redis in time, never early', async () => {
    const timers = start();
    await until(() => isUp(timers));
    const now = clock.now();
    await setAll(50, (n) => now + 200 + n * 10);
    await until(async () => expect(await armed()).toBeGreaterThan(40));
    await until(() => allRungOnce(50));
    expect(Math.max(...rung.map(({ late }) => late))).toBeLessThan(1_000);
    await until(async () => expect(await client.keys('firstline:firstline-timers:[0-9]*')).toEqual([]));
  });

  it('arms at the start what was set before, and only what is due within hours', async () => {
    const now = clock.now();
    await setAll(1_200, (n) => now + HOUR + n);
    await inTransaction({ db, clock }, (tx) => setTimer(tx, chime, { n: 5_000 }, now + 7 * HOUR));
    start();
    await until(async () => expect(await armed()).toBe(1_200));
  });

  it('rings by the new time when a timer is set again', async () => {
    const timers = start();
    await until(() => isUp(timers));
    await setAll(1, () => clock.now() + 100);
    await setAll(1, () => clock.now() + 400);
    await until(() => allRungOnce(1));
  });

  it('arms anew when the clock jumps, and works off what the jump made due', async () => {
    const timers = start();
    await until(() => isUp(timers));
    const now = clock.now();
    await setAll(20, (n) => (n < 10 ? now + HOUR : now + 2 * HOUR));
    await until(async () => expect(await armed()).toBe(20));
    clock.moveTo(now + HOUR);
    await timers.quiet();
    allRungOnce(10);
    clock.moveTo(now + 2 * HOUR - 300);
    await until(() => allRungOnce(20));
    expect(Math.max(...rung.map(({ late }) => late))).toBeLessThan(1_900);
  });

  it('rings nothing on a held clock however much time passes, and all when it is moved', async () => {
    clock = new MovableClock({ held: true });
    const timers = start();
    await until(() => isUp(timers));
    const now = clock.now();
    await setAll(3, (n) => now + 50 * (n + 1));
    const real = new MovableClock();
    await new Promise<void>((resolve) => real.at(real.now() + 500, resolve));
    expect(rung).toEqual([]);
    clock.moveTo(now + 100);
    await timers.quiet();
    allRungOnce(2);
    expect(await timers.nextDueAt()).toBe(now + 150);
  });

  it('puts an alarm back that rings before the time of the desk has come', async () => {
    const timers = start();
    await until(() => isUp(timers));
    await setAll(1, () => clock.now() + HOUR);
    await until(async () => expect(await armed()).toBe(1));
    const before = Number(await client.zscore(DELAYED, '1-1'));
    await client.zadd(DELAYED, Date.now() * 4096, '1-1');
    await client.zadd('firstline:firstline-timers:marker', 0, '0');
    await until(async () => {
      const again = Number(await client.zscore(DELAYED, '1-1'));
      expect(Math.abs(again - before) / 4096).toBeLessThan(1_000);
    }, 5_000);
    expect(rung).toEqual([]);
  });

  it('shares the work between two desks on one database', async () => {
    start();
    const second = start();
    await until(() => isUp(second));
    const now = clock.now();
    await setAll(500, (n) => now + 300 + n);
    await until(() => allRungOnce(500));
  });
});

describe('when Redis loses everything', () => {
  it('still rings all of a thousand timers once, soon', async () => {
    const timers = start();
    await until(() => isUp(timers));
    const now = clock.now();
    await setAll(1_000, (n) => now + 1_500 + n);
    await until(async () => expect(await armed()).toBe(1_000));
    await client.flushall();
    await until(() => allRungOnce(1_000));
    expect(Math.max(...rung.map(({ late }) => late))).toBeLessThan(4_000);
  });

  it('rings from the database alone while there is no Redis at all', async () => {
    const timers = start(join(folder, 'nobody.sock'));
    const now = clock.now();
    await setAll(200, (n) => now + 100 + n);
    await until(() => allRungOnce(200));
    expect(Math.max(...rung.map(({ late }) => late))).toBeLessThan(500);
    expect(await timers.health()).toMatchObject({ redis: { state: 'down' }, pending: 0, overdue: 0 });
    await setAll(201, (n) => (n < 200 ? now + HOUR : clock.now() + 100));
    await until(() => allRungOnce(201));
    expect(rung.at(-1)?.late).toBeLessThan(500);
  });

  it('takes a Redis that went away and came back empty, and arms what is missing', async () => {
    const dataDir = join(folder, 'own');
    let own = await startRedis({ dataDir, log: silent });
    const lines: { level: number; msg: string }[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const timers = start(own.url, log);
    await until(() => isUp(timers));
    const now = clock.now();
    await setAll(1_000, (n) => (n < 500 ? now + 2_000 + n : now + HOUR));
    await own.stop();
    await until(async () => expect((await timers.health()).redis.state).toBe('down'));
    await until(() => allRungOnce(500));
    rmSync(dataDir, { recursive: true });
    own = await startRedis({ dataDir, log: silent });
    await until(() => isUp(timers));
    const back = new Redis(own.url);
    await until(async () => expect(await back.zcard(DELAYED)).toBe(500));
    back.disconnect();
    expect(lines.map(({ msg }) => msg)).toEqual([
      'Redis is there; alarms are armed.',
      'Redis is away; timers ring from the database meanwhile.',
      'Redis is there; alarms are armed.',
    ]);
    clock.moveTo(now + HOUR);
    await until(() => allRungOnce(1_000));
    await timers.stop();
    await own.stop();
  });

  it('notices within ten seconds that Redis hangs, rings on, and stops soon all the same', async () => {
    const own = await startRedis({ dataDir: join(folder, 'own'), log: silent });
    const ask = new Redis(own.url);
    ask.on('error', () => {});
    const timers = start(own.url);
    await until(() => isUp(timers));
    const pid = Number(/process_id:(\d+)/.exec(await ask.info('server'))?.[1]);
    await setAll(100, () => clock.now() + 300);
    process.kill(pid, 'SIGSTOP');
    const hung = performance.now();
    await until(() => allRungOnce(100));
    expect(Math.max(...rung.map(({ late }) => late))).toBeLessThan(4_000);
    await until(async () => expect((await timers.health()).redis.state).toBe('down'));
    expect(performance.now() - hung).toBeLessThan(10_000);
    const stopping = performance.now();
    await timers.stop();
    expect(performance.now() - stopping).toBeLessThan(4_000);
    process.kill(pid, 'SIGCONT');
    ask.disconnect();
    await own.stop();
  });

  it('stops at once while Redis is away', async () => {
    const timers = start(join(folder, 'nobody.sock'));
    const before = performance.now();
    await timers.stop();
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('health', () => {
  it('counts what waits, what is late and what is parked', async () => {
    await setAll(3, (n) => clock.now() + HOUR * (n + 1));
    await inTransaction({ db, clock }, (tx) =>
      setTimer(tx, timer('gone', z.object({}), { key: () => '' }), {}, tx.now),
    );
    const timers = start();
    await until(async () =>
      expect(await timers.health()).toMatchObject({ pending: 3, overdue: 0, parked: 1, oldestOverdueMs: 0 }),
    );
    await timers.stop();
    clock.moveTo(clock.now() + HOUR + 60_000);
    const health = await timers.health();
    expect(health).toMatchObject({ pending: 3, overdue: 1 });
    expect(health.oldestOverdueMs).toBeGreaterThan(59_000);
  });
});
