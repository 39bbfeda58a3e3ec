import type { Instant } from '../clock.ts';
import type { Reader } from '../db/database.ts';
import type { Policy } from '../policy/policy.ts';
import { DAY } from '../time/duration.ts';
import type { ShiftRef } from './ids.ts';
import type { RotationRule } from './rule.ts';
import { rotationOf } from './service.ts';
import { stints } from './stint.ts';

/** A shift that somebody serves, whole: of a week from nine to five the week. */
export interface ComingShift extends ShiftRef {
  /** What people call the rotation, and its layer where it has several. */
  readonly label: string;
}

const AHEAD = 35 * DAY;
const YEAR = 366 * DAY;
/** A turn may be long; what is in sight is shown with its true start and end. */
const LONGEST = 60 * DAY;

/** Everybody's shifts that run at `at` or begin within five weeks, by their start. */
export const comingShifts = (on: Reader, policy: Policy, at: Instant): Promise<ComingShift[]> =>
  shiftsWithin(on, policy, at, at + AHEAD);

/** Somebody's shifts: the one that runs at `at`, then those of the next five weeks, or where there are none of the next year. */
export async function shiftsOf(on: Reader, policy: Policy, user: string, at: Instant): Promise<ComingShift[]> {
  const own = (found: ComingShift[]) => found.filter((shift) => shift.user === user);
  const near = own(await comingShifts(on, policy, at));
  return near.length > 0 ? near : own(await shiftsWithin(on, policy, at, at + YEAR));
}

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

/** The names of the layers of a rotation; the only layer of most has none. */
export const layerNames = ({ layers = [] }: Pick<RotationRule, 'layers'>): readonly (string | undefined)[] =>
  layers.length > 0 ? layers : [undefined];

/** What people call a rotation, and its layer where it has several. */
export const labelOf = (label: string, layer: string | null | undefined): string =>
  layer ? `${label}, ${layer}` : label;
