import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { readCalendar } from '../../test/fixtures/icalendar.ts';
import type { Override } from '../rotations/override.ts';
import type { Rotation } from '../rotations/rotation.ts';
import type { RotationRule } from '../rotations/rule.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { calendarText } from './calendar.ts';
import { personEntries, rotationEntries, type Scheduled, shownAt } from './feed.ts';

const zone = 'Europe/Berlin';
const at = (reading: string) => DateTime.fromISO(reading, { zone }).toMillis();
const local = (instant: number) => DateTime.fromMillis(instant, { zone }).toFormat("MM-dd'T'HH:mm");

const daily: RotationRule = {
  timezone: zone,
  handoff: { every: 'day', interval: 1, at: '08:00' },
  anchor: '2026-01-05T08:00',
};
const office: RotationRule = {
  ...daily,
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
  holidays: ['2026-04-03'],
};

const scheduled = (rule: RotationRule, users: string[], overrides: Override[] = []): Scheduled => {
  const rotation: Rotation = { rule, members: [{ from: at('2026-01-01T00:00'), users }], overrides };
  return {
    key: 'support',
    label: 'Support',
    rotation,
    night: null,
    required: null,
    revision: { number: 3, at: at('2026-03-01T12:00') },
  };
};
const name = (user: string) => user.toUpperCase();
const shown = (entries: { from: number; to: number; title: string }[], from: string, to: string) =>
  entries
    .filter((entry) => entry.to > at(from) && entry.from < at(to))
    .map((entry) => `${local(entry.from)} ${local(entry.to)} ${entry.title}`);

describe('the calendar of a rotation', () => {
  it('begins a new entry at each hand-off, also where one person serves alone', () => {
    const entries = rotationEntries(scheduled(daily, ['ana']), name, shownAt(at('2026-03-02T09:00')));
    expect(shown(entries, '2026-03-02T09:00', '2026-03-04T09:00')).toEqual([
      '03-02T08:00 03-03T08:00 ANA: Support',
      '03-03T08:00 03-04T08:00 ANA: Support',
      '03-04T08:00 03-05T08:00 ANA: Support',
    ]);
  });

  it('reaches four weeks back and about three months ahead, in whole turns', () => {
    const weekly = { ...daily, handoff: { every: 'week', interval: 1, at: '08:00', on: 'mon' } } as const;
    const entries = rotationEntries(scheduled(weekly, ['ana', 'bo']), name, shownAt(at('2026-03-05T09:00')));
    expect([local(entries[0]?.from ?? 0), local(entries.at(-1)?.to ?? 0)]).toEqual(['02-02T08:00', '06-08T08:00']);
  });

  it('counts the hours that pass in the nights in which the clock changes', () => {
    const nights = (now: string, from: string, to: string) =>
      rotationEntries(scheduled(daily, ['ana', 'bo']), name, shownAt(at(now)))
        .filter((entry) => entry.from >= at(from) && entry.from < at(to))
        .map((entry) => [local(entry.from), (entry.to - entry.from) / HOUR]);
    expect(nights('2026-03-02T09:00', '2026-03-28T00:00', '2026-03-30T00:00')).toEqual([
      ['03-28T08:00', 23],
      ['03-29T08:00', 24],
    ]);
    expect(nights('2026-10-02T09:00', '2026-10-24T00:00', '2026-10-26T00:00')).toEqual([
      ['10-24T08:00', 25],
      ['10-25T08:00', 24],
    ]);
  });

  it('says where nobody serves though somebody should, ahead of today: not at night, on holidays or before the anchor', () => {
    const nobody = rotationEntries(scheduled(office, []), name, shownAt(at('2026-04-02T09:00')));
    expect(shown(nobody, '2026-03-30T00:00', '2026-04-07T09:00')).toEqual([
      '04-02T08:00 04-02T18:00 Nobody: Support',
      '04-06T08:00 04-06T18:00 Nobody: Support',
      '04-07T08:00 04-07T18:00 Nobody: Support',
    ]);
    const later = { ...daily, anchor: '2026-05-01T08:00' };
    const [first] = rotationEntries(scheduled(later, []), name, shownAt(at('2026-04-02T09:00')));
    expect(local(first?.from ?? 0)).toBe('05-01T08:00');
  });

  it('gives a shift the id it had before somebody else took it', () => {
    const range = shownAt(at('2026-03-02T09:00'));
    const taken = { from: at('2026-03-03T08:00'), to: at('2026-03-04T08:00'), user: 'cy', createdAt: 1 };
    const ids = (overrides: Override[]) =>
      rotationEntries(scheduled(daily, ['ana', 'bo'], overrides), name, range).map((entry) => entry.id);
    expect(ids([taken])).toEqual(ids([]));
  });
});

