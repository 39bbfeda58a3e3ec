import type { Instant } from '../clock.ts';
import { merged, outside, type Stretch } from '../time/stretch.ts';
import { type Rotation, shifts } from './rotation.ts';
import { layerNames, type RotationRule, type ServiceWindow } from './rule.ts';
import { turnsOf } from './turns.ts';

/** Rules by their required hours, so that what follows from them is worked out once. */
const requiring = new WeakMap<readonly ServiceWindow[], RotationRule>();

function requiredRule(rule: RotationRule, required: readonly ServiceWindow[]): RotationRule {
  const known = requiring.get(required);
  if (known) return known;
  const made = { ...rule, windows: required };
  requiring.set(required, made);
  return made;
}

/**
 * When nobody is on in `[from, to)` although somebody must be: in the `required` hours, or where none are named in the hours of
 * the rotation, and around the clock where another one carries its nights. Either of the two will do. Not before the anchor.
 */
export function gaps(
  {
    rotation,
    night,
    required,
  }: { rotation: Rotation; night?: Rotation | null; required?: readonly ServiceWindow[] | null },
  from: Instant,
  to: Instant,
): readonly Stretch[] {
  const { rule } = rotation;
  const start = Math.max(from, turnsOf(rule).anchor);
  if (to <= start) return [];
  const needed =
    night && !required
      ? [{ from: start, to }]
      : turnsOf(required ? requiredRule(rule, required) : rule).opening.between(start, to);
  const served = (night ? [rotation, night] : [rotation]).flatMap((each) => shifts(each, start, to));
  return outside(
    needed,
    served.filter((shift) => shift.user !== null),
  );
}

/** Somebody is on although they are away. */
export interface Clash extends Stretch {
  readonly user: string;
  readonly layer: string | undefined;
}

/** When people in `[from, to)` are on although they are away, on every layer; not where they put themselves on knowing that. */
export function clashes(rotation: Rotation, from: Instant, to: Instant): Clash[] {
  const { absences = [], overrides, rule } = rotation;
  const away = absences.filter((each) => each.from < to && from < each.to);
  if (away.length === 0) return [];
  return layerNames(rule).flatMap((layer) =>
    shifts(rotation, from, to, layer).flatMap(({ user, from, to }) => {
      if (user === null) return [];
      const own = away
        .filter((each) => each.user === user)
        .flatMap((each) => {
          const onPurpose = overrides.filter(
            (put) => put.user === user && put.createdBy === user && put.createdAt >= (each.createdAt ?? put.createdAt),
          );
          return outside([{ from: Math.max(from, each.from), to: Math.min(to, each.to) }], merged(onPurpose));
        });
      return merged(own).map((stretch) => ({ ...stretch, user, layer }));
    }),
  );
}
