import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { type Calendar, openTimes } from './calendar.ts';
import { DAY } from './duration.ts';
import { merged, type Stretch } from './stretch.ts';
import { dateOf, instantOf, isDateIn, type LocalDate, midnight, WEEKDAYS, type Weekday, weekdayOf } from './zone.ts';

/**
 * Open time is worked out in parts of a year's length, counted from 1970 in UTC: which part an instant lies in is a division, whatever the
 * zone. Half-open stretches, sorted, apart from each other, cut to the part.
 */
interface Part {
  starts: number[];
  ends: number[];
  /** Open ms of the part before each stretch; one more entry than stretches, the last being the whole. */
  before: number[];
}
const PART = 366 * DAY;
const partOf = (instant: Instant): number => Math.floor(instant / PART);

/** How many parts a search for open time goes on before it gives up: fifty years. */
const SEARCH_PARTS = 50;

/** A date lasts on the wall from its UTC midnight; no zone is further away from UTC than this. */
const FURTHEST_ZONE = 2 * DAY;

/** Open times of a day: ms from midnight on the wall, sorted and apart. */
type OpenTimes = readonly (readonly [from: number, to: number])[];

/** What is worked out of a calendar, once. Dates are UTC midnights. */
interface Worked {
  week: Map<Weekday, OpenTimes>;
  /** Dates with hours or breaks of their own. */
  special: Map<number, OpenTimes>;
  holidays: Set<number>;
  /** Dates that were asked for. */
  days: Map<number, OpenTimes>;
  parts: Map<number, Part>;
}

const workedOut = new WeakMap<Calendar, Worked>();

/** Open ms between two instants; 0 when `to` is not after `from`. */
export function openBetween(calendar: Calendar, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  const { parts } = worked(calendar);
  const first = partOf(from);
  const last = partOf(to);
  let open = openUntil(part(calendar, parts, last), to);
  for (let number = first; number < last; number++) open += total(part(calendar, parts, number));
  return open - openUntil(part(calendar, parts, first), from);
}

/** The earliest instant at or after `start` with so many open ms between. Throws `invalid` when there is none in sight. */
export function advance(calendar: Calendar, start: Instant, ms: number): Instant {
  if (ms <= 0) return start;
  const { parts } = worked(calendar);
  const first = partOf(start);
  let wanted = ms + openUntil(part(calendar, parts, first), start);
  for (let number = first; number < first + SEARCH_PARTS; number++) {
    const open = part(calendar, parts, number);
    if (wanted <= total(open)) {
      const i = firstAtLeast(open.before, wanted) - 1;
      return at(open.starts, i) + wanted - at(open.before, i);
    }
    wanted -= total(open);
  }
  throw invalid(
    `Calendar ${calendar.name} has too little open time in the ${SEARCH_PARTS} years after ${new Date(start).toISOString()}. Give it weekly hours or later extra days.`,
  );
}

export function isOpenAt(calendar: Calendar, instant: Instant): boolean {
  const { starts, ends } = part(calendar, worked(calendar).parts, partOf(instant));
  const i = firstAtLeast(starts, instant + 1) - 1;
  return i >= 0 && instant < at(ends, i);
}

/**
 * The so-manyth day after this one that has open hours; days are UTC midnights of dates. Throws `invalid` when there are
 * not so many in sight.
 */
export function openDayAfter(calendar: Calendar, day: number, count: number): number {
  let left = count;
  for (let at = day + DAY; at <= day + SEARCH_PARTS * PART; at += DAY) {
    if (openTimesOf(calendar, at).length > 0 && --left === 0) return at;
  }
  throw invalid(`Calendar ${calendar.name} has too few open days in the ${SEARCH_PARTS} years after ${dateOf(day)}.`);
}

/** The open stretches that overlap `[from, to)`, cut to it. */
export function openStretches(calendar: Calendar, from: Instant, to: Instant): readonly Stretch[] {
  const { parts } = worked(calendar);
  const found: Stretch[] = [];
  for (let number = partOf(from); number <= partOf(to); number++) {
    const { starts, ends } = part(calendar, parts, number);
    for (const [i, start] of starts.entries()) {
      found.push({ from: Math.max(start, from), to: Math.min(at(ends, i), to) });
    }
  }
  return merged(found);
}

const total = (open: Part): number => at(open.before, open.starts.length);

/** Open ms from the part's begin to an instant. */
function openUntil({ starts, ends, before }: Part, instant: Instant): number {
  const i = firstAtLeast(starts, instant) - 1;
  return i < 0 ? 0 : at(before, i) + Math.min(instant, at(ends, i)) - at(starts, i);
}

function worked(calendar: Calendar): Worked {
  const known = workedOut.get(calendar);
  if (known) return known;
  const { hours, breaks, extraDays } = calendar;
  const openOn = (weekday: Weekday, date: LocalDate) =>
    openTimes(extraDays[date] ?? hours[weekday] ?? [], breaks, weekday, date);
  const dates = [...Object.keys(extraDays), ...breaks.flatMap((one) => ('date' in one ? [one.date] : []))];
  const fresh: Worked = {
    week: new Map(WEEKDAYS.map((weekday) => [weekday, openOn(weekday, '')])),
    special: new Map(dates.map((date) => [midnight(date), openOn(weekdayOf(midnight(date)), date)])),
    holidays: new Set(calendar.holidays.map(midnight)),
    days: new Map(),
    parts: new Map(),
  };
  workedOut.set(calendar, fresh);
  return fresh;
}

function part(calendar: Calendar, parts: Map<number, Part>, number: number): Part {
  const known = parts.get(number);
  if (known) return known;
  const open = buildPart(calendar, number * PART);
  parts.set(number, open);
  return open;
}

function buildPart(calendar: Calendar, start: Instant): Part {
  const zone = calendar.timezone;
  const end = start + PART;
  const found: Stretch[] = [];
  for (let day = start - FURTHEST_ZONE; day < end + FURTHEST_ZONE; day += DAY) {
    for (const [from, to] of openTimesOf(calendar, day)) {
      found.push({
        from: Math.max(instantOf(zone, day + from), start),
        to: Math.min(instantOf(zone, day + to), end),
      });
    }
  }
  const open: Part = { starts: [], ends: [], before: [0] };
  for (const [i, { from, to }] of merged(found).entries()) {
    open.starts.push(from);
    open.ends.push(to);
    open.before.push(at(open.before, i) + to - from);
  }
  return open;
}

/** The open times of a date, given as its UTC midnight. */
export function openTimesOf(calendar: Calendar, day: number): OpenTimes {
  const { week, special, holidays, days } = worked(calendar);
  let open = days.get(day);
  if (!open) {
    const isClosed = holidays.has(day) || !isDateIn(calendar.timezone, day);
    open = isClosed ? [] : (special.get(day) ?? week.get(weekdayOf(day)) ?? []);
    days.set(day, open);
  }
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
