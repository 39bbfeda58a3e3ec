import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Override } from './override.ts';
import type { Rotation } from './rotation.ts';
import type { RotationRule } from './rule.ts';
import { movedShifts, stintFrom, stints, stintsOf, touchedBy } from './stint.ts';

const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const said = (at: number) => DateTime.fromMillis(at, { zone: 'Europe/Berlin' }).toFormat('ccc dd.MM HH:mm');

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const office = [{ days: weekdays, from: '09:00', to: '17:00' }];
const weekly: RotationRule = {
  timezone: 'Europe/Berlin',
  anchor: '2026-01-05T09:00',
  handoff: { every: 'week', interval: 1, at: '09:00', on: 'mon' },
  windows: office,
};
const daily: RotationRule = { ...weekly, handoff: { every: 'day', interval: 1, at: '09:00' } };

const rotation = (rule: RotationRule, users: string[], overrides: Override[] = []): Rotation => ({
  rule,
  members: [{ from: Number.NEGATIVE_INFINITY, users }],
  overrides,
});
const told = (found: { user: string; from: number; to: number }[]) =>
  found.map(({ user, from, to }) => `${user} ${said(from)} – ${said(to)}`);

describe('a stint', () => {
  it('is what one person serves of a turn, closed hours included', () => {
    const found = stints(rotation(weekly, ['ana', 'bo']), berlin('2026-01-05T00:00'), berlin('2026-01-17T00:00'));
    expect(told(found)).toEqual(['ana Mon 05.01 09:00 – Fri 09.01 17:00', 'bo Mon 12.01 09:00 – Fri 16.01 17:00']);
  });

  it('ends with the turn, also where the same person goes on', () => {
    const found = stints(rotation(daily, ['ana']), berlin('2026-01-05T00:00'), berlin('2026-01-07T00:00'));
    expect(told(found)).toEqual(['ana Mon 05.01 09:00 – Mon 05.01 17:00', 'ana Tue 06.01 09:00 – Tue 06.01 17:00']);
  });

  it('is cut in two by somebody else in its middle', () => {
    const [from, to] = [berlin('2026-01-07T00:00'), berlin('2026-01-08T00:00')];
    const covered = rotation(weekly, ['ana', 'bo'], [{ from, to, user: 'cy', replaces: 'ana', createdAt: 0 }]);
    expect(told(stints(covered, berlin('2026-01-05T00:00'), berlin('2026-01-10T00:00')))).toEqual([
      'ana Mon 05.01 09:00 – Tue 06.01 17:00',
      'cy Wed 07.01 09:00 – Wed 07.01 17:00',
      'ana Thu 08.01 09:00 – Fri 09.01 17:00',
    ]);
  });

  it('is found by its start alone, and those to come from the one that runs on', () => {
    const both = rotation(weekly, ['ana', 'bo']);
    expect(stintFrom(both, 'ana', berlin('2026-01-06T09:00'))).toBeNull();
    expect(stintFrom(both, 'bo', berlin('2026-01-05T09:00'))).toBeNull();
    expect(told([stintFrom(both, 'ana', berlin('2026-01-05T09:00'))].flatMap((each) => each ?? []))).toEqual([
      'ana Mon 05.01 09:00 – Fri 09.01 17:00',
    ]);
    expect(told(stintsOf(both, 'ana', berlin('2026-01-07T20:00'), 2))).toEqual([
      'ana Mon 05.01 09:00 – Fri 09.01 17:00',
      'ana Mon 19.01 09:00 – Fri 23.01 17:00',
    ]);
  });
});

describe('whose next shift moved', () => {
  const now = berlin('2026-01-05T12:00');
  const follows = (before: Rotation, users: string[]): Rotation => ({
    ...before,
    members: [...before.members, { from: now, users }],
  });
  const moved = (before: Rotation, after: Rotation) =>
    movedShifts(before, after, now).map(({ user, runs, before, after }) => [
      user,
      runs ? 'runs' : 'comes',
      before && said(before.from),
      after && said(after.from),
    ]);

  it('names nobody when nothing changed', () => {
    const all = rotation(daily, ['ana', 'bo', 'cy']);
    expect(moved(all, follows(all, ['ana', 'bo', 'cy']))).toEqual([]);
  });

  it('names those alone whose own next one is another', () => {
    const all = rotation(daily, ['ana', 'bo', 'cy', 'dee']);
    expect(moved(all, follows(all, ['ana', 'bo', 'dee', 'cy']))).toEqual([
      ['cy', 'comes', 'Wed 07.01 09:00', 'Thu 08.01 09:00'],
      ['dee', 'comes', 'Thu 08.01 09:00', 'Wed 07.01 09:00'],
    ]);
  });

  it('names who joins and who leaves', () => {
    const all = rotation(daily, ['ana', 'bo']);
    expect(moved(all, follows(all, ['ana', 'cy'])).toSorted()).toEqual([
      ['bo', 'comes', 'Tue 06.01 09:00', null],
      ['cy', 'comes', null, 'Tue 06.01 09:00'],
    ]);
  });

  it('speaks of the shift that runs where that one changed', () => {
    const all = rotation(daily, ['ana', 'bo']);
    const covered = rotation(
      daily,
      ['ana', 'bo'],
      [{ from: berlin('2026-01-05T15:00'), to: berlin('2026-01-05T17:00'), user: 'cy', createdAt: 0 }],
    );
    expect(moved(all, covered)).toEqual([
      ['ana', 'runs', 'Mon 05.01 12:00', 'Mon 05.01 12:00'],
      ['cy', 'comes', null, 'Mon 05.01 15:00'],
    ]);
  });

  it('takes several turns in a row as one time on, to its end', () => {
    const all = rotation({ ...daily, windows: [], absences: 'skip' }, ['ana', 'bo', 'cy']);
    const away = [{ user: 'bo', from: berlin('2026-01-06T00:00'), to: berlin('2026-01-07T09:00') }];
    expect(
      movedShifts(all, { ...all, absences: away }, now).map((each) => [each.user, each.after?.from, each.after?.to]),
    ).toEqual([
      ['bo', berlin('2026-01-09T09:00'), berlin('2026-01-10T09:00')],
      ['cy', berlin('2026-01-06T09:00'), berlin('2026-01-08T09:00')],
    ]);
  });

  it('on two layers says so of each, what comes first first', () => {
    const all = rotation({ ...daily, layers: ['primary', 'secondary'] }, ['ana', 'bo', 'cy', 'dee']);
    expect(moved(all, follows(all, ['ana', 'bo', 'dee', 'cy']))).toEqual([
      ['cy', 'comes', 'Tue 06.01 09:00', 'Wed 07.01 09:00'],
      ['dee', 'comes', 'Wed 07.01 09:00', 'Tue 06.01 09:00'],
      ['cy', 'comes', 'Wed 07.01 09:00', 'Thu 08.01 09:00'],
      ['dee', 'comes', 'Thu 08.01 09:00', 'Wed 07.01 09:00'],
    ]);
  });
});

it('a change touches those who are on at other times, and nobody else', () => {
  const all = rotation(daily, ['ana', 'bo']);
  const stretch = { from: berlin('2026-01-05T15:00'), to: berlin('2026-01-06T12:00') };
  const covered = rotation(daily, ['ana', 'bo'], [{ ...stretch, user: 'cy', replaces: 'bo', createdAt: 0 }]);
  expect(touchedBy(all, covered, stretch).toSorted()).toEqual(['bo', 'cy']);
});
