import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { DAY } from '../time/duration.ts';
import type { Weekday } from '../time/zone.ts';
import type { RotationRule, Stretch } from './rule.ts';
import { dayOf, readingOf, timeOf, type WallClock, weekdayAfter, weekdayOf } from './wall-clock.ts';

/** The times of a rule at which somebody serves. */
export interface Opening {
  /** Open stretches inside `[from, to)`: in order, apart from each other, cut to the range. */
  between(from: Instant, to: Instant): Stretch[];
}

/** A holiday closes its local date from midnight to midnight, also for what ran into it or starts on it. */
export function opening(rule: RotationRule, clock: WallClock): Opening {
  const windows = rule.windows ?? [];
  const holidays = new Set((rule.holidays ?? []).map((date) => dayOf(readingOf(date))));
  if (windows.length === 0 && holidays.size === 0) return { between: (from, to) => (from < to ? [{ from, to }] : []) };
  const hours = windows.length === 0 ? null : hoursByWeekday(rule);
  const allDay: Hours[] = [{ from: 0, to: DAY }];
  return {
    between(from, to) {
      const found: Stretch[] = [];
      // A skipped reading moves forward, at most by a day where a zone once skipped a whole date.
      for (let day = dayOf(clock.reading(from)) - 1; day <= dayOf(clock.reading(to)); day++) {
        if (holidays.has(day)) continue;
        for (const piece of hours ? (hours.get(weekdayOf(day)) ?? []) : allDay) {
          const start = Math.max(from, clock.instant(day * DAY + piece.from));
          const end = Math.min(to, clock.instant(day * DAY + piece.to));
          if (start < end) found.push({ from: start, to: end });
        }
      }
      return joined(found);
    },
  };
}

/** Part of a local day, in milliseconds since its midnight. */
interface Hours {
  from: number;
  to: number;
}

/** What runs over midnight is cut there, so that every piece belongs to the date on which it happens. */
function hoursByWeekday(rule: RotationRule): Map<Weekday, Hours[]> {
  const hours = new Map<Weekday, Hours[]>();
  const add = (day: Weekday, piece: Hours) => hours.set(day, [...(hours.get(day) ?? []), piece]);
  for (const window of rule.windows ?? []) {
    const from = timeOf(window.from);
    const to = timeOf(window.to);
    if (from === DAY) throw invalid('A window cannot start at 24:00. Start it at 00:00 of the next day.');
    for (const day of window.days) {
      if (from < to) add(day, { from, to });
      else {
        add(day, { from, to: DAY });
        add(weekdayAfter(day), { from: 0, to });
      }
    }
  }
  return hours;
}

function joined(stretches: Stretch[]): Stretch[] {
  const apart: { from: Instant; to: Instant }[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else apart.push({ ...stretch });
  }
  return apart;
}
