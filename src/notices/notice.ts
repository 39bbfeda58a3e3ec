import type { Instant } from '../clock.ts';
import type { Policy, RotationRule as RotationTerms } from '../policy/policy.ts';
import { gaps } from '../rotations/gaps.ts';
import type { Rotation } from '../rotations/rotation.ts';
import { layerNames, type Stretch } from '../rotations/rule.ts';
import { type Stint, stints } from '../rotations/stint.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { outside } from '../time/stretch.ts';
import { isWorkingDay, workingDayBefore } from '../time/working-day.ts';
import { dateOf, instantOf, type LocalDate, timeOfDay, wallAt, weekdayOf } from '../time/zone.ts';

/** A rotation as notices look at it: its terms in the policy, its people, and whoever carries its nights. */
export interface Watched {
  readonly terms: RotationTerms;
  readonly rotation: Rotation;
  readonly night: Rotation | null;
  /** On which nobody is expected at work: the rotation's own, or where it has no calendar those of the one whose nights it carries. */
  readonly holidays: readonly LocalDate[];
  readonly times: NoticeTimes;
}

/** Times on the wall, in ms from midnight. */
export interface NoticeTimes {
  /** When people hear of their shift on the day before. */
  readonly dayBefore: number;
  /** The week and what is wrong are told from morning on, not after the evening. */
  readonly morning: number;
  readonly evening: number;
}

export const timesOf = ({ noticeTimes: { dayBefore, morning, evening } }: Policy): NoticeTimes => ({
  dayBefore: timeOfDay(dayBefore),
  morning: timeOfDay(morning),
  evening: timeOfDay(evening),
});

/** When somebody begins to serve. */
export interface Start extends Stretch {
  readonly terms: RotationTerms;
  readonly holidays: readonly LocalDate[];
  readonly layer: string | undefined;
  readonly user: string;
  /** The end of the first turn of it, which may be followed by others. */
  readonly turnTo: Instant;
  /** Who served before, if anybody is known. */
  readonly after: string | null;
}

/** A start, and when whoever begins is to hear of it. */
export interface Reminder extends Start {
  readonly at: Instant;
}

/** Before this, whoever served last has no part in it. */
const LOOK_BACK = 35 * DAY;
/** The most days that a reminder comes before the shift: over the longest row of holidays. */
const FURTHEST_REMINDER = 21 * DAY;

const midnightAt = (zone: string, at: Instant): number => Math.floor(wallAt(zone, at) / DAY) * DAY;

/**
 * Everybody who begins to serve in `(after, until]`. Going on after one's own shift is no start: not after a closed night, and
 * in a rotation of one person never.
 */
export function startsBetween({ terms, rotation, holidays }: Watched, after: Instant, until: Instant): Start[] {
  const isAlone = (rotation.members.at(-1)?.users.length ?? 0) < 2;
  return layerNames(rotation.rule).flatMap((layer) => {
    const all = stints(rotation, after - LOOK_BACK, until + FURTHEST_REMINDER, layer);
    return all.flatMap((stint, index): Start[] => {
      const last = all[index - 1];
      if (stint.from <= after || stint.from > until || (last && goesOn(last, stint, isAlone))) return [];
      const before = last && last.user !== stint.user ? last.user : null;
      return [{ ...stint, to: endOf(all, index), turnTo: stint.to, terms, holidays, layer, after: before }];
    });
  });
}

const goesOn = (last: Stint, next: Stint, isAlone: boolean): boolean =>
  last.user === next.user && (isAlone || next.from - last.to < DAY);

/** When whoever begins at stint `index` is through: several turns in a row are one time on. */
function endOf(all: readonly Stint[], index: number): Instant {
  const { user } = all[index] as Stint;
  let last = index;
  while (all[last + 1]?.user === user && all[last + 1]?.from === all[last]?.to) last++;
  return (all[last] as Stint).to;
}

/** Turns of more than a day are worth a word as they begin; of shorter ones the one on the day before is enough. */
export const tellsStart = ({ handoff: { every, interval }, notices }: RotationTerms): boolean =>
  notices.includes('shift_start') && interval * { hour: HOUR, day: DAY, week: 7 * DAY }[every] > DAY;

/**
 * Reminders due in `(after, until]`: in the afternoon of the last working day before the date of the shift, in the zone of
 * whoever serves.
 */
export function remindersBetween(
  watched: Watched,
  zoneOf: (user: string) => string,
  after: Instant,
  until: Instant,
): Reminder[] {
  if (!watched.terms.notices.includes('day_before')) return [];
  return startsBetween(watched, after, until + FURTHEST_REMINDER)
    .map((start) => ({ ...start, at: remindedAt(start, zoneOf(start.user), watched.times.dayBefore) }))
    .filter(({ at }) => after < at && at <= until);
}

function remindedAt({ from, holidays }: Start, zone: string, time: number): Instant {
  return instantOf(zone, workingDayBefore(midnightAt(zone, from), holidays) + time);
}

/** The Mondays at `time` in `(after, until]`. */
export function weeksBetween(zone: string, time: number, after: Instant, until: Instant): Instant[] {
  const found: Instant[] = [];
  for (let day = midnightAt(zone, after); instantOf(zone, day) <= until; day += DAY) {
    const at = instantOf(zone, day + time);
    if (weekdayOf(day) === 'mon' && after < at && at <= until) found.push(at);
  }
  return found;
}

/** The end of the week in which `at` lies: Monday's midnight. */
export function endOfWeek(zone: string, at: Instant): Instant {
  let day = midnightAt(zone, at) + DAY;
  while (weekdayOf(day) !== 'mon') day += DAY;
  return instantOf(zone, day);
}

/** The next morning after `at` on a working day of a rotation, when what is wrong with it is looked for. */
export function nextMorning({ terms: { timezone }, holidays, times }: Watched, at: Instant): Instant {
  for (let day = midnightAt(timezone, at); ; day += DAY) {
    const morning = instantOf(timezone, day + times.morning);
    const tooFar = morning > at + 60 * DAY;
    if (morning > at && (tooFar || isWorkingDay(day, holidays))) return morning;
  }
}

/** Whether it is daytime on a working day of a rotation. */
export function isOfficeTime({ terms: { timezone }, holidays, times }: Watched, at: Instant): boolean {
  const time = wallAt(timezone, at) - midnightAt(timezone, at);
  return isWorkingDay(midnightAt(timezone, at), holidays) && time >= times.morning && time < times.evening;
}

/** When nobody is on although somebody must be. Gaps of whoever carries the nights are looked at there, not here again. */
export function gapsOf({ terms, rotation, night }: Watched, from: Instant, to: Instant): readonly Stretch[] {
  const found = gaps({ rotation, night, required: terms.requiredHours }, from, to);
  return night ? outside(found, gaps({ rotation: night }, from, to)) : found;
}

/** A date on the wall, for the name of what is told once that day. */
export const dayIn = (zone: string, at: Instant): string => dateOf(wallAt(zone, at));

/** What the log says of a notice that would tell people nothing any more. */
export const TOO_LATE = 'a notice comes too late and is left out';
