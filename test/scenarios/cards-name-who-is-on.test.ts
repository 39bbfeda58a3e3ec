import { expect, it } from 'vitest';
import { startWorld } from '../world/world.ts';

it('a change of shifts is seen on the cards of tickets that nobody has', async () => {
  await using w = await startWorld({ at: '2026-03-02T17:50' });
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  w.in('#triage').expect(['SUP-1', 'First line: Bo']);
  await w.until('2026-03-02T18:01');
  w.in('#handover').expect(['Weekday support: Bo → Eli', 'SUP-1']);
  w.in('#triage').expect(['SUP-1', 'First line: Eli', 'Assignee: nobody yet']);
  w.in('#acme-support').expect(['SUP-1', 'Eli is on support now.']);
  expect(w.in('#acme-support').count('Bo is on support now.')).toBe(0);
});
