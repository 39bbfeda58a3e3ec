import { describe, expect, it } from 'vitest';
import { due, elapsed, isOpen, nextOpen, type Pause } from './business-time.ts';
import { type Calendar, type CalendarSpec, calendarOf, type Hours } from './calendar.ts';
import { HOUR, MINUTE } from './duration.ts';

const calendar = (spec: Partial<CalendarSpec> = {}): Calendar =>
  calendarOf({ name: 'test', timezone: 'Europe/Berlin', hours: '24x7', ...spec });

const week = (hours: Hours) => ({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours });
const office = calendar({ hours: week([['08:00', '18:00']]) });
const at = (text: string): number => Date.parse(text);
const hours = (n: number) => ({ kind: 'open', ms: n * HOUR }) as const;
const days = (n: number) => ({ kind: 'business_days', days: n }) as const;
const iso = (instant: number) => new Date(instant).toISOString();

describe('elapsed', () => {
  it('counts only open time', () => {
    expect(elapsed(office, at('2026-03-06T17:00+01:00'), at('2026-03-09T09:00+01:00'))).toBe(2 * HOUR);
    expect(elapsed(office, at('2026-03-07T00:00+01:00'), at('2026-03-08T00:00+01:00'))).toBe(0);
  });

  it('is 0 when the end is not after the start', () => {
    expect(elapsed(office, at('2026-03-06T17:00+01:00'), at('2026-03-06T16:00+01:00'))).toBe(0);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ])('counts the real hours of a clock-change day in %s on %s', (timezone, date, real) => {
    const thatDay = calendar({ timezone, hours: {}, extraDays: { [date]: [['00:00', '24:00']] } });
    expect(elapsed(thatDay, at(`${date}T00:00Z`) - 48 * HOUR, at(`${date}T00:00Z`) + 72 * HOUR)).toBe(real * HOUR);
  });

  it('moves hours that the clock change skips forward by the gap', () => {
    const night = calendar({ hours: { sun: [['02:30', '04:00']] } });
    expect(iso(nextOpen(night, at('2026-03-28T12:00Z')))).toBe('2026-03-29T01:30:00.000Z');
    expect(elapsed(night, at('2026-03-28T12:00Z'), at('2026-03-30T12:00Z'))).toBe(30 * MINUTE);
  });

  it('takes the first of two equal readings', () => {
    const night = calendar({ hours: { sun: [['02:30', '03:30']] } });
    expect(iso(nextOpen(night, at('2026-10-24T12:00Z')))).toBe('2026-10-25T00:30:00.000Z');
    expect(elapsed(night, at('2026-10-24T12:00Z'), at('2026-10-26T12:00Z'))).toBe(2 * HOUR);
  });

  it('has no hours on a date that the zone left out', () => {
    const apia = calendar({ timezone: 'Pacific/Apia', hours: week([['08:00', '18:00']]) });
    const thursday = at('2011-12-29T08:00-10:00');
    expect(elapsed(apia, thursday, at('2012-01-02T18:00+14:00'))).toBe(20 * HOUR);
    expect(due(apia, thursday, days(1))).toBe(at('2012-01-02T08:00+14:00'));
  });

  it('goes over the turn of the year', () => {
    expect(elapsed(calendar(), at('2024-06-01T00:00Z'), at('2027-06-01T00:00Z'))).toBe(1095 * 24 * HOUR);
  });

  it('leaves pauses out once, however they overlap, and only where they cover open time', () => {
    const from = at('2026-03-06T16:00+01:00');
    const pauses: Pause[] = [
      { from: from + 90 * MINUTE, to: at('2026-03-09T09:00+01:00') },
      { from: from + HOUR, to: from + 100 * MINUTE },
    ];
    expect(elapsed(office, from, at('2026-03-09T10:00+01:00'), pauses)).toBe(2 * HOUR);
  });
});

