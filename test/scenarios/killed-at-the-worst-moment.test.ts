import { expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { type CrashWorld, startCrashWorld } from '../world/crash-world.ts';
import { doubled } from '../world/final-state.ts';
import { berlin } from '../world/world.ts';

const ACME = { in: '#acme-support' };
const OFFER = ['Shall I open', '<@UANA>'];

/** Deliveries of a message after the first. */
const again = (w: CrashWorld, text: string) =>
  w.slack.traffic.filter(
    ({ kind, retry, request }) =>
      kind === 'event' && retry && (request as { event: { text?: string } }).event.text === text,
  );

/** What the desk says in a channel, or to a person. */
const posts = (w: CrashWorld, words: string): number =>
  w.slack
    .snapshot()
    .channels.flatMap(({ messages }) => messages)
    .filter((message) => message.bot_id && shown(message).includes(words)).length;

const killOnPost = (w: CrashWorld, words: string[]): void =>
  w.killWhen(
    (change) =>
      change.kind === 'message' &&
      change.message.bot_id !== undefined &&
      words.every((word) => shown(change.message).includes(word)),
  );

it('loses no event that was acknowledged and not worked off', async () => {
  await using w = await startCrashWorld();
  w.slack.faults.next('users.info', { delayMs: 300 });
  w.killWhen((change) => change.kind === 'traffic' && change.entry.kind === 'event' && change.entry.answer !== null);
  w.as('ana').say('#acme-support', 'checkout returns 502');
  await w.start();
  await w.slack.until(() => posts(w, 'Shall I open') === 1);
  expect(again(w, 'checkout returns 502')).toEqual([]);
});

it('takes an event in once that was stored, but not acknowledged before the end', async () => {
  await using w = await startCrashWorld({ dieOn: { news: 'inbox-arrived', times: 1 } });
  await w.says('ana', '#acme-support', 'checkout returns 502');
  expect(w.deaths).toBe(1);
  await w.until('2026-03-02T09:02');
  expect(again(w, 'checkout returns 502')).toMatchObject([{ error: 'no_connection' }, { answer: {} }]);
  expect(posts(w, 'Shall I open')).toBe(1);
});

it('posts what was committed and not yet sent', async () => {
  await using w = await startCrashWorld({ dieOn: { news: 'post-due', times: 1 } });
  w.as('ana').say('#acme-support', 'checkout returns 502');
  await w.start();
  await w.slack.until(() => posts(w, 'Shall I open') === 1);
});

it('finds the post that was sent and not recorded, in a thread and in a direct message', async () => {
  await using w = await startCrashWorld();
  killOnPost(w, ['Shall I open']);
  await w.says('ana', '#acme-support', 'checkout returns 502');
  expect(w.deaths).toBe(1);
  await w.opensForm('ana', ACME, OFFER, 'Open a ticket');
  await w.sends('ana', { priority: 'critical' });
  killOnPost(w, ['first response due']);
  await w.until('2026-03-02T09:35');
  expect(w.deaths).toBe(2);
  expect(posts(w, 'Shall I open')).toBe(0);
  expect(w.slack.dm('UBO')).toHaveLength(1);
  expect(doubled(w.slack)).toEqual([]);
});

it('rings the second of two timers by itself when it died between them', async () => {
  await using w = await startCrashWorld();
  for (const [person, text] of [
    ['ana', 'checkout returns 502'],
    ['art', 'the login is slow'],
  ] as const) {
    await w.says(person, '#acme-support', text);
    await w.opensForm(person, ACME, ['Shall I open', `<@U${person.toUpperCase()}>`], 'Open a ticket');
    await w.sends(person, { priority: 'critical' });
    await w.until('2026-03-02T09:10');
  }
  killOnPost(w, ['SUP-1', 'first response due']);
  w.revives = false;
  await expect(w.until('2026-03-02T09:35')).rejects.toThrow('gone');
  w.clock.moveTo(berlin('2026-03-02T09:45'));
  await w.start();
  const warned = (key: string) => w.slack.dm('UBO').filter(({ text }) => text.includes(key)).length;
  await w.slack.until(() => warned('SUP-2') === 1);
  expect(warned('SUP-1')).toBe(1);
});
