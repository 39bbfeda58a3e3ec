import { describe, expect, it } from 'vitest';
import { dateAt, instantOf, isDateIn, midnight, offsetAt, wallAt, weekdayOf } from './zone.ts';

const wall = (reading: string) => Date.parse(`${reading}Z`);
const instant = (zone: string, reading: string) => new Date(instantOf(zone, wall(reading))).toISOString();

describe('a reading on the wall', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00.000Z'],
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00.000Z'],
  ])('that %s skips moves forward by the gap: %s', (zone, reading, expected) => {
    expect(instant(zone, reading)).toBe(expected);
  });

  it.each([
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00.000Z'],
  ])('that %s shows twice means the first: %s', (zone, reading, expected) => {
    expect(instant(zone, reading)).toBe(expected);
  });

  it('follows the shortest summer time there was, a week', () => {
    const hour = 3_600_000;
    const offsets = [5, 7, 10, 14, 17].map((day) => offsetAt('America/Recife', Date.UTC(2000, 9, day, 12)) / hour);
    expect(offsets).toEqual([-3, -3, -2, -2, -3]);
  });

  it('is what the instant shows, hour by hour through a year', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_600_000) {
        expect(wallAt(zone, at)).toBe(wall(format.format(at).replace(' ', 'T')));
      }
    }
  });
});

describe('dates and zones', () => {
  it('knows the date and weekday of an instant where it is', () => {
    expect(dateAt('Asia/Tokyo', Date.parse('2026-03-01T20:00Z'))).toBe('2026-03-02');
    expect(weekdayOf(midnight('2026-03-02'))).toBe('mon');
  });

  it.each(['2026-02-29', '2026-1-1', 'soon', ''])('knows that "%s" is no date', (date) => {
    expect(midnight(date)).toBeNaN();
  });

  it('knows the date that Samoa left out when it moved over the date line', () => {
    const was = (date: string) => isDateIn('Pacific/Apia', midnight(date));
    expect(['2011-12-29', '2011-12-30', '2011-12-31'].map(was)).toEqual([true, false, true]);
  });

  it('refuses a zone that is none', () => {
    expect(() => offsetAt('Mars/Olympus', 0)).toThrow('"Mars/Olympus" is not a time zone: use an IANA name');
  });
});
