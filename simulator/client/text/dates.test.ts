import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, localDate, localTime, nextAt, sayAgo, sayDate, sayDay } from './dates.ts';

const now = Date.parse('2026-03-02T14:00:00Z');
const berlin = { zone: 'Europe/Berlin', now };
const at = Date.parse('2026-03-02T14:12:05Z') / 1000;

describe('date tokens', () => {
  it.each([
    ['{date_num}', '2026-03-02'],
    ['{date_slash}', '03/02/2026'],
    ['{date}', 'March 2nd, 2026'],
    ['{date_short}', 'Mar 2, 2026'],
    ['{date_long}', 'Monday, March 2nd, 2026'],
    ['{date_pretty}', 'today'],
    ['{date_short_pretty} at {time}', 'today at 15:12'],
    ['{time_secs}', '15:12:05'],
    ['{day_divider_pretty}', 'Today'],
    ['due {ago}', 'due in 12 minutes'],
    ['{unknown}', '{unknown}'],
  ])('%s', (format, said) => expect(sayDate(at, format, berlin)).toBe(said));

  it("counts today and tomorrow in the reader's zone", () => {
    const late = Date.parse('2026-03-02T23:30:00Z') / 1000;
    expect(sayDate(late, '{date_short_pretty} {time}', berlin)).toBe('tomorrow 00:30');
    expect(sayDate(late, '{date_short_pretty} {time}', { ...berlin, zone: 'America/New_York' })).toBe('today 18:30');
  });

  it('writes midnight as 00:00', () => {
    expect(sayDate(Date.parse('2026-03-01T23:00:00Z') / 1000, '{time}', berlin)).toBe('00:00');
  });

  it('says 11th, 12th, 13th and 21st, 22nd, 23rd', () => {
    const days = [11, 12, 13, 21, 22, 23].map((day) => Date.UTC(2026, 2, day, 12) / 1000);
    expect(days.map((day) => sayDate(day, '{date}', berlin).split(' ')[1])).toEqual([
      '11th,',
      '12th,',
      '13th,',
      '21st,',
      '22nd,',
      '23rd,',
    ]);
  });

  it('keeps the format when the instant is no instant', () => {
    expect(sayDate(Number.NaN, '{time}', berlin)).toBe('{time}');
  });
});

it('names the day above messages', () => {
  expect(sayDay(now - 86_400_000, berlin)).toBe('Yesterday');
  expect(sayDay(now - 3 * 86_400_000, berlin)).toBe('Friday, February 27th, 2026');
});

it.each([
  [0, 'now'],
  [-59_000, 'now'],
  [-60_000, '1 minute ago'],
  [7_300_000, 'in 2 hours'],
  [-3 * 86_400_000, '3 days ago'],
])('says a distance of %i ms as %s', (ms, said) => expect(sayAgo(now + ms, now)).toBe(said));

describe('the instant of a local reading', () => {
  it('moves a skipped reading forward by the gap', () => {
    expect(new Date(instantOf('2026-03-29', '02:30', 'Europe/Berlin')).toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  it('takes the first of two equal readings', () => {
    expect(new Date(instantOf('2026-10-25', '02:30', 'Europe/Berlin')).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('reads back what it shows, at whole minutes in any zone, unless the reading occurs twice', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham', 'UTC');
    const minute = fc.integer({ min: 26_000_000, max: 32_000_000 });
    fc.assert(
      fc.property(zone, minute, (name, n) => {
        const reader = { zone: name, now };
        const instant = n * 60_000;
        const back = instantOf(localDate(instant, reader), localTime(instant, reader), name);
        expect([instant, instant - 3_600_000]).toContain(back);
        expect(localTime(back, reader)).toBe(localTime(instant, reader));
      }),
    );
  });
});

describe('the next wall-clock time', () => {
  it('is later today or else tomorrow', () => {
    expect(new Date(nextAt('18:00', berlin)).toISOString()).toBe('2026-03-02T17:00:00.000Z');
    expect(new Date(nextAt('09:00', berlin)).toISOString()).toBe('2026-03-03T08:00:00.000Z');
  });

  it('is never now', () => {
    expect(new Date(nextAt('15:00', berlin)).toISOString()).toBe('2026-03-03T14:00:00.000Z');
  });
});
