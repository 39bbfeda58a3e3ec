import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openTickets } from '../world/open-tickets.ts';
import { berlin, startWorld } from '../world/world.ts';

it('a change of shifts is seen on the cards of tickets that nobody has', async () => {
  await using w = await startWorld({ at: '2026-03-02T17:50' });
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  w.in('#triage').expect(['SUP-1', 'First line: Bo']);
  await w.until('2026-03-02T18:01');
  w.in('#handover').expect(['Weekday support: Bo → Eli', 'SUP-1']);
  w.dm('bo').expect('Your shift ended');
  w.in('#triage').expect(['SUP-1', 'First line: Eli', 'Assignee: nobody yet']);
  w.in('#acme-support').expect(['SUP-1', 'Eli is on support now.']);
  expect(w.in('#acme-support').count('Bo is on support now.')).toBe(0);
});

it('somebody who takes over at once is named at once', async () => {
  await using w = await startWorld({ at: '2026-03-02T10:00' });
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  await w.types('dee', '/oncall cover');
  const seconds = (reading: string) => berlin(reading) / 1000;
  await w.submits('dee', {
    rotation: 'support',
    user: 'UCY',
    from: seconds('2026-03-02T10:00'),
    to: seconds('2026-03-02T15:00'),
  });
  w.dm('cy').expect('Cy covers *Weekday support*');
  w.dm('bo').expect('Cy covers *Weekday support*');
  w.in('#triage').expect(['SUP-1', 'First line: Cy']);
  w.in('#acme-support').expect(['SUP-1', 'Cy is on support now.']);
});

it('a change of shifts floods nobody: of many cards those due soon come first, the others little by little', async () => {
  await using w = await startWorld({ at: '2026-03-02T17:58', pace: 0 });
  w.ignorePosts();
  w.slack.faults.enforceRateLimits(false);
  const soon = (n: number) => ({ dueAt: w.clock.now() + (n % 2 ? 3_600_000 : 100 * 3_600_000) });
  await openTickets(w.running.desk, 60, (n) => ({ assignee: null, ...soon(n) }));
  await w.until('2026-03-02T18:00');
  const named = () => w.in('#triage').count('First line: Eli');
  expect(named()).toBeGreaterThanOrEqual(20);
  expect(named()).toBeLessThan(25);
  await w.until('2026-03-02T18:01');
  expect(named()).toBeLessThan(60);
  await w.until('2026-03-02T18:03');
  expect(named()).toBe(60);
});

it('a change of shifts stands when what follows from it fails, the desk works on, and tries again', async () => {
  await using w = await startWorld({ at: '2026-03-02T10:00' });
  w.ignorePosts();
  await w.types('bo', '/oncall ask');
  await w.submits('bo', { shift: w.option('bo', 'shift', 'Mon 2 Mar') });
  const asked = w.in('#handover').expect(['Can somebody take', 'Bo asks']);
  const other = new BetterSqlite3(w.config.databaseUrl.replace(/^file:/, ''));
  other.exec('alter table homes rename to gone; alter table cover_requests rename to gone_too');
  await w.types('dee', '/oncall cover');
  const seconds = (reading: string) => berlin(reading) / 1000;
  const [from, to] = [seconds('2026-03-02T10:00'), seconds('2026-03-02T19:00')];
  await w.submits('dee', { rotation: 'support', user: 'UCY', from, to });
  other.exec('alter table gone rename to homes; alter table gone_too rename to cover_requests');
  other.close();
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  w.in('#triage').expect(['SUP-1', 'First line: Cy']);
  await w.advance({ seconds: 2 });
  expect(w.in('#handover').expect(['needs nobody any more', 'Bo is not on then']).ts).toBe(asked.ts);
});
