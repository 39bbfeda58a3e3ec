import { invalid } from '../errors.ts';
import { DAY } from './duration.ts';
import { dateOf, type Holiday, type LocalDate, midnight, WEEKDAYS, weekdayOf } from './zone.ts';

/** How many years an event that comes back every year is written out for. */
const YEARS_AHEAD = 20;

/** An event longer than this is a slip in the file, not a holiday. */
const LONGEST_DAYS = 366;

/**
 * The all-day events of an iCalendar text (RFC 5545) day by day, in order: DTEND is the day after the last one; events that come back yearly
 * count for twenty years or to their end. Events with a time of day and cancelled ones are no holidays.
 * Throws `invalid` for text that is no calendar and for recurrences other than simple yearly ones, instead of missing a holiday.
 */
export function holidaysOf(feed: string): Holiday[] {
  const lines = feed.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  if (!lines.some((line) => /^BEGIN:VCALENDAR\s*$/i.test(line))) {
    throw invalid('This is no iCalendar file: it has to begin with BEGIN:VCALENDAR.');
  }
  const names = new Map<LocalDate, string>();
  let event: Map<string, string> | null = null;
  for (const line of lines) {
    const [, name = '', parameters = '', value = ''] = /^([\w-]+)((?:;[^:]*)?):(.*?)\s*$/.exec(line) ?? [];
    if (name === 'BEGIN' && value === 'VEVENT') event = new Map();
    else if (name === 'END' && value === 'VEVENT') {
      const summary = unescaped(event?.get('SUMMARY') ?? '');
      for (const date of event ? datesOf(event) : []) if (!names.has(date)) names.set(date, summary);
      event = null;
    } else if (/^(DT|EXDATE|RDATE)/.test(name) && parameters && !/VALUE=DATE(;|$)/i.test(parameters)) continue;
    else if (event) event.set(name, [...(event.has(name) ? [event.get(name)] : []), value].join(','));
  }
  return [...names].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

const unescaped = (text: string): string => text.replace(/\\n/gi, ' ').replace(/\\([,;\\])/g, '$1');

function datesOf(event: Map<string, string>): LocalDate[] {
  const first = dayOf(event.get('DTSTART'));
  if (Number.isNaN(first) || event.get('STATUS') === 'CANCELLED') return [];
  const after = dayOf(event.get('DTEND'));
  const days = Number.isNaN(after) ? 1 : Math.max((after - first) / DAY, 1);
  if (days > LONGEST_DAYS) {
    throw invalid(
      `The event on ${dateOf(first)} is ${days} days long: correct its DTEND, which is the day after the last one.`,
    );
  }
  const left = listed(event.get('EXDATE'));
  const rule = event.get('RRULE');
  return [...(rule ? yearly(first, rule) : [first]), ...listed(event.get('RDATE'))]
    .filter((start) => !left.includes(start))
    .flatMap((start) => Array.from({ length: days }, (_, i) => dateOf(start + i * DAY)));
}

const listed = (dates = ''): number[] =>
  dates
    .split(',')
    .map(dayOf)
    .filter((day) => !Number.isNaN(day));

/** The days of a yearly recurrence: on the same date, or on a weekday of a month like `BYMONTH=5;BYDAY=-1MO`. */
function yearly(first: number, rule: string): number[] {
  const {
    FREQ,
    INTERVAL = '1',
    COUNT = String(YEARS_AHEAD),
    UNTIL,
    BYMONTH,
    BYMONTHDAY,
    BYDAY,
    WKST,
    ...rest
  } = Object.fromEntries(rule.split(';').map((part) => part.split('='))) as Record<string, string | undefined>;
  const date = new Date(first);
  const day = new Date(first).getUTCDate();
  const month = date.getUTCMonth();
  const [, nth = '', weekday = ''] = /^([+-]?[1-5])([A-Z]{2})$/.exec(BYDAY ?? '') ?? [];
  const isPlain =
    FREQ === 'YEARLY' &&
    Object.keys(rest).length === 0 &&
    [INTERVAL, COUNT].every((number) => /^[1-9]\d*$/.test(number)) &&
    (BYMONTH === undefined || Number(BYMONTH) === month + 1) &&
    (BYMONTHDAY === undefined || (Number(BYMONTHDAY) === day && !BYDAY)) &&
    (BYDAY === undefined ||
      (BYMONTH !== undefined && WEEKDAYS.some((one) => one.slice(0, 2).toUpperCase() === weekday)));
  if (!isPlain) {
    throw invalid(
      `The recurrence ${rule} is not understood: write the dates out, or use RRULE:FREQ=YEARLY, with BYMONTH=5;BYDAY=-1MO for a weekday.`,
    );
  }
  const until = dayOf(UNTIL?.slice(0, 8));
  return Array.from({ length: YEARS_AHEAD }, (_, i) => date.getUTCFullYear() + i * Number(INTERVAL))
    .map((year) => (BYDAY ? nthWeekday(year, month, Number(nth), weekday) : Date.UTC(year, month, day)))
    .filter((found) => new Date(found).getUTCMonth() === month && found >= first)
    .slice(0, Number(COUNT))
    .filter((found) => Number.isNaN(until) || found <= until);
}

/** The nth weekday of a month, `SU` for Sunday; below zero counts from its end. A fifth that is not there lies in the next month. */
function nthWeekday(year: number, month: number, nth: number, weekday: string): number {
  const wanted = WEEKDAYS.findIndex((one) => one.slice(0, 2).toUpperCase() === weekday);
  const back = nth < 0;
  const edge = Date.UTC(year, back ? month + 1 : month, back ? 0 : 1);
  const off = wanted - WEEKDAYS.indexOf(weekdayOf(edge));
  return edge + (back ? -((7 - off) % 7) + (nth + 1) * 7 : ((7 + off) % 7) + (nth - 1) * 7) * DAY;
}

/** `20261225` as a UTC midnight; NaN for anything else. */
const dayOf = (text = ''): number =>
  /^\d{8}$/.test(text) ? midnight(text.replace(/^(....)(..)/, '$1-$2-')) : Number.NaN;
