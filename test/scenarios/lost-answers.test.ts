import { expect, it } from 'vitest';
import { doubled } from '../world/final-state.ts';
import { startWorld, type World } from '../world/world.ts';

/** How often every post of the desk stands in Slack, by our own name of it. */
const standing = (w: World): number =>
  w.slack.snapshot().channels.flatMap(({ messages }) => messages.filter(({ metadata }) => metadata)).length;

it('posts once in channels, threads and direct messages when every first answer of Slack gets lost', async () => {
  await using whole = await startWorld({ at: '2026-03-02T09:00' });
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  for (const world of [whole, w]) {
    world.ignorePosts();
    const say = async () => {
      const message = await world.says('ana', '#acme-support', 'checkout returns 502');
      await world.clicks('ana', world.in('#acme-support').expect('Shall I open'), 'Open a ticket');
      await world.submits('ana', { priority: 'critical' });
      await world.says('bo', '#acme-support', 'Looking into it.', message.ts);
    };
    if (world === w) world.slack.faults.next('chat.*', { loseAnswer: true }, { times: 4 });
    await say();
    await world.until('2026-03-02T09:05');
    if (world === w) world.slack.faults.next('chat.postMessage', { loseAnswer: true }, { times: 2 });
    await world.clicks('bo', world.in('#triage').expect(['SUP-1', 'Escalate…']), 'Escalate…');
    await world.submits('bo', { reason: 'ingress', tried: 'restart' });
    await world.until('2026-03-02T09:30');
  }
  expect(w.slack.faults.waiting).toBe(0);
  expect(doubled(w.slack)).toEqual([]);
  expect(standing(w)).toBe(standing(whole));
  expect(await w.running.outbox.health()).toMatchObject({ waiting: 0, parked: 0 });
  w.dm('cy').expect(['Bo asks Ops duty for help', 'it went one level up']);
});

it('takes in what is written while Slack answers nothing but 500, and says everything once in order when it is over', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.slack.faults.next('*', { status: 500 }, { times: 1_000_000 });
  for (const text of ['one', 'two', 'three']) await w.says('ana', '#acme-support', text);
  await w.advance({ minutes: 5 });
  expect(w.slack.traffic.filter(({ kind, error }) => kind === 'event' && error)).toEqual([]);
  expect(w.in('#acme-support').count('Shall I open')).toBe(0);

  w.slack.faults.clear();
  await w.advance({ minutes: 3 });
  const offers = w.slack.messages('#acme-support').filter(({ bot_id: bot }) => bot);
  const asked = offers.map(
    ({ thread_ts: thread }) => w.slack.messages('#acme-support', { thread: String(thread) })[0]?.text,
  );
  expect(asked).toEqual(['one', 'two', 'three']);
  expect(doubled(w.slack)).toEqual([]);
  w.ignorePosts();
});

it('calls a limited channel no more until its time is over, and makes no other channel wait', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  w.slack.faults.next('chat.postMessage', { status: 429, retryAfter: 30 }, { channel: 'CACME' });
  const limitedAt = w.clock.now();
  w.as('ana').say('#acme-support', 'checkout returns 502');
  w.as('ana').say('#acme-support', 'and the login too');
  w.as('gil').say('#globex-support', 'the export is late');
  await w.settle();
  expect(w.in('#globex-support').count('Shall I open')).toBe(1);
  expect(w.in('#acme-support').count('Shall I open')).toBe(0);
  await w.advance({ seconds: 40 });
  expect(w.in('#acme-support').count('Shall I open')).toBe(2);
  const times = w.slack.traffic
    .filter(({ name, request }) => name.startsWith('chat.') && (request as { channel: string }).channel === 'CACME')
    .map(({ at }) => at - limitedAt);
  expect(times).toHaveLength(3);
  expect(Math.min(...times.slice(1))).toBeGreaterThanOrEqual(30_000);
});
