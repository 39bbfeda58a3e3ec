import { type Calendar, isAlwaysOpen, openTimes } from './calendar.ts';
import { HOUR, MINUTE, sayDuration, sayTarget, type Target } from './duration.ts';
import { WEEKDAYS, type Weekday } from './zone.ts';

/** Open times of a day: ms from midnight on the wall, sorted and apart. */
export type Times = readonly (readonly [from: number, to: number])[];

/** Weekdays that follow each other and have the same hours. */
export interface Days {
  first: Weekday;
  last: Weekday;
  times: Times;
}

/** What a weekday has when nothing special is on. */
export const usualTimes = (calendar: Calendar, weekday: Weekday): Times =>
  openTimes(
    calendar.hours[weekday] ?? [],
    calendar.breaks.filter((one) => 'days' in one),
    weekday,
    '',
  );

/** The week of a calendar from Monday on. */
export function weekOf(calendar: Calendar): Days[] {
  const groups: Days[] = [];
  for (const weekday of WEEKDAYS) {
    const times = usualTimes(calendar, weekday);
    const group = groups.at(-1);
    if (group && String(group.times) === String(times)) group.last = weekday;
    else groups.push({ first: weekday, last: weekday, times });
  }
  return groups;
}

/** `30 h of our support hours`: a promise in hours means little without whose hours they are. */
export const sayPromise = (target: Target, calendar: Calendar): string => promiseParts(target, calendar).join('');

/** {@link sayPromise} apart: how long, and whose hours. A day of open hours is no day on the wall, so those stay hours. */
export function promiseParts(target: Target, calendar: Calendar): [within: string, where: string] {
  if (target.kind !== 'open') return [sayTarget(target), ''];
  if (isAlwaysOpen(calendar)) return [sayTarget(target), ', around the clock'];
  const minutes = Math.round(target.ms / MINUTE);
  const parts = [`${Math.floor(minutes / 60)} h`, ...(minutes % 60 > 0 ? [`${minutes % 60} min`] : [])];
  return [minutes < 60 ? sayDuration(target.ms) : parts.join(' '), ' of our support hours'];
}

/** `08:00` for a time of day in ms. */
export const timeName = (ms: number): string =>
  [Math.floor(ms / HOUR), (ms % HOUR) / MINUTE].map((part) => String(part).padStart(2, '0')).join(':');

/** When a calendar is open, in words for people who have never seen it: `Mon–Fri 08:00–18:00, Berlin time`. */
export function sayHours(calendar: Calendar): string {
  if (isAlwaysOpen(calendar)) return 'around the clock';
  const week = weekOf(calendar).filter(({ times }) => times.length > 0);
  const days = week.map(({ first, last, times }) => `${dayNames(first, last)} ${timeNames(times)}`);
  const where = `${sayZone(calendar.timezone)}${calendar.holidays.length > 0 ? ', not on holidays' : ''}`;
  return [...(days.length > 0 ? days : ['on single days']), where].join(', ');
}

const dayNames = (first: Weekday, last: Weekday): string =>
  first === last ? named(first) : first === 'mon' && last === 'sun' ? 'every day' : `${named(first)}–${named(last)}`;

const named = (day: Weekday): string => `${day.charAt(0).toUpperCase()}${day.slice(1)}`;

const timeNames = (times: Times): string =>
  times
    .map(([from, to]) => (from === 0 && to === 24 * HOUR ? 'all day' : `${timeName(from)}–${timeName(to)}`))
    .join(' and ');

/** `Berlin time` for a zone that is named after a place. */
const sayZone = (zone: string): string =>
  zone.includes('/') && !zone.startsWith('Etc/')
    ? `${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`
    : zone;
