import { describe, expect, it } from 'vitest';
import { readPolicy } from '../policy/read.ts';
import { calendarOf } from './calendar.ts';
import { parseTarget } from './duration.ts';
import { sayHours, sayPromise } from './hours.ts';

const always = calendarOf({ name: 'always', timezone: 'UTC', hours: '24x7' });
const rackspace = readPolicy('policies/rackspace-mpk.yml').calendars;
const office = calendarOf({
  name: 'office',
  timezone: 'Europe/Berlin',
  hours: {
    mon: [
      ['08:00', '12:00'],
      ['13:00', '18:00'],
    ],
    tue: [['08:00', '18:00']],
    sat: [['00:00', '24:00']],
  },
  breaks: [{ days: ['tue'], from: '12:00', to: '13:00' }],
});

describe('hours in words', () => {
  it.each([
    [always, 'around the clock'],
    [calendarOf({ ...always, hours: '24x5', timezone: 'UTC' }), 'Mon–Fri all day, UTC'],
    [calendarOf({ ...always, hours: '24x7', holidays: ['2026-12-25'] }), 'every day all day, UTC, not on holidays'],
    [office, 'Mon–Tue 08:00–12:00 and 13:00–18:00, Sat all day, Berlin time'],
    [rackspace.business, 'Mon–Fri 08:00–17:00, Los Angeles time, not on holidays'],
    [
      calendarOf({ name: 'x', timezone: 'Etc/GMT+3', hours: {}, extraDays: { '2026-03-03': [['08:00', '09:00']] } }),
      'on single days, Etc/GMT+3',
    ],
  ])('name days, times and zone', (calendar, said) => {
    expect(calendar && sayHours(calendar)).toBe(said);
  });
});

describe('a promise', () => {
  it.each([
    ['1h', always, '1 h, around the clock'],
    ['30h', always, '1 day 6 h, around the clock'],
    ['30h', office, '30 h of our support hours'],
    ['29h59m59s', office, '30 h of our support hours'],
    ['90m', office, '1 h 30 min of our support hours'],
    ['15m', office, '15 min of our support hours'],
    ['2bd', office, '2 business days'],
  ])('of %s says whose hours it counts in', (target, calendar, said) => {
    expect(sayPromise(parseTarget(target), calendar)).toBe(said);
  });
});
