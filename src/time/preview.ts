import { type Calendar, isAlwaysOpen } from './calendar.ts';
import { DAY, HOUR } from './duration.ts';
import { type Times, timeName, usualTimes, weekOf } from './hours.ts';
import { openBetween, openTimesOf } from './segments.ts';
import { dateOf, instantOf, type LocalDate, midnight, weekdayOf } from './zone.ts';

/**
 * What counts in a calendar: its week, and for so many whole months from the month of a date on how many days and hours are
 * open and every date that is not like its weekday, with why, and from when on no holidays are known; in lines of text.
 */
export function preview(calendar: Calendar, from: LocalDate, months = 12): string[] {
  const lines = [`${calendar.name} (${calendar.timezone})`, ...week(calendar)];
  const all = { days: 0, ms: 0 };
  const start = new Date(midnight(from));
  for (let i = 0; i < months; i++) {
    const first = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i, 1);
    const end = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i + 1, 1);
    const month = { days: 0, ms: 0 };
    const special: string[] = [];
    for (let day = first; day < end; day += DAY) {
      const open = openTimesOf(calendar, day);
      const ms = realTime(calendar, day);
      month.days += open.length > 0 ? 1 : 0;
      month.ms += ms;
      const said = unlikeItsWeekday(calendar, day, open, ms);
      if (said) special.push(`  ${dayName(day)}  ${said}`);
    }
    lines.push(`${MONTH.format(first)}: ${total(month)}`, ...special);
    all.days += month.days;
    all.ms += month.ms;
  }
  return [...lines, `Altogether: ${total(all)}`, ...holidaysEnd(calendar, midnight(from))];
}

const HALF_A_YEAR = 183 * DAY;

/** Says when holidays run out within half a year of a date, which a list of dates does unnoticed. */
function holidaysEnd(calendar: Calendar, from: number): string[] {
  if (isAlwaysOpen(calendar)) return [];
  const last = calendar.holidays.at(-1);
  if (last === undefined) return ['No holidays are known: every week counts alike.'];
  if (midnight(last) > from + HALF_A_YEAR) return [];
  return [`No holidays are known after ${last}: add those that follow, or take them from a place by holidays_of.`];
}

/** Weekdays with equal hours share a line. */
const week = (calendar: Calendar): string[] =>
  weekOf(calendar).map(
    (days) =>
      `  ${(days.first === days.last ? days.first : `${days.first}-${days.last}`).padEnd(7)}  ${times(days.times)}`,
  );

function unlikeItsWeekday(calendar: Calendar, day: number, open: Times, ms: number): string | null {
  const hours = times(open);
  if (hours !== times(usualTimes(calendar, weekdayOf(day)))) return `${hours}, ${whyUnlike(calendar, dateOf(day))}`;
  const onTheWall = open.reduce((sum, [from, to]) => sum + to - from, 0);
  return ms === onTheWall ? null : `${hours}, ${inHours(ms)} because the clock changes`;
}

function whyUnlike({ holidays, holidayNames, extraDays }: Calendar, date: LocalDate): string {
  if (holidays.includes(date)) return holidayNames[date] ?? 'holiday';
  if (extraDays[date]) return 'extra day';
  return 'break';
}

const realTime = (calendar: Calendar, day: number): number =>
  openBetween(calendar, instantOf(calendar.timezone, day), instantOf(calendar.timezone, day + DAY));

const total = ({ days, ms }: { days: number; ms: number }): string => `${days} open days, ${inHours(ms)}`;
const inHours = (ms: number): string => `${Math.round((ms / HOUR) * 100) / 100} h`;
const times = (open: Times): string =>
  open.map(([from, to]) => `${timeName(from)}-${timeName(to)}`).join(' ') || 'closed';

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const DAY_NAME = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  timeZone: 'UTC',
});
const dayName = (day: number): string => DAY_NAME.format(day).replace(',', '');
