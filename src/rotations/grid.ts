import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { instantOf, wallAt, weekdayOf } from '../time/zone.ts';
import type { RotationRule } from './rule.ts';
import { dayOf, type Reading, readingOf, timeOf, untilWeekday } from './wall-clock.ts';

/** The hand-offs of a rule, numbered: 0 is the anchor. */
export interface Grid {
  readonly anchor: Instant;
  /**
   * The hand-off that holds at `at`: the highest number at or before it, null before the anchor. When the clock skips the
   * time of a hand-off it may fall on or behind the following one; the higher number wins and the lower one lasts no time.
   */
  at(at: Instant): number | null;
  /** The first instant after hand-off `number`, which must hold somewhere, at which a higher number holds. */
  endOf(number: number): Instant;
  startOf(number: number): Instant;
}

/** No zone in use turns its clock back further, so a hand-off written later than this after a reading has not happened yet. */
const MOST_REPEATED = 3 * HOUR;

const STEP = { hour: HOUR, day: DAY, week: 7 * DAY };

/**
 * The grid runs in wall-clock steps through `at` on the anchor's date (weekly: on the first `on` day from there); the anchor
 * cuts the first turn short.
 */
export function grid(rule: RotationRule): Grid {
  const instant = (reading: Reading): Instant => instantOf(rule.timezone, reading);
  const { every, interval, at, on } = rule.handoff;
  if (!Number.isInteger(interval) || interval < 1)
    throw invalid(`A hand-off every ${interval} ${every}s is not possible. The interval is a whole number from 1.`);
  const step = STEP[every] * interval;
  const anchorReading = readingOf(rule.anchor);
  const anchor = instant(anchorReading);
  const first = firstAfterAnchor(dayOf(anchorReading));

  function firstAfterAnchor(day: Reading): Reading {
    const forward = every === 'week' ? untilWeekday(day, on ?? weekdayOf(day)) : 0;
    let reading = day + forward + timeOf(at);
    while (every === 'hour' && instant(reading - step) > anchor) reading -= step;
    while (instant(reading) <= anchor) reading += step;
    return reading;
  }

  const readingAt = (number: number) => first + (number - 1) * step;
  const startOf = (number: number) => (number === 0 ? anchor : instant(readingAt(number)));

  return {
    anchor,
    startOf,
    at(at) {
      if (at < anchor) return null;
      let number = Math.max(0, Math.floor((wallAt(rule.timezone, at) + MOST_REPEATED - first) / step) + 1);
      while (startOf(number) > at) number--;
      return number;
    },
    endOf(number) {
      let end = startOf(number + 1);
      const movedTo = wallAt(rule.timezone, end);
      for (let later = number + 2; readingAt(later) <= movedTo; later++) end = Math.min(end, startOf(later));
      return end;
    },
  };
}
