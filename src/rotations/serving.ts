import type { Instant } from '../clock.ts';
import { DAY } from '../time/duration.ts';
import { type Rotation, whoServes } from './rotation.ts';
import type { RotationRule } from './rule.ts';

/** Somebody who is on, or nobody, and until when; null: no end within a year. */
export interface Serving {
  readonly user: string | null;
  readonly until: Instant | null;
}

/** Where no end is in sight it is looked for again after a day. */
const LONGEST_KEPT_MS = DAY;

interface Kept extends Serving {
  readonly from: Instant;
  readonly keptUntil: Instant;
  /** The people and exceptions it was worked out of. */
  readonly of: string;
}

const kept = new WeakMap<RotationRule, Kept>();

/**
 * Who is on at `at`, and until when. Asked for every card of every ticket, so the answer is kept as long as the shift goes
 * on and neither members nor overrides change.
 */
export function serving(rotation: Rotation, at: Instant): Serving {
  const { rule, members, overrides } = rotation;
  const of = JSON.stringify([members, overrides]);
  const known = kept.get(rule);
  if (known && known.of === of && known.from <= at && at < known.keptUntil) return known;
  const { user, until } = whoServes(rotation, at);
  const fresh = {
    user,
    until,
    from: at,
    keptUntil: Math.min(until ?? Number.POSITIVE_INFINITY, at + LONGEST_KEPT_MS),
    of,
  };
  kept.set(rule, fresh);
  return fresh;
}
