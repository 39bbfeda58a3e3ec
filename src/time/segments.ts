import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { type Calendar, openTimes } from './calendar.ts';
import { DAY } from './duration.ts';
import { merged, type Stretch } from './stretch.ts';
import { dateOf, instantOf, type LocalDate, wallAt, weekdayOf } from './zone.ts';

/** The open stretches of one local year: half-open, sorted, apart from each other. */
interface OpenYear {
  starts: number[];
  ends: number[];
  /** Open ms of the year before each stretch; one more entry than stretches, the last being the year's whole. */
  before: number[];
}

/** How many local years a search for open time goes on before it gives up. */
const SEARCH_YEARS = 50;

/** What is worked out of a calendar, once. */
interface Worked {
  holidays: Set<LocalDate>;
  /** Open times by the UTC midnight of a date. */
  days: Map<number, [from: number, to: number][]>;
  years: Map<number, OpenYear>;
}

const workedOut = new WeakMap<Calendar, Worked>();

/** Open ms between two instants; 0 when `to` is not after `from`. */
export function openBetween(calendar: Calendar, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  const last = yearOf(calendar, to);
  let open = openUntil(openYear(calendar, last), to);
  for (let year = yearOf(calendar, from); year < last; year++) open += total(openYear(calendar, year));
  return open - openUntil(openYear(calendar, yearOf(calendar, from)), from);
}

/** The earliest instant at or after `start` with so many open ms between. Throws `invalid` when there is none in sight. */
export function advance(calendar: Calendar, start: Instant, ms: number): Instant {
  if (ms <= 0) return start;
  const first = yearOf(calendar, start);
  let wanted = ms + openUntil(openYear(calendar, first), start);
  for (let year = first; year < first + SEARCH_YEARS; year++) {
    const open = openYear(calendar, year);
    if (wanted <= total(open)) {
      const i = firstAtLeast(open.before, wanted) - 1;
      return at(open.starts, i) + wanted - at(open.before, i);
    }
    wanted -= total(open);
  }
  throw invalid(
    `Calendar ${calendar.name} has too little open time in the ${SEARCH_YEARS} years after ${new Date(start).toISOString()}. Give it weekly hours or later extra days.`,
  );
}

export function isOpenAt(calendar: Calendar, instant: Instant): boolean {
  const { starts, ends } = openYear(calendar, yearOf(calendar, instant));
  const i = firstAtLeast(starts, instant + 1) - 1;
  return i >= 0 && instant < at(ends, i);
}

/**
 * The first day from this one on that has open hours, as the UTC midnight of its date. Throws `invalid` when there is none
 * in sight.
 */
export function openDay(calendar: Calendar, from: number): number {
  for (let day = from, tries = 0; tries < SEARCH_YEARS * 366; day += DAY, tries++) {
    if (openTimesOf(calendar, day).length > 0) return day;
  }
  throw invalid(`Calendar ${calendar.name} does not open in the ${SEARCH_YEARS} years after ${dateOf(from)}.`);
}

/** The open stretches that overlap `[from, to)`, cut to it. */
export function openStretches(calendar: Calendar, from: Instant, to: Instant): Stretch[] {
  const found: Stretch[] = [];
  for (let year = yearOf(calendar, from); year <= yearOf(calendar, to); year++) {
    const { starts, ends } = openYear(calendar, year);
    for (const [i, start] of starts.entries()) {
      found.push({ from: Math.max(start, from), to: Math.min(at(ends, i), to) });
    }
  }
  return merged(found);
}

const yearOf = (calendar: Calendar, instant: Instant): number =>
  new Date(wallAt(calendar.timezone, instant)).getUTCFullYear();

const total = (open: OpenYear): number => at(open.before, open.starts.length);

/** Open ms from the year's begin to an instant. */
function openUntil({ starts, ends, before }: OpenYear, instant: Instant): number {
  const i = firstAtLeast(starts, instant) - 1;
  return i < 0 ? 0 : at(before, i) + Math.min(instant, at(ends, i)) - at(starts, i);
}

function worked(calendar: Calendar): Worked {
  const known = workedOut.get(calendar);
  if (known) return known;
  const fresh: Worked = { holidays: new Set(calendar.holidays), days: new Map(), years: new Map() };
  workedOut.set(calendar, fresh);
  return fresh;
}

function openYear(calendar: Calendar, year: number): OpenYear {
  const { years } = worked(calendar);
  const known = years.get(year);
  if (known) return known;
  const open = buildYear(calendar, year);
  years.set(year, open);
  return open;
}

function buildYear(calendar: Calendar, year: number): OpenYear {
  const found: Stretch[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += DAY) {
    for (const [from, to] of openTimesOf(calendar, day)) {
      found.push({ from: instantOf(calendar.timezone, day + from), to: instantOf(calendar.timezone, day + to) });
    }
  }
  const open: OpenYear = { starts: [], ends: [], before: [0] };
  for (const [i, { from, to }] of merged(found).entries()) {
    open.starts.push(from);
    open.ends.push(to);
    open.before.push(at(open.before, i) + to - from);
  }
  return open;
}

/** The open times of a date, given as its UTC midnight: ms from midnight on the wall, sorted and apart. */
export function openTimesOf(calendar: Calendar, day: number): [from: number, to: number][] {
  const { days, holidays } = worked(calendar);
  const known = days.get(day);
  if (known) return known;
  const date = dateOf(day);
  const weekday = weekdayOf(day);
  const hours = holidays.has(date) ? [] : (calendar.extraDays[date] ?? calendar.hours[weekday] ?? []);
  const open = openTimes(hours, calendar.breaks, weekday, date);
  days.set(day, open);
  return open;
}

/** The index of the first value of an ascending list that is at least `wanted`; its length when there is none. */
function firstAtLeast(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(values, middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

const at = (values: readonly number[], i: number): number => values[i] ?? Number.NaN;