describe('due', () => {
  it('counts a start outside hours from the next opening', () => {
    expect(iso(due(office, at('2026-03-07T03:00+01:00'), hours(1)))).toBe(iso(at('2026-03-09T09:00+01:00')));
  });

  it('stays at closing when the time is used up exactly there', () => {
    expect(due(office, at('2026-03-06T16:00+01:00'), hours(2))).toBe(at('2026-03-06T18:00+01:00'));
  });

  it('keeps the time on the wall for business days and skips closed dates', () => {
    const holiday = calendar({ hours: week([['08:00', '18:00']]), holidays: ['2026-03-09'] });
    expect(due(holiday, at('2026-03-06T16:30+01:00'), days(1))).toBe(at('2026-03-10T16:30+01:00'));
    expect(due(office, at('2026-03-27T16:30+01:00'), days(1))).toBe(at('2026-03-30T16:30+02:00'));
  });

  it('counts business days from the next opening', () => {
    expect(due(office, at('2026-03-07T12:00+01:00'), days(1))).toBe(at('2026-03-10T08:00+01:00'));
    expect(due(office, at('2026-03-06T19:00+01:00'), days(2))).toBe(at('2026-03-11T08:00+01:00'));
  });

  it('takes the first open instant when the date is closed at that time', () => {
    const friday = calendar({ hours: { ...week([['08:00', '18:00']]), fri: [['08:00', '12:00']] } });
    expect(due(friday, at('2026-03-05T15:00+01:00'), days(1))).toBe(at('2026-03-09T08:00+01:00'));
  });

  it('pushes business days on by the open time of the pauses', () => {
    const monday = at('2026-03-09T10:00+01:00');
    const night = { from: at('2026-03-09T17:00+01:00'), to: at('2026-03-10T09:00+01:00') };
    expect(due(office, monday, days(1), [night])).toBe(at('2026-03-10T12:00+01:00'));
    expect(due(office, monday, days(1), [{ from: at('2026-03-10T10:00+01:00'), to: monday + 99 * HOUR }])).toBe(
      at('2026-03-10T10:00+01:00'),
    );
  });

  it('refuses to search forever', () => {
    const once = calendar({ hours: {}, extraDays: { '2026-03-09': [['08:00', '10:00']] } });
    expect(due(once, at('2026-03-01T00:00Z'), hours(2))).toBe(at('2026-03-09T10:00+01:00'));
    expect(() => due(once, at('2026-03-01T00:00Z'), hours(3))).toThrow(/test has too little open time in the 50 years/);
    expect(() => due(once, at('2026-03-01T00:00Z'), days(1))).toThrow(/test has too few open days in the 50 years/);
    expect(() => nextOpen(once, at('2026-04-01T00:00Z'))).toThrow(/Give it weekly hours or later extra days/);
  });
});

describe('opening', () => {
  it('is half-open', () => {
    expect(isOpen(office, at('2026-03-06T08:00+01:00'))).toBe(true);
    expect(isOpen(office, at('2026-03-06T18:00+01:00'))).toBe(false);
    expect(isOpen(office, at('2026-03-06T18:00+01:00') - 1)).toBe(true);
  });

  it('lets a holiday beat an extra day, an extra day the weekly hours, and a break both', () => {
    const special = calendar({
      hours: week([['08:00', '18:00']]),
      extraDays: { '2026-03-09': [['10:00', '14:00']], '2026-03-10': [['10:00', '14:00']] },
      holidays: ['2026-03-10'],
      breaks: [
        { days: ['mon'], from: '12:00', to: '13:00' },
        { date: '2026-03-11', from: '07:00', to: '09:00' },
      ],
    });
    const open = (date: string) => elapsed(special, at(`${date}T00:00+01:00`), at(`${date}T00:00+01:00`) + 24 * HOUR);
    expect(['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'].map((date) => open(date) / HOUR)).toEqual([
      3, 0, 9, 10,
    ]);
  });
});
