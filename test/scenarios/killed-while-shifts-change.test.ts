import { expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { type CrashWorld, startCrashWorld } from '../world/crash-world.ts';
import { doubled } from '../world/final-state.ts';
import { berlin } from '../world/world.ts';

/** What the desk says somewhere, to whom. */
const posts = (w: CrashWorld, words: string): number =>
  w.slack
    .snapshot()
    .channels.flatMap(({ messages }) => messages)
    .filter((message) => message.bot_id && shown(message).includes(words)).length;

async function withTicket(): Promise<CrashWorld> {
  const w = await startCrashWorld({ at: '2026-03-02T17:20' });
  await w.says('gil', '#globex-support', 'the export is late');
  await w.fillsIn('gil', { in: '#globex-support' }, ['Shall I open'], 'Open a ticket', { priority: 'low' });
  return w;
}

/** What everybody must have heard by the evening, once. */
function mustBeWhole(w: CrashWorld): void {
  for (const words of ['Weekday support: Bo → Eli', 'Your shift ended', 'Please accept', 'has not accepted'])
    expect([words, posts(w, words)]).toEqual([words, 1]);
  expect(doubled(w.slack)).toEqual([]);
}

it('tells everything once when it dies as soon as each message is posted', async () => {
  await using w = await withTicket();
  for (const [words, by] of [
    ['Your shift ends', '17:40'],
    ['Weekday support: Bo', '18:05'],
    ['Please accept', '18:20'],
    ['has not accepted', '18:40'],
  ] as const) {
    w.killWhen(
      (change) =>
        change.kind === 'message' && change.message.bot_id !== undefined && shown(change.message).includes(words),
    );
    await w.until(`2026-03-02T${by}`);
  }
  expect(w.deaths).toBe(4);
  mustBeWhole(w);
}, 60_000);

it.each(['timer-set', 'post-due'])(
  'tells everything once when it dies on the first %s of the hand-off',
  async (news) => {
    await using w = await withTicket();
    await w.until('2026-03-02T17:59');
    w.dieNextOn(news);
    await w.kill();
    w.clock.moveTo(berlin('2026-03-02T18:00'));
    await w.start();
    await w.until('2026-03-02T18:40');
    expect(w.deaths).toBe(2);
    mustBeWhole(w);
  },
  60_000,
);
