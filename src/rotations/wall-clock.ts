import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { isZone, midnight, offsetAt, timeOfDay, WEEKDAYS, type Weekday } from '../time/zone.ts';

/** What a clock on the wall shows, in milliseconds as if the zone were UTC. Adding days or hours to it keeps the wall-clock time. */
export type Reading = number;

/** Offsets reach from -12:00 to +14:00, so the instants a reading could mean lie within this distance of it. */
const WIDEST_OFFSET = 15 * HOUR;

/** The wall clock of one IANA zone. */
export interface WallClock {
  /**
   * The instant at which the clock shows `reading`. One that is skipped moves forward by the length of the gap; one that is
   * shown twice means the first time.
   */
  instant(reading: Reading): Instant;
  reading(at: Instant): Reading;
}

const clocks = new Map<string, WallClock>();

/** Throws `invalid` for a name that is no IANA zone. */
export function wallClock(timezone: string): WallClock {
  const known = clocks.get(timezone);
  if (known) return known;
  if (!isZone(timezone))
    throw invalid(`"${timezone}" is no time zone. Use an IANA name such as Europe/Berlin.`, 'timezone');
  const offset = cachedOffset(timezone);
  const clock: WallClock = {
    reading: (at) => at + offset(at),
    instant(reading) {
      const before = offset(reading - WIDEST_OFFSET);
      const after = offset(reading + WIDEST_OFFSET);
      if (before === after || offset(reading - before) === before) return reading - before;
      if (offset(reading - after) === after) return reading - after;
      return reading - before;
    },
  };
  clocks.set(timezone, clock);
  return clock;
}

/** The zone data is slow to ask; a UTC day that starts and ends with one offset is asked once. */
function cachedOffset(timezone: string): (at: Instant) => number {
  const asked = (at: Instant) => offsetAt(timezone, at);
  const ofDay = new Map<number, number | 'changes'>();
  return (at) => {
    const day = Math.floor(at / DAY);
    let offset = ofDay.get(day);
    if (offset === undefined) {
      const start = asked(day * DAY);
      offset = start === asked((day + 1) * DAY - 1) ? start : 'changes';
      ofDay.set(day, offset);
    }
    return offset === 'changes' ? asked(at) : offset;
  };
}

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

/** Days since 1970-01-01 of the date the wall shows. */
export const dayOf = (reading: Reading): number => Math.floor(reading / DAY);

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): Weekday => WEEKDAYS[(((day + 3) % 7) + 7) % 7] as Weekday;

/** Days to go forward from `day` to the next `weekday`; 0 when it is that day. */
export const daysUntil = (day: number, weekday: Weekday): number =>
  (WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(weekdayOf(day)) + 7) % 7;
