import { DAY } from './duration.ts';
import { dateOf, type LocalDate, weekdayOf } from './zone.ts';

/** Whether a date, given as its midnight on the wall, is a day from Monday to Friday without a holiday. */
export const isWorkingDay = (day: number, holidays: readonly LocalDate[]): boolean =>
  !['sat', 'sun'].includes(weekdayOf(day)) && !holidays.includes(dateOf(day));

/** A whole year of holidays is a slip of the policy, and then the day before will do. */
const FURTHEST_DAYS = 60;

/** The last working day before a date; both as their midnights on the wall. */
export function workingDayBefore(day: number, holidays: readonly LocalDate[]): number {
  for (let back = 1; back <= FURTHEST_DAYS; back++)
    if (isWorkingDay(day - back * DAY, holidays)) return day - back * DAY;
  return day - DAY;
}
