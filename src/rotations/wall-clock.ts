import { invalid } from '../errors.ts';
import { DAY } from '../time/duration.ts';
import { midnight, timeOfDay, WEEKDAYS, type Weekday, weekdayOf } from '../time/zone.ts';

/** What a clock on the wall shows, in milliseconds as if the zone were UTC. Adding days or hours to it keeps the wall-clock time. */
export type Reading = number;

/** "2026-01-05T08:00" (or a bare date, its midnight) as a reading. Throws `invalid`. */
export function readingOf(text: string): Reading {
  const [date, time] = text.split('T') as [string, string?];
  const reading = midnight(date) + (time === undefined ? 0 : timeOfDay(time));
  if (Number.isNaN(reading)) throw invalid(`"${text}" is no local date and time. Write it like 2026-01-05T08:00.`);
  return reading;
}

/** "08:00" as milliseconds since midnight; "24:00" is the end of the day. Throws `invalid`. */
export function timeOf(text: string): number {
  const time = timeOfDay(text);
  if (Number.isNaN(time)) throw invalid(`"${text}" is no time of day. Write it like 08:00.`);
  return time;
}

/** Midnight of the date the wall shows. */
export const dayOf = (reading: Reading): Reading => Math.floor(reading / DAY) * DAY;

/** How long from `day` on to the midnight of the next `weekday`; 0 when it is that day. */
export const untilWeekday = (day: Reading, weekday: Weekday): number =>
  ((WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(weekdayOf(day)) + 7) % 7) * DAY;
