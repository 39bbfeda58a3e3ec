import { describe, expect, it } from 'vitest';
import { calendarOf } from './calendar.ts';
import { preview } from './preview.ts';

const office = calendarOf({
  name: 'office',
  timezone: 'Europe/Berlin',
  hours: {
    mon: [['08:00', '18:00']],
    tue: [['08:00', '18:00']],
    fri: [
      ['08:00', '12:00'],
      ['13:00', '16:30'],
    ],
    sun: [['00:00', '24:00']],
  },
  breaks: [
    { days: ['mon', 'tue'], from: '12:00', to: '13:00' },
    { date: '2026-03-10', from: '14:00', to: '18:00' },
  ],
  holidays: ['2026-03-12', { date: '2026-03-13', name: 'Stocktaking' }, '2026-03-16'],
  extraDays: { '2026-03-28': [['10:00', '14:00']] },
});

describe('the preview of a calendar', () => {
  it('shows its week and every date that is not like its weekday, with why', () => {
    expect(preview(office, '2026-03-20', 1)).toEqual([
      'office (Europe/Berlin)',
      '  mon-tue  08:00-12:00 13:00-18:00',
      '  wed-thu  closed',
      '  fri      08:00-12:00 13:00-16:30',
      '  sat      closed',
      '  sun      00:00-24:00',
      'March 2026: 18 open days, 222.5 h',
      '  Tue 10 Mar  08:00-12:00 13:00-14:00, break',
      '  Fri 13 Mar  closed, Stocktaking',
      '  Mon 16 Mar  closed, holiday',
      '  Sat 28 Mar  10:00-14:00, extra day',
      '  Sun 29 Mar  00:00-24:00, 23 h because the clock changes',
      'Altogether: 18 open days, 222.5 h',
      'No holidays are known after 2026-03-16: add those that follow, or take them from a place by holidays_of.',
    ]);
  });

  it('goes over the turn of the year, twelve months unless told otherwise', () => {
    const lines = preview(office, '2026-11-30');
    expect(lines.filter((line) => /^\w+ \d{4}: /.test(line)).map((line) => line.split(':')[0])).toEqual(
      'November 2026,December 2026,January 2027,February 2027,March 2027,April 2027,May 2027,June 2027,July 2027,August 2027,September 2027,October 2027'.split(
        ',',
      ),
    );
  });

  it('says so when holidays run out within half a year, or were never written', () => {
    const last = (holidays: string[], hours: '24x7' | '24x5' = '24x5') =>
      preview(calendarOf({ name: 'x', timezone: 'UTC', hours, holidays }), '2026-03-01', 1).at(-1);
    expect(last(['2026-08-31'])).toMatch(/^No holidays are known after 2026-08-31: add those that follow/);
    expect(last(['2025-01-01', '2026-09-01'])).toMatch(/^Altogether/);
    expect(last([])).toBe('No holidays are known: every week counts alike.');
    expect(last([], '24x7')).toMatch(/^Altogether/);
  });
});
