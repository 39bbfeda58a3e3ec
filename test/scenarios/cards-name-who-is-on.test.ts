import { expect, it } from 'vitest';
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
