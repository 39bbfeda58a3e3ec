import type { Instant } from '../clock.ts';
import { DAY } from '../time/duration.ts';
import type { Absence } from './absence.ts';
import type { MemberList } from './members.ts';
import type { Override } from './override.ts';
import { joined, pieces } from './resolve.ts';
import { layerOf, type RotationRule, type Stretch } from './rule.ts';
import { dutyAt } from './schedule.ts';
import { turnsOf } from './turns.ts';

/**
 * A rule, the people who serve in turn, and the exceptions. Treat as immutable: what is worked out of it is remembered with
 * the object.
 */
export interface Rotation {
  readonly rule: RotationRule;
  readonly members: readonly MemberList[];
  readonly overrides: readonly Override[];
  readonly absences?: readonly Absence[] | undefined;
}

/**
 * Why somebody is on, or nobody. `instead` is who would have been on without the override, the absence, or the absences that
 * moved them up to `layer`; `from` and `to` are the turn's. `no_members` also where there are fewer members than layers.
 */
export type Why =
  | { readonly kind: 'turn'; readonly from: Instant; readonly to: Instant }
  | { readonly kind: 'absence'; readonly from: Instant; readonly to: Instant; readonly instead: string }
  | {
      readonly kind: 'moved_up';
      readonly from: Instant;
      readonly to: Instant;
      readonly instead: string;
      readonly layer: string | undefined;
    }
  | { readonly kind: 'override'; readonly override: Override; readonly instead: string | null }
  | { readonly kind: 'before_anchor' }
  | { readonly kind: 'outside_windows' }
  | { readonly kind: 'no_members' };

/** One person's time on, or a gap (`user` null). */
export interface Shift extends Stretch {
  readonly user: string | null;
}

/** Who is on at an instant. `from` and `until` are null where nobody else is on within a year. */
export interface OnDuty {
  readonly user: string | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly why: Why;
}

/** The rule's hand-offs in `[from, to)`, the anchor included, whoever the members are and whatever the windows say. */
export function handoffs(rule: RotationRule, from: Instant, to: Instant): Instant[] {
  return turnsOf(rule)
    .between(from, to)
    .map((turn) => turn.from)
    .filter((at) => at >= from);
}

/** The next `count` hand-offs after `after`. */
export function nextHandoffs(rule: RotationRule, after: Instant, count: number): Instant[] {
  const turns = turnsOf(rule);
  const found: Instant[] = [];
  let at = after < turns.anchor ? turns.anchor : turns.endOf(after);
  for (; found.length < count; at = turns.endOf(at)) found.push(at);
  return found;
}

/** Who is on at `at`, since when, until when, and why; on the first layer unless another is named. */
export const whoIsOn = (rotation: Rotation, at: Instant, layer?: string): OnDuty =>
  dutyAt(rotation, layerOf(rotation.rule, layer), at);

/**
 * Everybody's time on in `[from, to)`, cut to it, gaps included; touching stretches of one person are one shift. Of the
 * first layer unless another is named.
 */
export const shifts = (rotation: Rotation, from: Instant, to: Instant, layer?: string): Shift[] =>
  joined(pieces(rotation, layerOf(rotation.rule, layer), from, to));

/** The first shift of `user` that begins after `after`; null when there is none within five years. */
export function nextShiftOf(rotation: Rotation, user: string, after: Instant, layer?: string): OnDuty | null {
  const known = [...rotation.members.flatMap((list) => list.users), ...rotation.overrides.map((each) => each.user)];
  if (!known.includes(user)) return null;
  for (const reach of [30 * DAY, 365 * DAY, 5 * 365 * DAY]) {
    const next = shifts(rotation, after, after + reach, layer).find(
      (shift) => shift.user === user && shift.from > after,
    );
    if (next) return whoIsOn(rotation, next.from, layer);
  }
  return null;
}
