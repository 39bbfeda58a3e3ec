import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { DAY, HOUR } from '../time/duration.ts';
import type { RotationRule } from './rule.ts';
import { dayOf, daysUntil, type Reading, readingOf, timeOf, type WallClock, weekdayOf } from './wall-clock.ts';

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
export function grid(rule: RotationRule, clock: WallClock): Grid {
  const { every, interval, at, on } = rule.handoff;
  if (!Number.isInteger(interval) || interval < 1)
    throw invalid(`A hand-off every ${interval} ${every}s is not possible. The interval is a whole number from 1.`);
  const step = STEP[every] * interval;
  const anchorReading = readingOf(rule.anchor);
  const anchor = clock.instant(anchorReading);
  const first = firstAfterAnchor(dayOf(anchorReading));

  function firstAfterAnchor(day: number): Reading {
    const forward = every === 'week' ? daysUntil(day, on ?? weekdayOf(day)) : 0;
    let reading = (day + forward) * DAY + timeOf(at);
    while (every === 'hour' && clock.instant(reading - step) > anchor) reading -= step;
    while (clock.instant(reading) <= anchor) reading += step;
    return reading;
  }

  const readingAt = (number: number) => first + (number - 1) * step;
  const startOf = (number: number) => (number === 0 ? anchor : clock.instant(readingAt(number)));

  return {
    anchor,
    startOf,
    at(at) {
      if (at < anchor) return null;
      let number = Math.max(0, Math.floor((clock.reading(at) + MOST_REPEATED - first) / step) + 1);
      while (startOf(number) > at) number--;
      return number;
    },
    endOf(number) {
      let end = startOf(number + 1);
      const movedTo = clock.reading(end);
      for (let later = number + 2; readingAt(later) <= movedTo; later++) end = Math.min(end, startOf(later));
      return end;
    },
  };
}
