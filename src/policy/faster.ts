import { type Calendar, isAlwaysOpen } from '../time/calendar.ts';
import { HOUR } from '../time/duration.ts';
import { type Times, usualTimes, weekOf } from '../time/hours.ts';
import { WEEKDAYS } from '../time/zone.ts';
import type { ServiceTarget } from './policy.ts';

/** A day around the clock when the clock goes forward. */
const SHORTEST_DAY = 23 * HOUR;

/** Whether one promise is due before another one whenever both begin at the same instant, as far as that can be told. */
export function isSurelyFaster(one: ServiceTarget, other: ServiceTarget): boolean {
  if (!covers(one.calendar, other.calendar)) return false;
  const isWider = !covers(other.calendar, one.calendar);
  const [a, b] = [one.target, other.target];
  if (a.kind === 'open') {
    if (b.kind === 'open') return a.ms < b.ms || (isWider && a.ms === b.ms);
    return isAlwaysOpen(one.calendar) && a.ms < b.days * SHORTEST_DAY;
  }
  if (b.kind === 'open') return (a.days + 1) * longestDay(one.calendar) < b.ms;
  return a.days < b.days || (isWider && a.days === b.days);
}

/** Whether a calendar is open whenever another one is; false also where that is too intricate to tell. */
function covers(one: Calendar, other: Calendar): boolean {
  if (one === other || isAlwaysOpen(one)) return true;
  const isPlain = one.breaks.every((pause) => 'days' in pause) && Object.keys(one.extraDays).length === 0;
  return (
    isPlain &&
    one.timezone === other.timezone &&
    Object.keys(other.extraDays).length === 0 &&
    one.holidays.every((date) => other.holidays.includes(date)) &&
    WEEKDAYS.every((day) => holds(usualTimes(one, day), usualTimes(other, day)))
  );
}

const holds = (outer: Times, inner: Times): boolean =>
  inner.every(([from, to]) => outer.some(([start, end]) => start <= from && to <= end));

const longestDay = (calendar: Calendar): number =>
  Math.max(...weekOf(calendar).map(({ times }) => times.reduce((ms, [from, to]) => ms + to - from, 0)));
