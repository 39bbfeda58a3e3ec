import { expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { type CrashWorld, startCrashWorld } from '../world/crash-world.ts';
import { doubled, finalState } from '../world/final-state.ts';

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

const stored = async (w: CrashWorld) => {
  await w.desk.ask('stop', null);
  return finalState(w.slack, w.config.databaseUrl);
};

it('loses no event that was acknowledged and not worked off', async () => {
  await using w = await startCrashWorld();
  w.slack.faults.next('users.info', { delayMs: 300 });
  w.killWhen((change) => change.kind === 'traffic' && change.entry.kind === 'event' && change.entry.answer !== null);
  await w.says('ana', '#acme-support', 'checkout returns 502');
  expect(w.deaths).toBe(1);
  expect(again(w, 'checkout returns 502')).toEqual([]);
  expect(posts(w, 'Shall I open')).toBe(1);
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
  await w.says('ana', '#acme-support', 'checkout returns 502');
  expect(w.deaths).toBe(1);
  expect(posts(w, 'Shall I open')).toBe(1);
});

it('finds the post that was sent and not recorded, in a thread and in a direct message', async () => {
  await using w = await startCrashWorld();
  killOnPost(w, ['Shall I open']);
  await w.says('ana', '#acme-support', 'checkout returns 502');
  expect(w.deaths).toBe(1);
  await w.presses('ana', ACME, OFFER, 'Open a ticket');
  await w.sends('ana', { priority: 'critical' });
  killOnPost(w, ['first response due']);
  await w.until('2026-03-02T09:35');
  expect(w.deaths).toBe(2);
  expect(posts(w, 'Shall I open')).toBe(0);
  expect(w.slack.dm('UBO')).toHaveLength(1);
  expect(doubled(w.slack)).toEqual([]);
});

it('opens one ticket when it dies while a form is sent, before or after the ticket is safe', async () => {
  await using w = await startCrashWorld();
  await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.presses('ana', ACME, OFFER, 'Open a ticket');
  w.killWhen((change) => change.kind === 'traffic' && change.entry.name === 'view_submission');
  await w.sends('ana', { priority: 'critical' });
  expect(w.deaths).toBe(1);

  await w.says('gil', '#globex-support', 'the export is late');
  await w.presses('gil', { in: '#globex-support' }, ['Shall I open', '<@UGIL>'], 'Open a ticket');
  w.dieNextOn('timer-set');
  await w.kill();
  await w.settle();
  await w.sends('gil', { priority: 'high' });
  expect(w.deaths).toBe(3);
  expect(posts(w, 'SUP-1')).toBe(posts(w, 'SUP-2'));
  expect(w.as('gil').views()).toEqual([]);
  const { tickets, history } = await stored(w);
  expect(tickets).toMatchObject([{ priority: 'critical' }, { priority: 'high' }]);
  expect(history.map(({ kind }) => kind)).toEqual(['opened', 'opened']);
});

it('opens one ticket when staff send the empty form again, not knowing that it has worked', async () => {
  await using w = await startCrashWorld();
  expect(await w.as('bo').command('/ticket', 'new')).toMatchObject({ acknowledged: true });
  await w.settle();
  w.dieNextOn('timer-set');
  await w.kill();
  await w.settle();
  await w.sends('bo', { customer: 'acme', summary: 'They phoned', description: 'All is down.', priority: 'critical' });
  expect(w.deaths).toBe(2);
  expect((await stored(w)).tickets).toHaveLength(1);
});

it('rings the second of two timers when it dies between them, however late it comes back', async () => {
  await using w = await startCrashWorld();
  await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.presses('ana', ACME, OFFER, 'Open a ticket');
  await w.sends('ana', { priority: 'critical' });
  await w.until('2026-03-02T09:10');
  await w.says('gil', '#globex-support', 'the export is late');
  await w.presses('gil', { in: '#globex-support' }, ['Shall I open', '<@UGIL>'], 'Open a ticket');
  await w.sends('gil', { priority: 'critical' });
  killOnPost(w, ['SUP-1', 'first response due']);
  w.revives = false;
  await expect(w.until('2026-03-02T10:30')).rejects.toThrow('gone');
  w.revives = true;
  w.clock.moveTo(w.clock.now() + 3 * 3_600_000);
  await w.settle();
  expect(w.slack.dm('UBO').filter(({ text }) => text.includes('SUP-1'))).not.toEqual([]);
  expect(w.slack.dm('UBO').filter(({ text }) => text.includes('SUP-2'))).not.toEqual([]);
  expect(doubled(w.slack)).toEqual([]);
});
