import { expect, it } from 'vitest';
import { readPolicy } from '../policy/read.ts';
import type { RotationRule } from '../rotations/rule.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { type Concern, compared, concernsOf, type ToldConcern } from './concern.ts';
import type { Watched } from './notice.ts';

const now = Date.parse('2026-03-02T10:00Z');
const part = (day: number, hours = 8) => ({ from: now + day * DAY, to: now + day * DAY + hours * HOUR });
const concern = (kind: Concern['kind'], parts: Concern['parts'], user: string | null = null): Concern => ({
  kind,
  rotation: 'support',
  user,
  parts,
});
const told = (about: Concern, id = 1, toldAt = now - DAY): ToldConcern => ({
  ...about,
  id,
  toldAt,
  told: ['dee'],
  waiting: [],
  again: false,
});

it('what nobody has heard of is told, what was told is not', () => {
  const gap = concern('gap', [part(1), part(3)]);
  expect(compared([gap], [], now).fresh).toEqual([gap]);
  expect(compared([gap], [told(gap)], now)).toEqual({ fresh: [], changed: [], again: [] });
  expect(compared([gap], [told(concern('gap', [part(1)]))], now).fresh).toEqual([concern('gap', [part(3)])]);
});

it('a gap that is filled in part changes what was told, and is no new one', () => {
  const before = told(concern('gap', [part(1)]));
  const left = { from: now + DAY + 4 * HOUR, to: now + DAY + 8 * HOUR };
  expect(compared([concern('gap', [left])], [before], now)).toEqual({
    fresh: [],
    changed: [{ told: before, parts: [left] }],
    again: [],
  });
});

it('what is settled, or over, is no more', () => {
  const before = told(concern('gap', [part(-1), part(1)]));
  expect(compared([], [before], now).changed).toEqual([{ told: before, parts: [] }]);
});

it('a shift that runs is not another one an hour later, and one that is over leaves the others as they are', () => {
  const runs = { from: now - HOUR, to: now + 7 * HOUR };
  const before = told(concern('gone', [part(-1), { ...runs, from: now - 2 * HOUR }], 'bo'));
  expect(compared([concern('gone', [{ ...runs, from: now }], 'bo')], [before], now).changed).toEqual([]);
});

it('shifts that come into sight later are added to what was told', () => {
  const gone = told(concern('gone', [part(1)], 'bo'));
  const parts = [part(1), part(6)];
  expect(compared([concern('gone', parts, 'bo')], [gone], now)).toMatchObject({ fresh: [], changed: [{ parts }] });
  const away = told(concern('absence', [part(1)], 'bo'));
  const later = [part(1), part(27.5)];
  expect(compared([concern('absence', later, 'bo')], [away], now)).toMatchObject({
    fresh: [],
    changed: [{ parts: later }],
  });
});

it('a shift that somebody is put on although they are away is news', () => {
  const away = told(concern('absence', [part(1)], 'bo'));
  expect(compared([concern('absence', parts(), 'bo')], [away], now).fresh).toEqual([
    concern('absence', [part(2)], 'bo'),
  ]);
  function parts() {
    return [part(1), part(2)];
  }
});

it('people are told apart', () => {
  const both = [concern('absence', [part(1)], 'bo'), concern('absence', [part(1)], 'cy')];
  expect(compared(both, [told(both[0] as Concern)], now).fresh).toEqual([both[1]]);
});

it('an empty rotation is told again after a week, once', () => {
  const empty = concern('empty', []);
  const week = told(empty, 1, now - 7 * DAY);
  expect(compared([empty], [told(empty)], now).again).toEqual([]);
  expect(compared([empty], [week], now).again).toEqual([week]);
  expect(compared([empty], [{ ...week, again: true }], now).again).toEqual([]);
  expect(compared([], [week], now).changed).toEqual([{ told: week, parts: [] }]);
});

it('an absence is left to the request that asked others, and no news once the shift has begun', () => {
  const away = concern('absence', [part(0), part(1), part(2)], 'bo');
  const isAsked = (_: Concern, { from }: { from: number }) => from === part(1).from;
  expect(compared([away], [], now, isAsked).fresh).toEqual([concern('absence', [part(2)], 'bo')]);
});

it.each([
  ['gone', '2026-03-14T08:00:00.000Z', {}],
  ['gap', '2026-03-09T00:00:00.000Z', { absences: [{ user: 'bo', from: now, to: now + 300 * DAY }] }],
])('what begins in sight (%s) is told with its true end', (kind, end, change) => {
  const [terms] = Object.values(readPolicy('policies/stakater.yml').rotations) as [Watched['terms']];
  const week = { every: 'week', interval: 1, at: '08:00', on: 'sat' } as const;
  const windows = [{ days: ['fri', 'sat', 'sun'], from: '00:00', to: '00:00' }] as const;
  const rule: RotationRule = { timezone: 'UTC', anchor: '2026-01-03T08:00', handoff: week, windows, absences: 'skip' };
  const rotation = { rule, members: [{ from: Number.NEGATIVE_INFINITY, users: ['bo'] }], overrides: [], ...change };
  const wide = { ...terms, requiredHours: null, night: null };
  /** Sunday ten o'clock: a week ahead lies in the middle of the next weekend. */
  const [found] = concernsOf(
    {
      terms: wide,
      rotation,
      night: null,
      holidays: [],
      times: { dayBefore: 15 * HOUR, morning: 9 * HOUR, evening: 18 * HOUR },
    },
    () => kind === 'gone',
    now - DAY,
  );
  expect(found?.kind).toBe(kind);
  expect(found?.parts.map(({ to }) => new Date(to).toISOString()).at(-1)).toBe(end);
});
