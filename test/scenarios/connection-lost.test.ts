import { expect, it, vi } from 'vitest';
import { doubled } from '../world/final-state.ts';
import { startWorld, type World } from '../world/world.ts';

const connected = async (w: World): Promise<number> => (await w.running.health()).slack;

/** No socket is there and none comes about while `meanwhile` happens; resolves when the desk is connected again. */
async function offline(w: World, meanwhile: () => Promise<void> | void): Promise<void> {
  w.slack.sockets.refuse(true);
  w.slack.sockets.cut();
  await vi.waitFor(async () => expect(await connected(w)).toBe(0), BACK_WITHIN_MS);
  await meanwhile();
  w.slack.sockets.refuse(false);
  await vi.waitFor(async () => expect(await connected(w)).toBeGreaterThan(0), BACK_WITHIN_MS);
  await w.settle();
}

const BACK_WITHIN_MS = 5_000;

/** An hour goes by. Slack tries an event at once, after a minute and after five more, and then gives it up. */
async function anHour(w: World): Promise<void> {
  for (const minutes of [0, 2, 6, 52]) {
    w.clock.moveTo(w.clock.now() + minutes * 60_000);
    await w.slack.settled();
  }
  expect(w.slack.traffic.filter(({ retry, error }) => retry === 3 && error)).not.toEqual([]);
}

it.concurrent('handles once what is written while the socket is gone for some seconds', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  await offline(w, () => {
    w.as('ana').say('#acme-support', 'checkout returns 502');
    w.as('gil').say('#globex-support', 'the export is late');
  });
  await w.advance({ minutes: 2 });
  for (const channel of ['#acme-support', '#globex-support']) expect(w.in(channel).count('Shall I open')).toBe(1);
  w.ignorePosts();
});

it.concurrent('finds everything that was written in an hour without a connection, in channels and in threads, old tickets included', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const open = await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });
  const over = await w.opensTicket('art', '#acme-support', 'the disk is full', { priority: 'low' });
  w.ignorePosts();
  await w.says('bo', '#acme-support', 'Looking into it.', open.ts);
  await w.clicks('bo', w.in('#triage').expect(['SUP-2', 'Resolve…']), 'Resolve…');
  await w.submits('bo', { note: 'Old logs were deleted.' });

  await offline(w, async () => {
    w.as('ana').say('#acme-support', 'still broken in Europe', { thread: open.ts });
    w.as('art').say('#acme-support', 'It is full again.', { thread: over.ts });
    w.as('ana').say('#acme-support', 'and the login is slow');
    w.as('gil').say('#globex-support', 'our first message ever');
    await anHour(w);
  });
  w.in('#triage').expect(['SUP-1', 'Ana wrote']);
  w.in('#triage').expect(['SUP-2', 'reopened by Art']);
  expect(w.in('#globex-support').count('Shall I open')).toBe(1);
  expect(w.in('#acme-support').count('Shall I open')).toBe(1);
  expect(doubled(w.slack)).toEqual([]);
});

it.concurrent('reads back what it missed also when somebody writes before it could, and when Slack answers only later', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.says('bo', '#acme-support', 'Good morning!');
  await offline(w, async () => {
    w.as('ana').say('#acme-support', 'checkout returns 502');
    await anHour(w);
    w.slack.faults.next('conversations.*', { status: 500 }, { times: 20 });
  });
  await w.says('ana', '#acme-support', 'hello?');
  expect(w.in('#acme-support').count('Shall I open')).toBe(1);
  w.slack.faults.clear();
  await w.advance({ minutes: 5 });
  expect(w.in('#acme-support').count('Shall I open')).toBe(2);
});

it.concurrent('finds what was written while the desk was not running', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.restart(async () => {
    w.as('art').say('#acme-support', 'the disk is full');
    w.as('gil').say('#globex-support', 'our first message ever');
    await anHour(w);
  });
  expect(w.in('#acme-support').count('Shall I open')).toBe(2);
  expect(w.in('#globex-support').count('Shall I open')).toBe(1);
});

it.concurrent('is back within seconds when Slack was silent on the way to a socket', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  await vi.waitFor(async () => expect(await connected(w)).toBe(2), BACK_WITHIN_MS);
  w.slack.faults.next('apps.connections.open', { hang: true }, { times: 2 });
  w.slack.sockets.cut();
  await vi.waitFor(() => expect(w.slack.faults.waiting).toBe(0), BACK_WITHIN_MS);
  const available = performance.now();
  await vi.waitFor(async () => expect(await connected(w)).toBeGreaterThan(0), 2 * BACK_WITHIN_MS);
  expect(performance.now() - available).toBeLessThan(BACK_WITHIN_MS);
});
