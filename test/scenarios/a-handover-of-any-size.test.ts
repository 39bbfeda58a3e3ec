import { expect, it } from 'vitest';
import { openTickets } from '../world/open-tickets.ts';
import { startWorld, type World } from '../world/world.ts';

const HOUR = 3_600_000;

/** One in ten late, three due before the next shift, one waiting, and the others with time. */
const mixed = (now: number) => (n: number) => {
  const kind = n % 10;
  if (kind === 0) return { dueAt: now - HOUR + n, dueClock: 'first_response' as const };
  if (kind <= 3) return { dueAt: now + HOUR + n, dueClock: 'resolution' as const };
  if (kind === 4) return { state: { kind: 'on_hold' as const, since: now - HOUR, reason: 'data', note: null } };
  return { dueAt: now + 100 * HOUR + n, dueClock: 'resolution' as const };
};

async function handedOver(count: number): Promise<World> {
  const w = await startWorld({ at: '2026-03-02T17:58', pace: 0 });
  w.ignorePosts();
  await openTickets(w.running.desk, count, mixed(w.clock.now()));
  await w.until('2026-03-02T18:01');
  return w;
}

it.each([
  [1, ['⏳ 1 due before'], []],
  [60, ['❗ 6 late', '⏳ 18 due before', '⏸ 6 waiting', '▫️ 30 later'], ['and ', ' more', 'Show all 60']],
  [2_000, ['❗ 200 late', '⏳ 600 due before', '⏸ 200 waiting', '▫️ 1000 later'], ['and ', ' more', 'Show all 2000']],
])('of %i open tickets is one message with the right counts, what is late first', async (count, counts, more) => {
  await using w = await handedOver(count);
  const post = w.in('#handover').expect(['Weekday support: Bo → Eli', ...counts, ...more]);
  expect(w.in('#handover').count('Weekday support')).toBe(1);
  expect(post.blocks?.length).toBeLessThanOrEqual(50);
  const said = JSON.stringify(post.blocks);
  const shown = [...said.matchAll(/\*<[^|]*\|SUP-(\d+)>\*/g)].map(([, id]) => Number(id));
  expect(shown.length).toBeGreaterThanOrEqual(Math.min(count, 10));
  if (count > shown.length) {
    expect(said).toContain(`and ${count - shown.length} more`);
    expect(shown.slice(0, 6)).toEqual([10, 20, 30, 40, 50, 60]);
  }
});

it('of two thousand is read page by page to the end, with each ticket as it is now', async () => {
  await using w = await handedOver(2_000);
  await w.clicks('eli', w.in('#handover').expect('Show all 2000'), 'Show all 2000');
  const seen = new Set<string>();
  for (let page = 1; page <= 50; page += 1) {
    const view = JSON.stringify(w.as('eli').view());
    expect(view).toContain(`Page ${page} of 50`);
    for (const key of view.match(/SUP-\d+/g) ?? []) seen.add(key);
    if (page === 50) break;
    await w.as('eli').clickInView({ text: 'Next' });
    await w.settle();
  }
  expect(seen.size).toBe(2_000);
});
