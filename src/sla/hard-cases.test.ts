import { describe, expect, it } from 'vitest';
import {
  all,
  ana,
  at,
  bo,
  desk,
  entry,
  hold,
  message,
  one,
  opened,
  policy,
  priority,
  reopen,
  reply,
  resolve,
  resume,
  T0,
  text,
  write,
} from '../../test/fixtures/histories.ts';
import { readPolicy } from '../policy/read.ts';
import { elapsed } from '../time/business-time.ts';
import { DAY, HOUR, MINUTE } from '../time/duration.ts';
import type { Actor, Entry } from '../timeline/entry.ts';
import { clocks } from './clock.ts';

/** Hours after the beginning, Monday 10:00, of an instant in Berlin. */
const hours = (reading: string): number => (Date.parse(reading) - T0) / HOUR;
/** A ticket with 16 hours for the resolution, in office hours: Monday to Friday 9 to 17, not on Thursday. */
const office = (startedAt = T0): Entry => opened({ tier: 'office', startedAt });

describe('a hold', () => {
  it('across a night costs the open hours of two days', () => {
    const reading = one('resolution', [office(), hold(6), resume(24)], 24);
    expect(reading).toMatchObject({ elapsedMs: 6 * HOUR, dueAt: Date.parse('2026-03-04T12:00:00+01:00') });
  });

  it('across a holiday and a weekend costs nothing but the open hours between', () => {
    const history = [office(), hold(hours('2026-03-04T16:30+01:00')), resume(hours('2026-03-09T09:30+01:00'))];
    const unheld = one('resolution', [office()], 0).dueAt as number;
    expect(unheld).toBe(Date.parse('2026-03-04T10:00:00+01:00'));
    const late = [opened({ tier: 'office', startedAt: Date.parse('2026-03-03T10:00+01:00') }), ...history.slice(1)];
    const reading = one('resolution', late, hours('2026-03-09T10:00+01:00'));
    expect(reading.elapsedMs).toBe((7 + 7.5 + 0.5) * HOUR);
    expect(reading.dueAt).toBe(Date.parse('2026-03-09T11:00:00+01:00'));
  });

  it('that begins and ends while we are closed costs nothing', () => {
    const closed = [hold(hours('2026-03-06T18:00+01:00')), resume(hours('2026-03-09T08:00+01:00'))];
    const friday = Date.parse('2026-03-06T10:00+01:00');
    expect(one('resolution', [office(friday), ...closed], 200).dueAt).toBe(
      one('resolution', [office(friday)], 200).dueAt,
    );
  });

  it('that is on when the ticket is resolved counts up to then', () => {
    const reading = one('resolution', [opened(), hold(1), resolve(3)], 50);
    expect(reading).toMatchObject({ state: 'met', metAt: at(3), elapsedMs: HOUR, breachedAt: null });
  });

  it('with which a ticket is created stops the clock from then on', () => {
    const history = [opened({ waitingFor: 'access' }, 0.25)];
    expect(one('resolution', history, 30)).toMatchObject({ state: 'paused', elapsedMs: 15 * MINUTE, dueAt: null });
    expect(one('first_response', history, 0.5)).toMatchObject({ state: 'running', dueAt: at(1) });
  });

  it.each([
    ['priority', priority(2, 'low', 'high')],
    ['tier', entry('tier_changed', 2, bo, { from: 'office', to: 'gold' })],
  ])('is kept when the %s changes meanwhile', (_, change) => {
    const start = change.kind === 'tier_changed' ? opened({ tier: 'office' }) : opened({ priority: 'low' });
    const history = [start, hold(1), change];
    expect(one('resolution', history, 5)).toMatchObject({ state: 'paused', elapsedMs: HOUR, targetMs: 8 * HOUR });
    expect(one('resolution', [...history, resume(6)], 7)).toMatchObject({ state: 'running', dueAt: at(13) });
  });

  it('stops what the new policy says when the policy changes meanwhile', () => {
    const next = readPolicy({ text: text.replace('[next_response, resolution]', '[]'), file: 'next.yml' });
    const change = entry('policy_changed', 3, desk, { from: policy.version, to: next.version });
    const both = { policy: next, earlier: [policy] };
    expect(one('resolution', [opened(), hold(1), change], 2, both).state).toBe('paused');
    expect(one('resolution', [opened(), hold(1), change], 4, both)).toMatchObject({ state: 'running', dueAt: at(8) });
  });
});

