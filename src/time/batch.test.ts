import { describe, expect, it } from 'vitest';
import { timeQuestions } from './batch.ts';
import { calendarOf } from './calendar.ts';

const always = calendarOf({ name: 'always', timezone: 'UTC', hours: '24x7' });
const { due, elapsed } = timeQuestions({ always });
const calendar = {
  timezone: 'Europe/Berlin',
  hours: {
    mon: [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ],
    fri: [['09:00', '17:00']],
  },
  holidays: ['2026-01-01'],
  breaks: { fri: [['12:00', '13:00']], '2026-01-05': [['10:00', '10:30']] },
  extra_days: { '2026-01-03': [['10:00', '14:00']] },
};

describe('due', () => {
  it('counts hours, breaks by weekday and date, extra days and pauses', () => {
    const start = '2026-01-02T08:30:00Z';
    const pauses = [['2026-01-02T09:00:00Z', '2026-01-02T10:00:00Z']];
    expect(due({ calendar, start, target: '4h', pauses })).toEqual({ due: '2026-01-02T14:30:00Z' });
    expect(due({ calendar, start, target: '12h' })).toEqual({ due: '2026-01-05T10:00:00Z' });
    expect(due({ calendar, start, target: '2bd' })).toEqual({ due: '2026-01-05T08:30:00Z' });
  });

  it('shows milliseconds only when there are any, always in UTC', () => {
    const at = (start: string, target: string) => due({ calendar: 'always', start, target }).due;
    expect(at('2026-03-02T09:00:00+01:00', '250ms')).toBe('2026-03-02T08:00:00.250Z');
    expect(at('2026-03-02T09:00:00.750+01:00', '250ms')).toBe('2026-03-02T08:00:01Z');
    expect(at('2026-03-02T09:00Z', '1.5d')).toBe('2026-03-03T21:00:00Z');
    expect(at('2026-03-02T09:00:00Z', 'PT0.5H')).toBe('2026-03-02T09:30:00Z');
  });
});

describe('elapsed', () => {
  it('counts open time in ms, outside pauses', () => {
    const [start, end] = ['2026-01-02T08:30:00Z', '2026-01-02T10:30:00Z'];
    const pauses = [['2026-01-02T10:00:00Z', '2026-01-02T12:00:00Z']];
    expect(elapsed({ calendar, start, end, pauses })).toEqual({ ms: 5_400_000 });
  });

  it('is 0 when the end is before the start', () => {
    expect(elapsed({ calendar, start: '2026-01-03T00:00:00Z', end: '2026-01-02T00:00:00Z' })).toEqual({ ms: 0 });
  });
});

describe('a question that can’t be answered', () => {
  const start = '2026-01-02T08:30:00Z';
  const ask = (change: object) => () => due({ calendar, start, target: '1h', ...change });

  it.each<[string, object, RegExp]>([
    ['an unknown calendar', { calendar: 'offise' }, /no calendar "offise": one of always/],
    ['a calendar out of nowhere', { calendar: 'constructor' }, /no calendar "constructor"/],
    ['no calendar', { calendar: 5 }, /calendar: a calendar, or the name of one/],
    ['a misspelled part', { calendar: { ...calendar, holiday: [] } }, /"holiday"/],
    ['hours that are none', { calendar: { ...calendar, hours: '24x8' } }, /hours: 24x7, 24x5, or weekdays/],
    ['a calendar that never opens', { calendar: { timezone: 'UTC' } }, /it never opens/],
    ['an unknown zone', { calendar: { ...calendar, timezone: 'Mars' } }, /"Mars" is no time zone/],
    ['a date that is none', { calendar: { ...calendar, holidays: ['2026-02-30'] } }, /"2026-02-30" is no date/],
    ['a break on no day', { calendar: { ...calendar, breaks: { soon: [['10:00', '11:00']] } } }, /"soon" is no date/],
    ['a start without a zone', { start: '2026-01-02T08:30:00' }, /start: an instant like/],
    ['a start on no date', { start: '2026-02-30T08:30:00Z' }, /start: an instant like/],
    ['a start in no zone', { start: '2026-02-03T08:30:00+99:99' }, /start: an instant of the years/],
    ['a start out of time', { start: '0001-01-01T00:00:00Z' }, /start: an instant of the years 1900 to 2199/],
    ['a target that is none', { target: '4x' }, /"4x" is not a length of time/],
    ['a target in the past', { target: '-4h' }, /"-4h" is not a length of time/],
    ['a target beyond all time', { target: '999999d' }, /too little open time in the 50 years/],
    ['business days beyond all time', { target: '999999bd' }, /has too few open days in the 50 years/],
    ['a pause without an end', { pauses: [[start]] }, /pauses\.0/],
    ['a start of another kind', { start: null }, /start: an instant like 2026-03-02T09:00:00Z\.$/],
    ['a target of another kind', { target: 4 }, /target: a target like 4h or 2bd\.$/],
    ['a pause that goes on', { pauses: [[start, null]] }, /pauses\.0\.1: an instant like 2026-03-02T09:00:00Z\.$/],
    ['pauses of another kind', { pauses: {} }, /pauses: pauses like \[\["2026-03-02T09:00:00Z",/],
    ['a zone of another kind', { calendar: { ...calendar, timezone: 1 } }, /timezone: an IANA time zone like/],
    ['a single holiday', { calendar: { ...calendar, holidays: '2026-12-25' } }, /holidays: days like \["2026-12-25"\]/],
    [
      'a break of another kind',
      { calendar: { ...calendar, breaks: { mon: ['09:00'] } } },
      /mon\.0: hours like \[\["09:/,
    ],
  ])('is refused for %s', (_, change, message) => {
    expect(ask(change)).toThrow(message);
  });
});
