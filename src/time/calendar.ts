import { invalid } from '../errors.ts';
import {
  type Holiday,
  isZone,
  type LocalDate,
  type LocalTime,
  midnight,
  timeOfDay,
  WEEKDAYS,
  type Weekday,
} from './zone.ts';

/** Opening hours of a day: half-open `[from, to)` in any order, `24:00` allowed, never over midnight. */
export type Hours = readonly (readonly [from: LocalTime, to: LocalTime])[];

/** A stretch cut out of the opening hours: every week on these days, or once on a date. */
export type Break =
  | { days: readonly Weekday[]; from: LocalTime; to: LocalTime }
  | { date: LocalDate; from: LocalTime; to: LocalTime };

/**
 * When a desk is open. A holiday closes its date, also over an extra day; an extra day replaces the weekly hours of its
 * date; breaks are cut out of both.
 */
export interface Calendar {
  readonly name: string;
  readonly timezone: string;
  readonly hours: Readonly<Partial<Record<Weekday, Hours>>>;
  readonly breaks: readonly Break[];
  readonly holidays: readonly LocalDate[];
  /** What people call a holiday; those without a name are not in it. */
  readonly holidayNames: Readonly<Record<LocalDate, string>>;
  readonly extraDays: Readonly<Record<LocalDate, Hours>>;
}

/** Hours that have a name: around the clock, all week or on weekdays. */
export const NAMED_HOURS = { '24x7': WEEKDAYS, '24x5': WEEKDAYS.slice(0, 5) } as const;
export type NamedHours = keyof typeof NAMED_HOURS;

/** What a calendar is written as; everything but the name, the zone and the hours may be left out. */
export interface CalendarSpec {
  name: string;
  timezone: string;
  hours: NamedHours | Partial<Record<Weekday, Hours>>;
  breaks?: readonly Break[];
  /** Dates, with their names where they have one; of a date that is there twice the first name counts. */
  holidays?: readonly (LocalDate | Holiday)[];
  extraDays?: Record<LocalDate, Hours>;
}

/** Something wrong with a calendar; `path` leads to it from the spec. */
export interface CalendarFault {
  path: (string | number)[];
  message: string;
}

/** The calendar of a spec. Throws `invalid`, naming every fault, when a part is wrong or the calendar would never open. */
export function calendarOf(spec: CalendarSpec): Calendar {
  const faults = calendarFaults(spec);
  if (faults.length > 0) throw invalid(`Calendar ${spec.name}: ${faults.map((fault) => fault.message).join('; ')}.`);
  const named = (spec.holidays ?? []).flatMap((one) => (typeof one === 'object' && one.name ? [one] : []));
  return {
    name: spec.name,
    timezone: spec.timezone,
    hours: weeklyHours(spec.hours),
    breaks: spec.breaks ?? [],
    holidays: [...new Set((spec.holidays ?? []).map(dateIn))].sort(),
    holidayNames: Object.fromEntries(named.reverse().map(({ date, name }) => [date, name])),
    extraDays: spec.extraDays ?? {},
  };
}

/** Everything that is wrong with a calendar, in the order it is written; empty when it can be used. */
export function calendarFaults(spec: CalendarSpec): CalendarFault[] {
  const faults: CalendarFault[] = [];
  const fault = (message: string, ...path: (string | number)[]) => faults.push({ path, message });

  if (!isZone(spec.timezone)) fault(`"${spec.timezone}" is no time zone — an IANA name like Europe/Berlin`, 'timezone');
  const windows = (hours: Hours, ...path: (string | number)[]) => {
    for (const [i, [from, to]] of hours.entries()) {
      if (!isWindow(from, to))
        fault(`${from} to ${to} is no opening time — HH:MM, the end after the start`, ...path, i);
    }
  };
  if (typeof spec.hours !== 'string') {
    for (const [day, hours] of Object.entries(spec.hours)) windows(hours, 'hours', day);
  }
  for (const [i, pause] of (spec.breaks ?? []).entries()) {
    if (!isWindow(pause.from, pause.to)) {
      fault(`${pause.from} to ${pause.to} is no break — HH:MM, the end after the start`, 'breaks', i);
    }
    if ('date' in pause && !isDate(pause.date)) fault(notADate(pause.date), 'breaks', i, 'date');
  }
  for (const [i, holiday] of (spec.holidays ?? []).entries()) {
    if (!isDate(dateIn(holiday))) fault(notADate(dateIn(holiday)), 'holidays', i);
  }
  for (const [date, hours] of Object.entries(spec.extraDays ?? {})) {
    if (!isDate(date)) fault(notADate(date), 'extraDays', date);
    windows(hours, 'extraDays', date);
  }
  if (faults.length === 0 && !opensEver(spec))
    fault('it never opens — at least one open hour in a week or on an extra day');
  return faults;
}

const dateIn = (holiday: LocalDate | Holiday): LocalDate => (typeof holiday === 'string' ? holiday : holiday.date);
const isDate = (date: LocalDate): boolean => !Number.isNaN(midnight(date));
const notADate = (date: string): string => `"${date}" is no date — a day like 2026-12-24`;
const isWindow = (from: LocalTime, to: LocalTime): boolean => timeOfDay(from) < timeOfDay(to);

function weeklyHours(hours: CalendarSpec['hours']): Calendar['hours'] {
  if (typeof hours !== 'string') return hours;
  return Object.fromEntries(NAMED_HOURS[hours].map((day) => [day, [['00:00', '24:00']]]));
}

function opensEver(spec: CalendarSpec): boolean {
  const weekly = weeklyHours(spec.hours);
  const breaks = spec.breaks ?? [];
  if (WEEKDAYS.some((day) => openTimes(weekly[day] ?? [], breaks, day, '').length > 0)) return true;
  return Object.entries(spec.extraDays ?? {}).some(([date, hours]) => {
    if (spec.holidays?.some((holiday) => dateIn(holiday) === date)) return false;
    const day = WEEKDAYS[(new Date(midnight(date)).getUTCDay() + 6) % 7] ?? 'mon';
    return openTimes(hours, breaks, day, date).length > 0;
  });
}

/** Whether it is open every minute of every day. */
export const isAlwaysOpen = ({ hours, breaks, holidays, extraDays }: Calendar): boolean =>
  breaks.length + holidays.length + Object.keys(extraDays).length === 0 &&
  WEEKDAYS.every((day) => hours[day]?.length === 1 && hours[day][0]?.join() === '00:00,24:00');

/** The open stretches of one day in ms from midnight, sorted and without touching neighbours, breaks cut out. */
export function openTimes(
  hours: Hours,
  breaks: readonly Break[],
  day: Weekday,
  date: LocalDate,
): [from: number, to: number][] {
  const open: [number, number][] = [];
  const sorted = hours.map(([from, to]) => [timeOfDay(from), timeOfDay(to)] as const).sort(([a], [b]) => a - b);
  for (const [from, to] of sorted) {
    const last = open.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else open.push([from, to]);
  }
  return breaks
    .filter((pause) => ('date' in pause ? pause.date === date : pause.days.includes(day)))
    .reduce((rest, pause) => rest.flatMap((stretch) => without(stretch, pause)), open);
}

function without([from, to]: [number, number], pause: Break): [number, number][] {
  const start = timeOfDay(pause.from);
  const end = timeOfDay(pause.to);
  const parts: [number, number][] = [
    [from, Math.min(to, start)],
    [Math.max(from, end), to],
  ];
  return parts.filter(([a, b]) => a < b);
}
