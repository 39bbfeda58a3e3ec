import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settle } from '../../demo/settle.ts';
import { openLog } from '../../src/log.ts';
import { type RunningDesk, startDesk } from '../../src/start.ts';
import { doubled } from '../world/final-state.ts';
import { ownRedis } from '../world/own-redis.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

/** A second desk on the same database and the same Redis. */
async function secondDesk(w: World) {
  const dataDir = await mkdtemp(join(tmpdir(), 'firstline-'));
  const running = await startDesk({ ...w.config, dataDir }, { clock: w.clock, log: openLog('silent'), pace: 0 });
  return {
    running,
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Lets time pass for both; whatever is due at an instant is due for both at once. */
async function until(w: World, running: RunningDesk, reading: string): Promise<void> {
  const both = () => Promise.all([w.settle(), settle({ slack: w.slack, clock: w.clock, running })]);
  const target = berlin(reading);
  for (;;) {
    await both();
    const next = (await w.running.timers.nextDueAt()) ?? Number.POSITIVE_INFINITY;
    if (next > target) break;
    w.clock.moveTo(Math.max(next, w.clock.now()));
  }
  w.clock.moveTo(Math.max(target, w.clock.now()));
  await both();
}

it('tell a change of shifts once, and so everything that follows from it', async () => {
  await using own = await ownRedis();
  await using w = await startWorld({ at: '2026-03-02T17:00', pace: 0, settings: () => ({ redisUrl: own.url }) });
  w.ignorePosts();
  await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
  await using second = await secondDesk(w);
  await until(w, second.running, '2026-03-02T18:40');
  expect(w.slack.messages('#handover')).toHaveLength(1);
  await until(w, second.running, '2026-03-03T08:40');
  expect(w.slack.messages('#handover').map(({ text }) => /: (\w+)/.exec(text)?.[1])).toEqual(['Bo', 'Eli']);
  const told = (user: string, words: string) => w.slack.dm(user).filter(({ text }) => text.includes(words)).length;
  expect(told('UBO', 'Your shift ended')).toBe(1);
  expect(told('UELI', 'Please accept')).toBe(1);
  expect(told('UDEE', 'has not accepted')).toBe(2);
  expect(doubled(w.slack)).toEqual([]);
});
