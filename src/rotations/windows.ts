import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { DAY } from '../time/duration.ts';
import { merged, outside } from '../time/stretch.ts';
import { instantOf, type Weekday, wallAt, weekdayOf } from '../time/zone.ts';
import type { RotationRule, Stretch } from './rule.ts';
import { dayOf, readingOf, timeOf } from './wall-clock.ts';

/** The times of a rule at which somebody serves. */
export interface Opening {
  /** Open stretches inside `[from, to)`: in order, apart from each other, cut to the range. */
  between(from: Instant, to: Instant): Stretch[];
}

/** A window runs at most into the next day, and a zone has skipped at most one whole date. */
const FURTHEST_DAYS = 2;

/** A holiday closes its local date from midnight to midnight, also for a window that runs into it. */
export function opening(rule: RotationRule): Opening {
  const hours = hoursByWeekday(rule);
  const holidays = new Set((rule.holidays ?? []).map((date) => dayOf(readingOf(date))));
  const days = (from: Instant, to: Instant): number[] => {
    const first = dayOf(wallAt(rule.timezone, from)) - FURTHEST_DAYS * DAY;
    return Array.from(
      { length: (dayOf(wallAt(rule.timezone, to)) - first) / DAY + 1 },
      (_, index) => first + index * DAY,
    );
  };
  const onDay = (day: number, { from, to }: Hours): Stretch => ({
    from: instantOf(rule.timezone, day + from),
    to: instantOf(rule.timezone, day + to),
  });
  return {
    between(from, to) {
      const inRange = days(from, to);
      const open = hours
        ? merged(inRange.flatMap((day) => (hours.get(weekdayOf(day)) ?? []).map((each) => onDay(day, each))))
        : [{ from, to }];
      const closed = inRange.filter((day) => holidays.has(day)).map((day) => onDay(day, { from: 0, to: DAY }));
      return outside(open, closed)
        .map((stretch) => ({ from: Math.max(from, stretch.from), to: Math.min(to, stretch.to) }))
        .filter((stretch) => stretch.from < stretch.to);
    },
  };
}

/** A window in milliseconds since the midnight of the day on which it starts. */
interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Null: around the clock. */
function hoursByWeekday(rule: RotationRule): Map<Weekday, Hours[]> | null {
  if (!rule.windows?.length) return null;
  const hours = new Map<Weekday, Hours[]>();
  for (const window of rule.windows) {
    const from = timeOf(window.from);
    const to = timeOf(window.to);
    if (from === DAY) throw invalid('A window cannot start at 24:00. Start it at 00:00 of the next day.');
    for (const day of window.days) {
      hours.set(day, [...(hours.get(day) ?? []), { from, to: to <= from ? to + DAY : to }]);
    }
  }
  return hours;
}
