import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../policy/read.ts';
import type { RotationRule } from '../rotations/rule.ts';
import { DAY, HOUR } from '../time/duration.ts';
import {
  endOfWeek,
  gapsOf,
  isOfficeTime,
  nextMorning,
  remindersBetween,
  startsBetween,
  tellsStart,
  timesOf,
  type Watched,
  weeksBetween,
} from './notice.ts';

const ZONE = 'Europe/Berlin';
const berlin = (local: string) => DateTime.fromISO(local, { zone: ZONE }).toMillis();
const said = (at: number, zone = ZONE) => DateTime.fromMillis(at, { zone }).toFormat('ccc dd.MM HH:mm');
const [terms] = Object.values(readPolicy('policies/stakater.yml').rotations) as [Watched['terms']];

const daily: RotationRule = {
  timezone: ZONE,
  anchor: '2026-01-05T08:00',
  handoff: { every: 'day', interval: 1, at: '08:00' },
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
};
const watched = (users: string[], rule: RotationRule = daily, holidays: string[] = []): Watched => ({
  terms,
  rotation: { rule, members: [{ from: Number.NEGATIVE_INFINITY, users }], overrides: [] },
  night: null,
  holidays,
  times: timesOf(readPolicy('policies/stakater.yml')),
});

describe('starts', () => {
  const starts = (each: Watched, from: string, to: string) =>
    startsBetween(each, berlin(from), berlin(to)).map(({ user, from, after }) => `${user} ${said(from)} ${after}`);

  it('are those of somebody else; over a weekend also one’s own', () => {
    expect(starts(watched(['ana', 'bo', 'cy', 'dee', 'eli', 'ana2']), '2026-01-08T08:00', '2026-01-12T08:00')).toEqual([
      'eli Fri 09.01 08:00 dee',
      'ana2 Mon 12.01 08:00 eli',
    ]);
    const friday = { from: berlin('2026-01-12T08:00'), to: berlin('2026-01-12T18:00'), user: 'eli', createdAt: 0 };
    const all = watched(['ana', 'bo', 'cy', 'dee', 'eli', 'fay']);
    const covered = { ...all, rotation: { ...all.rotation, overrides: [friday] } };
    expect(starts(covered, '2026-01-09T08:00', '2026-01-12T08:00')).toEqual(['eli Mon 12.01 08:00 null']);
  });

  it('are none in a rotation of one person, and none on the next of two days in a row', () => {
    expect(starts(watched(['ana']), '2026-01-08T08:00', '2026-01-20T08:00')).toEqual([]);
    const tuesday = { from: berlin('2026-01-06T08:00'), to: berlin('2026-01-06T18:00'), user: 'ana', createdAt: 0 };
    const all = watched(['ana', 'bo']);
    const covered = { ...all, rotation: { ...all.rotation, overrides: [tuesday] } };
    expect(starts(covered, '2026-01-05T08:00', '2026-01-06T08:00')).toEqual([]);
  });
});

describe('reminders', () => {
  const reminders = (each: Watched, zone: string, from: string, to: string) =>
    remindersBetween(each, () => zone, berlin(from), berlin(to)).map(
      ({ user, at, from }) => `${user} ${said(at, zone)} for ${said(from, zone)}`,
    );

  it('come on the afternoon of the working day before, where the person is', () => {
    const each = watched(['ana', 'bo'], daily, ['2026-01-09']);
    expect(reminders(each, ZONE, '2026-01-07T16:00', '2026-01-09T23:00')).toEqual([
      'ana Thu 08.01 15:00 for Fri 09.01 08:00',
      'bo Thu 08.01 15:00 for Mon 12.01 08:00',
    ]);
    expect(reminders(watched(['ana', 'bo']), 'Pacific/Auckland', '2026-01-08T12:00', '2026-01-09T12:00')).toEqual([
      'bo Fri 09.01 15:00 for Mon 12.01 20:00',
    ]);
  });

  it('come once, however the time is cut', () => {
    const each = watched(['ana', 'bo', 'cy']);
    const whole = reminders(each, ZONE, '2026-03-01T00:00', '2026-04-01T00:00');
    const cuts = Array.from({ length: 31 * 4 + 1 }, (_, i) => berlin('2026-03-01T00:00') + (i * DAY) / 4);
    const last = berlin('2026-04-01T00:00');
    const pieces = cuts.flatMap((at, i) =>
      remindersBetween(each, () => ZONE, at, Math.min(cuts[i + 1] ?? last, last)).map(
        ({ user, at, from }) => `${user} ${said(at)} for ${said(from)}`,
      ),
    );
    expect(pieces).toEqual(whole);
  });
});

it('only turns of more than a day are worth a word as they begin', () => {
  const every = (every: 'hour' | 'day' | 'week', interval: number) =>
    tellsStart({ ...terms, handoff: { ...terms.handoff, every, interval } });
  expect([every('hour', 24), every('day', 1), every('hour', 36), every('day', 2), every('week', 1)]).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});

it('weeks begin on Monday morning, also when the clocks changed, and end on Sunday', () => {
  const mornings = weeksBetween(ZONE, 9 * HOUR, berlin('2026-03-23T09:00'), berlin('2026-04-06T09:00'));
  expect(mornings.map((at) => said(at))).toEqual(['Mon 30.03 09:00', 'Mon 06.04 09:00']);
  expect(said(endOfWeek(ZONE, berlin('2026-03-29T12:00')))).toBe('Mon 30.03 00:00');
  expect(said(endOfWeek(ZONE, berlin('2026-03-30T09:00')))).toBe('Mon 06.04 00:00');
});

it('mornings and office time leave out weekends and holidays', () => {
  const each = { ...watched(['ana'], daily, ['2026-01-12']), terms: { ...terms, timezone: ZONE } };
  expect(said(nextMorning(each, berlin('2026-01-09T09:00')))).toBe('Tue 13.01 09:00');
  expect(said(nextMorning(each, berlin('2026-01-09T08:59')))).toBe('Fri 09.01 09:00');
  const times = ['2026-01-09T08:59', '2026-01-09T09:00', '2026-01-09T17:59', '2026-01-09T18:00', '2026-01-12T12:00'];
  expect(times.map((at) => isOfficeTime(each, berlin(at)))).toEqual([false, true, true, false, false]);
});

it('a gap of whoever carries the nights is looked for there, and not here again', () => {
  const night = watched([], { ...daily, windows: [] }).rotation;
  expect(gapsOf({ ...watched(['ana']), night }, berlin('2026-01-05T08:00'), berlin('2026-01-12T08:00'))).toEqual([]);
});
