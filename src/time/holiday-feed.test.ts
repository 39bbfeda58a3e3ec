import { describe, expect, it } from 'vitest';
import { holidaysOf as named } from './holiday-feed.ts';

const holidaysOf = (text: string) => named(text).map(({ date }) => date);

const feed = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join(
    '\r\n',
  );

describe('a holiday feed', () => {
  it('gives the dates of all-day events, each once, in order', () => {
    const christmas = ['SUMMARY:Christmas', 'DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227'];
    const newYear = ['DTSTART;VALUE=DATE:20260101', 'SUMMARY:New Year: a day', ' off'];
    expect(holidaysOf(feed(christmas, newYear, christmas))).toEqual(['2026-01-01', '2026-12-25', '2026-12-26']);
  });

  it('reads folded lines and dates without a parameter', () => {
    expect(holidaysOf(feed(['DTSTART;VALUE=DA', ' TE:20260501'], ['DTSTART:20260102']))).toEqual([
      '2026-01-02',
      '2026-05-01',
    ]);
  });

  it('leaves out events with a time of day and cancelled ones', () => {
    const party = ['DTSTART;TZID=Europe/Berlin:20260501T180000', 'DTEND:20260501T200000Z'];
    expect(holidaysOf(feed(party, ['DTSTART;VALUE=DATE:20260502', 'STATUS:CANCELLED']))).toEqual([]);
  });

  it('writes yearly events out, as often and as long as they say', () => {
    const yearly = (rule: string, start = '20260501') =>
      holidaysOf(feed([`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`]));
    expect(yearly('FREQ=YEARLY')).toHaveLength(20);
    expect(yearly('FREQ=YEARLY;COUNT=2')).toEqual(['2026-05-01', '2027-05-01']);
    expect(yearly('FREQ=YEARLY;INTERVAL=2;UNTIL=20300501T000000Z')).toEqual(['2026-05-01', '2028-05-01', '2030-05-01']);
    expect(yearly('FREQ=YEARLY;COUNT=2', '20240229')).toEqual(['2024-02-29', '2028-02-29']);
  });

  it('finds a weekday of a month year by year, from either end', () => {
    const weekday = (start: string, rule: string) =>
      holidaysOf(feed([`DTSTART;VALUE=DATE:${start}`, `RRULE:FREQ=YEARLY;COUNT=3;${rule}`]));
    expect(weekday('20260525', 'BYMONTH=5;BYDAY=-1MO')).toEqual(['2026-05-25', '2027-05-31', '2028-05-29']);
    expect(weekday('20261126', 'BYDAY=4TH;BYMONTH=11')).toEqual(['2026-11-26', '2027-11-25', '2028-11-23']);
    expect(weekday('20260831', 'BYMONTH=8;BYDAY=5MO')).toEqual(['2026-08-31', '2027-08-30', '2032-08-30']);
    expect(weekday('20261225', 'BYMONTH=12;BYMONTHDAY=25;WKST=SU')).toEqual(['2026-12-25', '2027-12-25', '2028-12-25']);
  });

  it('adds and leaves out the dates an event lists', () => {
    const moved = ['DTSTART;VALUE=DATE:20260501', 'RRULE:FREQ=YEARLY;COUNT=3'];
    const lists = ['EXDATE;VALUE=DATE:20270501', 'EXDATE;VALUE=DATE:20280501', 'RDATE;VALUE=DATE:20270503,20280502'];
    expect(holidaysOf(feed([...moved, ...lists]))).toEqual(['2026-05-01', '2027-05-03', '2028-05-02']);
  });

  it('knows what the days are called', () => {
    const day = ['DTSTART;VALUE=DATE:20261003', 'SUMMARY:Unity\\, and', '  a day off'];
    expect(named(feed(day, ['DTSTART;VALUE=DATE:20261003', 'SUMMARY:Again'], ['DTSTART:20261004']))).toEqual([
      { date: '2026-10-03', name: 'Unity, and a day off' },
      { date: '2026-10-04', name: '' },
    ]);
  });

  it.each([
    'FREQ=MONTHLY',
    'FREQ=YEARLY;BYDAY=MO',
    'FREQ=YEARLY;BYDAY=1MO',
    'FREQ=YEARLY;BYMONTH=6;BYDAY=1MO,2MO',
    'FREQ=YEARLY;BYMONTH=7',
    'FREQ=YEARLY;BYMONTHDAY=26',
    'FREQ=YEARLY;BYSETPOS=1',
    'FREQ=YEARLY;INTERVAL=0',
    'FREQ=YEARLY;COUNT=many',
    '',
  ])('refuses to guess what "%s" means', (rule) => {
    const event = ['DTSTART;VALUE=DATE:20260525', `RRULE:${rule || 'x'}`];
    expect(() => holidaysOf(feed(event))).toThrow(/is not understood: write the dates out/);
  });

  it('refuses a file that is none, and an event that never ends', () => {
    expect(() => holidaysOf('<html>')).toThrow(/no iCalendar file/);
    const long = ['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:99990101'];
    expect(() => holidaysOf(feed(long))).toThrow(/2026-01-01 is \d+ days long: correct its DTEND/);
  });
});
