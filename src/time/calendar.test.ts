import { describe, expect, it } from 'vitest';
import { type CalendarSpec, calendarFaults, calendarOf, isAlwaysOpen } from './calendar.ts';

const spec = (change: Partial<CalendarSpec>): CalendarSpec => ({
  name: 'office',
  timezone: 'Europe/Berlin',
  hours: { mon: [['08:00', '18:00']] },
  ...change,
});

describe('a calendar', () => {
  it('knows around the clock, all week and on weekdays', () => {
    expect(Object.keys(calendarOf(spec({ hours: '24x7' })).hours)).toHaveLength(7);
    expect(calendarOf(spec({ hours: '24x5' })).hours).toEqual(
      Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['00:00', '24:00']]])),
    );
  });

  it('is always open only without any gap', () => {
    const always = (change: Partial<CalendarSpec> = {}) => isAlwaysOpen(calendarOf(spec({ hours: '24x7', ...change })));
    expect(always()).toBe(true);
    expect(always({ hours: '24x5' })).toBe(false);
    expect(always({ holidays: ['2026-12-25'] })).toBe(false);
    expect(always({ breaks: [{ days: ['mon'], from: '12:00', to: '13:00' }] })).toBe(false);
    expect(always({ extraDays: { '2026-12-24': [['08:00', '12:00']] } })).toBe(false);
  });

  it.each<[string, Partial<CalendarSpec>, (string | number)[]]>([
    ['an unknown zone', { timezone: 'Mars/Olympus' }, ['timezone']],
    ['a time after midnight', { hours: { mon: [['08:00', '24:01']] } }, ['hours', 'mon', 0]],
    ['a time with 60 minutes', { hours: { mon: [['08:60', '10:00']] } }, ['hours', 'mon', 0]],
    ['an empty window', { hours: { mon: [['08:00', '08:00']] } }, ['hours', 'mon', 0]],
    ['a holiday that is no date', { holidays: ['2026-13-01'] }, ['holidays', 0]],
    ['a break on no date', { breaks: [{ date: '2026-02-29', from: '10:00', to: '11:00' }] }, ['breaks', 0, 'date']],
    ['a break that ends first', { breaks: [{ days: ['mon'], from: '11:00', to: '10:00' }] }, ['breaks', 0]],
    ['an extra day that is no date', { extraDays: { soon: [] } }, ['extraDays', 'soon']],
    ['bad extra hours', { extraDays: { '2026-03-01': [['9', '10:00']] } }, ['extraDays', '2026-03-01', 0]],
  ])('is refused for %s, with the place', (_, change, path) => {
    expect(calendarFaults(spec(change))).toEqual([{ path, message: expect.stringContaining(' — ') }]);
    expect(() => calendarOf(spec(change))).toThrow(/^Calendar office: /);
  });

  it.each<[string, Partial<CalendarSpec>]>([
    ['it has no hours', { hours: {} }],
    ['a break takes all of them', { breaks: [{ days: ['mon'], from: '07:00', to: '19:00' }] }],
    [
      'the only extra day is a holiday',
      { hours: {}, extraDays: { '2026-03-01': [['09:00', '10:00']] }, holidays: ['2026-03-01'] },
    ],
  ])('is refused when it never opens because %s', (_, change) => {
    expect(() => calendarOf(spec(change))).toThrow(/it never opens/);
  });

  it('may open on extra days alone', () => {
    expect(calendarFaults(spec({ hours: {}, extraDays: { '2026-03-01': [['09:00', '10:00']] } }))).toEqual([]);
  });
});
