import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { handoffs, type Rotation, shifts } from './rotation.ts';
import type { RotationRule } from './rule.ts';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'America/Havana',
  'Asia/Gaza',
];
const people = ['ana', 'bo', 'cy', 'dee', 'eli', 'fay', 'gus'];

const anyYear = fc.record({
  zone: fc.constantFrom(...ZONES),
  year: fc.integer({ min: 2010, max: 2030 }),
  users: fc.integer({ min: 1, max: people.length }).map((count) => people.slice(0, count)),
});
const rule = (zone: string, year: number, change: Partial<RotationRule> = {}): RotationRule => ({
  timezone: zone,
  anchor: `${year}-01-01T08:00`,
  handoff: { every: 'day', interval: 1, at: '08:00' },
  ...change,
});
const rotation = (rule: RotationRule, users: string[]): Rotation => ({
  rule,
  members: [{ from: Number.NEGATIVE_INFINITY, users }],
  overrides: [],
});
const local = (zone: string, text: string) => DateTime.fromISO(text, { zone }).toMillis();

describe('a year of a daily rotation', () => {
  it('on weekdays gives everybody the same number of days within one, however the holidays fall', () => {
    const holidays = fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 40 });
    fc.assert(
      fc.property(anyYear, holidays, ({ zone, year, users }, days) => {
        const dates = days.map((day) => DateTime.utc(year).plus({ days: day }).toISODate() as string);
        const windows = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: '08:00', to: '18:00' }];
        const each = rotation(rule(zone, year, { windows, holidays: dates }), users);
        const served = new Map(users.map((user) => [user, new Set<string>()]));
        const times = new Set<string>();
        for (const { user, from, to } of shifts(each, local(zone, `${year}-01-01`), local(zone, `${year + 1}-01-01`))) {
          if (user === null) continue;
          const [start, end] = [from, to].map((at) => DateTime.fromMillis(at, { zone }).toISO() ?? '');
          times.add(`${start?.slice(11, 16)} to ${end?.slice(11, 16)}`);
          served.get(user)?.add(start?.slice(0, 10) ?? '');
        }
        expect([...times]).toEqual(['08:00 to 18:00']);
        expect(dates.filter((date) => [...served.values()].some((days) => days.has(date)))).toEqual([]);
        const counts = [...served.values()].map(({ size }) => size);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it('changes hands at 08:00 on every date, through both clock changes, without a gap or two at once', () => {
    fc.assert(
      fc.property(anyYear, ({ zone, year, users }) => {
        const each = rotation(rule(zone, year), users);
        const [from, to] = [local(zone, `${year}-01-01T08:00`), local(zone, `${year + 1}-01-01T08:00`)];
        const at = handoffs(each.rule, from, to).map((instant) => DateTime.fromMillis(instant, { zone }));
        expect(new Set(at.map((each) => each.toFormat('HH:mm')))).toEqual(new Set(['08:00']));
        const dates = at.map((each) => each.toISODate());
        expect(new Set(dates).size).toBe(dates.length);
        const found = shifts(each, from, to);
        expect([found[0]?.from, found.at(-1)?.to]).toEqual([from, to]);
        expect(found.filter(({ user }) => user === null)).toEqual([]);
        expect(found.filter(({ from }, i) => i > 0 && from !== found[i - 1]?.to)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
