import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DeskProcess } from '../world/desk-process.ts';
import { doubled } from '../world/final-state.ts';
import { ownRedis } from '../world/own-redis.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

const SECOND = 1_000;

/** Another desk, in a process of its own, on the database and the Redis of `w`. */
async function startBeside(w: World) {
  const dataDir = await mkdtemp(join(tmpdir(), 'firstline-'));
  const other = await DeskProcess.launch();
  await other.ask('start', { config: { ...w.config, dataDir }, at: w.clock.now(), dieOn: null });
  return {
    /** Both have done what can be done by `reading`, whoever of them it was. */
    bothUntil: async (reading: string) => {
      const at = berlin(reading);
      await Promise.all([w.until(reading), other.ask('move', { at }).then(() => other.ask('quiet', null))]);
      await w.until(reading);
    },
    /** What one of them owes Slack is sent by whichever sends, which sees it a moment later. */
    bothSettle: async () => {
      for (let round = 0; round < 3; round += 1) {
        await w.advance({ milliseconds: SECOND });
        await other.ask('move', { at: w.clock.now() });
        await other.ask('quiet', null);
      }
      await w.settle();
    },
    /** Only the other one is left: it goes on by itself, a second at a time. */
    otherAlone: async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 1) {
        w.clock.moveTo(w.clock.now() + SECOND);
        await other.ask('move', { at: w.clock.now() });
        await w.slack.settled();
        await other.ask('quiet', null);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await other[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

it('shares the work with a second process: every ticket has its cards once, shifts end with one handover each, all that follows is told once, and each goes on alone', async () => {
  await using redis = await ownRedis();
  await using w = await startWorld({ at: '2026-03-02T17:50', settings: () => ({ redisUrl: redis.url }) });
  w.ignorePosts();
  w.slack.faults.enforceRateLimits(false);
  await using beside = await startBeside(w);

  for (let n = 1; n <= 12; n += 1) {
    const channel = n % 2 === 0 ? '#acme-support' : '#globex-support';
    const person = n % 2 === 0 ? 'ana' : 'gil';
    const { ts } = w.as(person).say(channel, `Request ${n}`);
    w.as(person).react(channel, ts, 'ticket');
  }
  await beside.bothSettle();
  await beside.bothUntil('2026-03-02T18:00');
  await beside.bothSettle();

  const cards = w.slack.messages('#triage').filter(({ text }) => text.includes('Request'));
  expect(cards).toHaveLength(12);
  const handovers = w.slack.messages('#handover');
  expect(handovers).toHaveLength(1);
  expect(handovers[0]?.text).toContain('Weekday support: Bo → Eli');

  for (const time of ['02T18:15', '02T18:30', '02T18:40', '03T07:30', '03T08:00', '03T08:15', '03T08:30']) {
    await beside.bothUntil(`2026-03-${time}`);
  }
  await beside.bothSettle();
  expect(w.slack.messages('#handover').map(({ text }) => /: (\w+)/.exec(text)?.[1])).toEqual(['Bo', 'Eli']);
  const told = (user: string, words: string) => w.slack.dm(user).filter(({ text }) => text.includes(words)).length;
  expect(told('UBO', 'Your shift ended')).toBe(1);
  expect(told('UELI', 'Please accept')).toBe(1);
  expect(told('UDEE', 'has not accepted')).toBe(2);
  expect(doubled(w.slack)).toEqual([]);

  await w.running.stop();
  const { ts } = w.as('ana').say('#acme-support', 'is somebody left?');
  await beside.otherAlone(15);
  const answers = w.slack.messages('#acme-support', { thread: ts }).filter((message) => message.ts !== ts);
  expect(answers.map(({ text }) => text)).toEqual(['Shall I open a ticket for this, <@UANA>?']);
  expect(doubled(w.slack)).toEqual([]);
});
