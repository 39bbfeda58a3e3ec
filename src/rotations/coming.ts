import type { Instant } from '../clock.ts';
import type { Reader } from '../db/database.ts';
import type { Policy } from '../policy/policy.ts';
import { DAY } from '../time/duration.ts';
import type { ShiftRef } from './ids.ts';
import type { Rotation } from './rotation.ts';
import { labelOf, layerNames } from './rule.ts';
import { rotationOf } from './service.ts';
import { stints, stintsOf } from './stint.ts';

/** A shift that somebody serves, whole: of a week from nine to five the week. */
export interface ComingShift extends ShiftRef {
  /** What people call the rotation, and its layer where it has several. */
  readonly label: string;
}

const AHEAD = 35 * DAY;
/** Shifts further ahead than that, of one person. */
const MOST_FAR = 3;
/** A turn may be long; what is in sight is shown with its true start and end. */
const LONGEST = 35 * DAY;

/** Everybody's shifts that run at `at` or begin within five weeks, by their start. */
export const comingShifts = (on: Reader, policy: Policy, at: Instant): Promise<ComingShift[]> =>
  shiftsWithin(on, policy, at, at + AHEAD);

/**
 * Somebody's shifts out of everybody's `coming` ones; where there are none, the next within a year in the rotations in which
 * they serve.
 */
export async function shiftsOf(
  on: Reader,
  policy: Policy,
  user: string,
  at: Instant,
  coming: readonly ComingShift[],
): Promise<ComingShift[]> {
  const near = coming.filter((shift) => shift.user === user);
  if (near.length > 0) return near;
  const found: ComingShift[] = [];
  for (const { key, label } of Object.values(policy.rotations)) {
    const rotation = await rotationOf(on, policy, key, at);
    if (!serves(rotation, user)) continue;
    for (const layer of layerNames(rotation.rule)) {
      const about = { rotation: key, layer, label: labelOf(label, layer) };
      found.push(...stintsOf(rotation, user, at, MOST_FAR, layer).map((each) => ({ ...about, ...each })));
    }
  }
  return found.toSorted((a, b) => a.from - b.from);
}

const serves = ({ members, overrides }: Rotation, user: string): boolean =>
  (members.at(-1)?.users.includes(user) ?? false) || overrides.some((each) => each.user === user);

/** Everybody's shifts that touch `[from, to)`, whole, by their start. */
export async function shiftsWithin(on: Reader, policy: Policy, from: Instant, to: Instant): Promise<ComingShift[]> {
  const found: ComingShift[] = [];
  for (const { key, label } of Object.values(policy.rotations)) {
    const rotation = await rotationOf(on, policy, key, from);
    for (const layer of layerNames(rotation.rule)) {
      const about = { rotation: key, layer, label: labelOf(label, layer) };
      const near = stints(rotation, from - LONGEST, to + LONGEST, layer);
      found.push(...near.filter((each) => each.to > from && each.from < to).map((each) => ({ ...about, ...each })));
    }
  }
  return found.toSorted((a, b) => a.from - b.from);
}