it('a ticket that is reopened after a day goes on with what it had used', () => {
  const reading = one('resolution', [opened(), reply(0.5), resolve(2), write(26), reopen(26)], 27);
  expect(reading).toMatchObject({ state: 'running', elapsedMs: 3 * HOUR, dueAt: at(32) });
  const inHours = [office(), resolve(hours('2026-03-02T16:00+01:00')), reopen(hours('2026-03-03T16:00+01:00'))];
  expect(one('resolution', inHours, hours('2026-03-04T09:30+01:00')).elapsedMs).toBe(7.5 * HOUR);
});

it('"thanks" after a resolve starts nothing, and is no reason to owe anything after we reopen', () => {
  const history = [opened(), reply(0.5), resolve(1), write(1.1)];
  expect(all('next_response', history, 40)).toEqual([]);
  expect(one('resolution', history, 40)).toMatchObject({ state: 'met', metAt: at(1) });
});

it.each<[string, Actor]>([
  ['by another person of the customer', { kind: 'customer', user: 'art' }],
  ['by the desk itself', desk],
])('a reply %s answers nothing', (_, by) => {
  const wrong = (when: number) => entry('staff_replied', when, by, message);
  expect(one('first_response', [opened(), wrong(0.5)], 2)).toMatchObject({ state: 'breached', breachedAt: at(1) });
  const asked = [opened(), reply(0.5), write(1), wrong(1.5)];
  expect(one('next_response', asked, 2)).toMatchObject({ state: 'running', dueAt: at(3) });
});

it('a customer in another zone is measured in the hours of their contract, also between the clock changes of both', () => {
  const newYork = text.replace('office: { hours:', 'office: { timezone: America/New_York, hours:');
  const terms = { policy: readPolicy({ text: newYork, file: 'new-york.yml' }) };
  const friday = Date.parse('2026-03-06T16:00:00-05:00');
  const due = (history: Entry[]) => one('first_response', history, 100, terms).dueAt;
  expect(due([office(friday)])).toBe(Date.parse('2026-03-09T10:00:00-04:00'));
  const morning = Date.parse('2026-03-10T09:00:00+01:00');
  expect(due([office(morning)])).toBe(Date.parse('2026-03-10T11:00:00-04:00'));
});

it('a target longer than a year is counted to the millisecond', () => {
  const long = readPolicy({ text: text.replace('high: 16h, low: 5bd', 'high: 4000h, low: 5000h'), file: 'long.yml' });
  const reading = one('resolution', [office()], 1, { policy: long });
  const due = reading.dueAt as number;
  expect(due).toBeGreaterThan(T0 + 600 * DAY);
  expect(elapsed(reading.calendar, T0, due)).toBe(4000 * HOUR);
  expect(elapsed(reading.calendar, T0, due - 1)).toBe(4000 * HOUR - 1);
});

describe('a calendar that is edited while tickets run', () => {
  const edited = readPolicy({ text: text.replace('09:00-17:00', '09:00-12:00'), file: 'edited.yml' });
  const both = { policy: edited, earlier: [policy] };

  it('does not touch what was promised in the old hours', () => {
    expect(one('resolution', [office()], 1, both).dueAt).toBe(one('resolution', [office()], 1).dueAt);
  });

  it('counts from the start for a ticket that is moved to the new policy, and heals nothing', () => {
    const change = (when: number) => entry('policy_changed', when, desk, { from: policy.version, to: edited.version });
    const moved = one('resolution', [office(), change(3)], 4, both);
    expect(moved).toMatchObject({ policyVersion: edited.version, elapsedMs: 2 * HOUR, targetSince: at(3) });
    const late = hours('2026-03-04T11:00+01:00');
    expect(one('resolution', [office(), change(late)], late + 1, both)).toMatchObject({
      state: 'breached',
      breachedAt: Date.parse('2026-03-04T10:00:00+01:00'),
    });
  });
});

it('whatever is recorded with an instant to come is not seen before it', () => {
  const coming = [reply(5), entry('closed', 6, ana, {})];
  expect(clocks([opened(), ...coming], { policy }, at(0.5))).toEqual(clocks([opened()], { policy }, at(0.5)));
});
