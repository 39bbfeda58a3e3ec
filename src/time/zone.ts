import { IANAZone } from 'luxon';
import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { DAY, MINUTE } from './duration.ts';

/** A date on the wall, `2026-12-24`. */
export type LocalDate = string;
/** A time on the wall, `08:00`; `24:00` is the end of the day. */
export type LocalTime = string;

/** A date that is closed, and what people call it (empty: nobody said). */
export interface Holiday {
  date: LocalDate;
  name: string;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Names the platform has confirmed: asking it takes long. */
const zones = new Set<string>();

/** Whether it is the name of a zone. */
export function isZone(name: string): boolean {
  if (!zones.has(name) && IANAZone.isValidZone(name)) zones.add(name);
  return zones.has(name);
}

/**
 * Offsets of the zones at UTC midnights, by day: asking the platform takes long. No zone has ever changed and changed back
 * in less than a week, so equal offsets a few days apart hold in between.
 */
const atMidnight = new Map<string, Map<number, number>>();
const STEP_DAYS = 4;

/** Milliseconds that the zone's wall clock is ahead of UTC at an instant. Throws `invalid` for an unknown zone. */
export function offsetAt(zone: string, at: Instant): number {
  let known = atMidnight.get(zone);
  if (!known) {
    known = new Map();
    atMidnight.set(zone, known);
  }
  const day = Math.floor(at / DAY);
  const step = Math.floor(day / STEP_DAYS) * STEP_DAYS;
  const before = midnightOffset(known, zone, step);
  if (before === midnightOffset(known, zone, step + STEP_DAYS)) return before;
  const today = midnightOffset(known, zone, day);
  return today === midnightOffset(known, zone, day + 1) ? today : offsetOf(zone, at);
}

function midnightOffset(known: Map<number, number>, zone: string, day: number): number {
  let offset = known.get(day);
  if (offset === undefined) {
    offset = offsetOf(zone, day * DAY);
    known.set(day, offset);
  }
  return offset;
}

function offsetOf(zone: string, at: Instant): number {
  const minutes = IANAZone.create(zone).offset(at);
  if (Number.isNaN(minutes)) throw invalid(`"${zone}" is not a time zone: use an IANA name like Europe/Berlin.`);
  return minutes * MINUTE;
}

/** The wall clock at an instant, as the epoch ms a clock in UTC with the same reading would have. */
export const wallAt = (zone: string, at: Instant): number => at + offsetAt(zone, at);

/**
 * The instant of a wall-clock reading (given as epoch ms of the same reading in UTC). A reading the clock change skips
 * moves forward by the length of the gap; one that comes twice means the first.
 */
export function instantOf(zone: string, wall: number): Instant {
  const before = offsetAt(zone, wall - DAY);
  const first = wall - before;
  if (offsetAt(zone, first) === before) return first;
  const after = offsetAt(zone, wall + DAY);
  const second = wall - after;
  return offsetAt(zone, second) === after ? second : first;
}

/** Whether a zone had a date, given as its UTC midnight: one that moved over the date line has left one out. */
export function isDateIn(zone: string, day: number): boolean {
  if (offsetAt(zone, day - DAY) === offsetAt(zone, day + DAY)) return true;
  const noon = day + DAY / 2;
  return wallAt(zone, instantOf(zone, noon)) < day + DAY;
}

/** The date on the wall at an instant. */
export const dateAt = (zone: string, at: Instant): LocalDate => dateOf(wallAt(zone, at));

/** A date as the UTC midnight of the same date; NaN for a date that is in no calendar. */
export function midnight(date: LocalDate): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return dateOf(at) === date ? at : Number.NaN;
}

/** The date of a wall-clock reading given as {@link wallAt} gives it. */
export const dateOf = (wall: number): LocalDate =>
  Number.isNaN(wall) ? '' : new Date(wall).toISOString().slice(0, 10);

/** The weekday of a wall-clock reading given as {@link wallAt} gives it. */
export const weekdayOf = (wall: number): Weekday => WEEKDAYS[(((Math.floor(wall / DAY) + 3) % 7) + 7) % 7] ?? 'mon';

/** Milliseconds from midnight to a time on the wall; NaN when it is none. */
export function timeOfDay(time: LocalTime): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
  const ms = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return Number(minutes) < 60 && ms <= DAY ? ms : Number.NaN;
}
