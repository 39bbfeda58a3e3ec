import { describe, expect, it } from 'vitest';
import { holidaysOf } from './holiday-feed.ts';

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

  it('refuses what it would misread', () => {
    const movable = ['DTSTART;VALUE=DATE:20260525', 'RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5'];
    expect(() => holidaysOf(feed(movable))).toThrow(
      /FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5 is not understood: write the dates out/,
    );
    expect(() => holidaysOf('<html>')).toThrow(/no iCalendar file/);
  });
});
