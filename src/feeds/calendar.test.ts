import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCalendar } from '../../test/fixtures/icalendar.ts';
import { holidaysOf } from '../time/holiday-feed.ts';
import { calendarText } from './calendar.ts';

const HOUR = 3_600_000;
const from = Date.UTC(2026, 2, 2, 7);
const entry = (title: string) => ({
  id: 'support-1',
  from,
  to: from + HOUR,
  title,
  revision: { number: 4, at: Date.UTC(2026, 2, 1, 12) },
});

it('is what calendar programs read', async () => {
  const text = await calendarText('Support', [entry('Bo: Support')], 'T1');
  expect(text.split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Firstline//Firstline//EN',
    'NAME:Support',
    'X-WR-CALNAME:Support',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    'BEGIN:VEVENT',
    'UID:support-1@t1.firstline',
    'SEQUENCE:4',
    'DTSTAMP:20260301T120000Z',
    'DTSTART:20260302T070000Z',
    'DTEND:20260302T080000Z',
    'SUMMARY:Bo: Support',
    'TRANSP:TRANSPARENT',
    'LAST-MODIFIED:20260301T120000Z',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
  expect(holidaysOf(text)).toEqual([]);
});

it('folds long lines within 75 octets and keeps every character, whatever people and rotations are called', async () => {
  const title = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 160, size: 'max' })
    .filter((text) => !/\p{Cc}/u.test(text));
  await fc.assert(
    fc.asyncProperty(title, async (text) => {
      expect(readCalendar(await calendarText('Support', [entry(text)], 'T1')).events[0]?.summary).toBe(text);
    }),
  );
});

it('lets no name write lines of its own', async () => {
  const name = 'Support\r\nBEGIN:VEVENT\nX: y; a, b\\n';
  const read = readCalendar(await calendarText(name, [entry('Bo\r\nEND:VEVENT')], 'T1'));
  expect(read.name).toBe('Support BEGIN:VEVENT X: y  a  b n');
  expect(read.events).toHaveLength(1);
});
