import type { Instant } from '../clock.ts';
import type { Calendar } from './calendar.ts';
import type { Target } from './duration.ts';
import { DAY } from './duration.ts';
import { advance, isOpenAt, openBetween, openDayAfter } from './segments.ts';
import { merged, type Stretch } from './stretch.ts';
import { instantOf, wallAt } from './zone.ts';

/** A stretch that does not count. */
export type Pause = Stretch;

/** Real ms inside open hours and outside pauses between two instants; 0 when `to` is not after `from`. */
export function elapsed(calendar: Calendar, from: Instant, to: Instant, pauses: readonly Pause[] = []): number {
  if (to <= from) return 0;
  const open = openBetween(calendar, from, to);
  return pauses.length === 0 ? open : open - pausedBetween(calendar, from, to, merged(pauses));
}

/**
 * The earliest instant at which so much time has passed. A start outside hours counts from the next opening; an
 * end exactly at closing stays there. Business days go forward by dates that open at all, keep the time on the wall, and
 * take the first open instant from there; pauses push that on by the open time they cover. Throws `invalid` when the
 * calendar opens too rarely to ever get there.
 */
export function due(calendar: Calendar, start: Instant, target: Target, pauses: readonly Pause[] = []): Instant {
  const unpaused = target.kind === 'open' ? advance(calendar, start, target.ms) : datesOn(calendar, start, target.days);
  if (pauses.length === 0) return unpaused;
  let paused = 0;
  let at = unpaused;
  for (const pause of merged(pauses)) {
    if (pause.from >= at) break;
    paused += openBetween(calendar, Math.max(pause.from, start), pause.to);
    at = advance(calendar, unpaused, paused);
  }
  return at;
}

/** The first open instant at or after `at`. Throws `invalid` when the calendar does not open again. */
export function nextOpen(calendar: Calendar, at: Instant): Instant {
  return isOpenAt(calendar, at) ? at : advance(calendar, at, 1) - 1;
}

export const isOpen = (calendar: Calendar, at: Instant): boolean => isOpenAt(calendar, at);

function pausedBetween(calendar: Calendar, from: Instant, to: Instant, pauses: readonly Pause[]): number {
  return pauses.reduce(
    (ms, pause) => ms + openBetween(calendar, Math.max(pause.from, from), Math.min(pause.to, to)),
    0,
  );
}

function datesOn(calendar: Calendar, start: Instant, days: number): Instant {
  const wall = wallAt(calendar.timezone, nextOpen(calendar, start));
  const day = Math.floor(wall / DAY) * DAY;
  const time = wall - day;
  return nextOpen(calendar, instantOf(calendar.timezone, openDayAfter(calendar, day, days) + time));
}
