import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openLog } from '../../src/log.ts';
import { startDesk } from '../../src/start.ts';
import { doubled } from '../world/final-state.ts';
import { ownRedis } from '../world/own-redis.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

/** Where BullMQ keeps the alarms that wait. */
const ALARMS = 'firstline:firstline-timers:delayed';

/** Tickets by reaction, all of the same minute; the posts of it are done. */
async function tickets(w: World, count: number): Promise<void> {
  w.ignorePosts();
  w.slack.faults.enforceRateLimits(false);
  for (let n = 1; n <= count; n += 1) {
    const { ts } = w.as('ana').say('#acme-support', `Request ${n}`);
    w.as('ana').react('#acme-support', ts, 'ticket');
  }
  await w.settle();
}

/** No offers and no waiting between posts: the tickets are what it is about. */
const quietly = {
  pace: 0,
  at: '2026-03-02T09:00',
  editPeople: (text: string) => text.replace('CACME: ask', 'CACME: manual'),
};

/** What must be so within ten seconds. */
const soon = (check: () => Promise<void>) => vi.waitFor(check, 10_000);

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

/** The tickets of which the first line was warned, as often as it was. */
const warned = (w: World): number[] =>
  w.slack
    .dm('UBO')
    .flatMap(({ text }) => /SUP-(\d+)\* .*: first response due in 2 h/.exec(text)?.slice(1).map(Number) ?? [])
    .sort((a, b) => a - b);

it('sends every reminder once when Redis is emptied while fifty tickets wait for theirs', async () => {
  await using own = await ownRedis();
  await using w = await startWorld({ ...quietly, settings: () => ({ redisUrl: own.url }) });
  await tickets(w, 50);
  w.clock.moveTo(berlin('2026-03-02T10:59:59'));
  await soon(async () => expect(await own.ask((redis) => redis.zcard(ALARMS))).toBeGreaterThanOrEqual(50));
  await own.ask((redis) => redis.flushall());
  w.clock.release();
  await w.slack.until(() => w.slack.dm('UBO').length > 0);
  w.clock.hold();
  expect(w.clock.now() - berlin('2026-03-02T11:00')).toBeLessThan(10_000);
  await w.until('2026-03-02T11:10');
  expect(warned(w)).toEqual(numbers(50));
  expect(doubled(w.slack)).toEqual([]);
});

it('takes in, reminds and says that Redis is away while it is, and uses it again when it is back', async () => {
  await using own = await ownRedis();
  await using w = await startWorld({ ...quietly, settings: () => ({ redisUrl: own.url }) });
  await tickets(w, 8);
  await own.end();
  await soon(async () => expect(await w.running.health()).toMatchObject({ ok: false, timers: { redis: 'down' } }));
  await w.says('gil', '#globex-support', 'the export is late');
  w.in('#globex-support').expect('Shall I open');
  await w.until('2026-03-02T11:10');
  expect(warned(w)).toEqual(numbers(8));

  await own.start();
  await soon(async () => expect(await w.running.health()).toMatchObject({ ok: true, timers: { redis: 'up' } }));
  await soon(async () => expect(await own.ask((redis) => redis.zcard(ALARMS))).toBeGreaterThanOrEqual(8));
  await w.until('2026-03-02T12:30');
  expect(w.slack.dm('UBO')).toHaveLength(2 * 8);
  expect(doubled(w.slack)).toEqual([]);
});

it('starts its private Redis again when that is killed, and loses no reminder', async () => {
  await using w = await startWorld({ ...quietly, settings: () => ({ redisUrl: undefined }) });
  await tickets(w, 8);
  const pid = () => readFile(join(w.config.dataDir, 'redis', 'redis.pid'), 'utf8').then(Number);
  const first = await pid();
  process.kill(first, 'SIGKILL');
  await soon(async () => expect(await pid()).not.toBe(first));
  await soon(async () => expect((await w.running.health()).timers.redis).toBe('up'));
  await w.until('2026-03-02T11:10');
  expect(warned(w)).toEqual(numbers(8));
});

it('refuses to start with one sentence while the Redis that it was given is away, and has lost nothing when it starts', async () => {
  await using own = await ownRedis();
  await using w = await startWorld({ ...quietly, settings: () => ({ redisUrl: own.url }) });
  await tickets(w, 1);
  await w.restart(async () => {
    await own.end();
    await expect(startDesk(w.config, { clock: w.clock, log: openLog('silent') })).rejects.toThrow(
      /^The Redis at REDIS_URL .* can't be reached: .*\. Start it or correct REDIS_URL/,
    );
    await own.start();
  });
  await w.until('2026-03-02T11:10');
  expect(warned(w)).toEqual([1]);
});