describe('a rotation with layers', () => {
  const layered = { ...daily, layers: ['primary', 'secondary'] };
  const range = shownAt(at('2026-03-02T09:00'));

  it('has an entry for everybody who is on, told apart by name and id', () => {
    const entries = rotationEntries(scheduled(layered, ['ana', 'bo']), name, range);
    expect(shown(entries, '2026-03-02T09:00', '2026-03-03T08:00')).toEqual([
      '03-02T08:00 03-03T08:00 ANA: Support (primary)',
      '03-02T08:00 03-03T08:00 BO: Support (secondary)',
    ]);
    expect(new Set(entries.map((each) => each.id)).size).toBe(entries.length);
    const bo = personEntries([scheduled(layered, ['ana', 'bo'])], 'bo', range);
    expect(shown(bo, '2026-03-02T09:00', '2026-03-04T08:00')).toEqual([
      '03-02T08:00 03-03T08:00 Support (secondary)',
      '03-03T08:00 03-04T08:00 Support (primary)',
    ]);
  });
});

describe('the calendar of a person', () => {
  it('holds what they serve in every rotation, in order', () => {
    const other = { ...scheduled(daily, ['ana']), key: 'nights', label: 'Nights' };
    const entries = personEntries([scheduled(office, ['ana', 'bo']), other], 'ana', shownAt(at('2026-03-02T09:00')));
    expect(shown(entries, '2026-03-02T09:00', '2026-03-03T12:00')).toEqual([
      '03-02T08:00 03-02T18:00 Support',
      '03-02T08:00 03-03T08:00 Nights',
      '03-03T08:00 03-04T08:00 Nights',
    ]);
  });
});

const anOverride = fc
  .record({
    day: fc.integer({ min: -30, max: 90 }),
    hour: fc.integer({ min: 0, max: 23 }),
    hours: fc.integer({ min: 1, max: 100 }),
    user: fc.constantFrom('cy', 'dee', 'ana'),
    replaces: fc.constantFrom(undefined, 'ana', 'bo'),
  })
  .map(({ day, hour, hours, user, replaces }): Override => {
    const from = at('2026-03-02T00:00') + day * DAY + hour * HOUR;
    return { from, to: from + hours * HOUR, user, replaces, createdAt: from };
  });

it('shows tomorrow what it showed today, for whatever both calendars cover, under ids that occur once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(daily, office),
      fc.array(anOverride, { maxLength: 6 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 20 }),
      async (rule, overrides, day, days) => {
        const all = scheduled(rule, ['ana', 'bo'], overrides);
        const [now, later] = [day, day + days].map((each) => at('2026-03-02T09:00') + each * DAY) as [number, number];
        const [range, laterRange] = [shownAt(now), shownAt(later)];
        const entries = rotationEntries(all, name, range);
        expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
        const inBoth = (list: typeof entries) =>
          list.filter((entry) => entry.from >= laterRange.from + 7 * DAY && entry.to <= range.to);
        expect(inBoth(rotationEntries(all, name, laterRange))).toEqual(inBoth(entries));
        const read = readCalendar(await calendarText('Support', entries, 'T1')).events;
        expect(read.map(({ from, to, summary }) => ({ from, to, summary }))).toEqual(
          entries.map(({ from, to, title }) => ({ from, to, summary: title })),
        );
      },
    ),
    { numRuns: 25 },
  );
});
