import type { Instant } from '../clock.ts';
import { DAY } from '../time/duration.ts';
import { type MemberList, order } from './members.ts';
import { byCreation, type Override } from './override.ts';
import type { RotationRule, Stretch } from './rule.ts';
import { turnsOf } from './turns.ts';

/** A rule, the people who serve in turn, and the exceptions. */
export interface Rotation {
  readonly rule: RotationRule;
  readonly members: readonly MemberList[];
  readonly overrides: readonly Override[];
}

/** Why somebody is on, or nobody. `instead` is who would have been on without the override. */
export type Why =
  | { readonly kind: 'turn'; readonly from: Instant; readonly to: Instant }
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

/** Who is on at `at`, since when, until when, and why. */
export function whoIsOn(rotation: Rotation, at: Instant): OnDuty {
  const [now] = pieces(rotation, at, at + 1) as [Piece];
  const from = nearest((reach) => {
    const start = shifts(rotation, at - reach, at + 1).at(-1)?.from ?? at;
    return start > at - reach ? start : null;
  });
  return { user: now.user, from, until: endOfShift(rotation, at), why: now.why };
}

/** Who is on at `at`, and until when; as `whoIsOn` says it, without looking back. */
export function whoServes(rotation: Rotation, at: Instant): Pick<OnDuty, 'user' | 'until'> {
  const [now] = pieces(rotation, at, at + 1) as [Piece];
  return { user: now.user, until: endOfShift(rotation, at) };
}

const endOfShift = (rotation: Rotation, at: Instant): Instant | null =>
  nearest((reach) => {
    const end = shifts(rotation, at, at + reach)[0]?.to ?? at;
    return end < at + reach ? end : null;
  });

/** Everybody's time on in `[from, to)`, cut to it, gaps included; touching stretches of one person are one shift. */
export function shifts(rotation: Rotation, from: Instant, to: Instant): Shift[] {
  const found: { user: string | null; from: Instant; to: Instant }[] = [];
  for (const piece of pieces(rotation, from, to)) {
    const last = found.at(-1);
    if (last && last.user === piece.user) last.to = piece.to;
    else found.push({ user: piece.user, from: piece.from, to: piece.to });
  }
  return found;
}

/** The first shift of `user` that begins after `after`; null when there is none within five years. */
export function nextShiftOf(rotation: Rotation, user: string, after: Instant): OnDuty | null {
  const known = [...rotation.members.flatMap((list) => list.users), ...rotation.overrides.map((each) => each.user)];
  if (!known.includes(user)) return null;
  for (const reach of [30 * DAY, 365 * DAY, 5 * 365 * DAY]) {
    const next = shifts(rotation, after, after + reach).find((shift) => shift.user === user && shift.from > after);
    if (next) return whoIsOn(rotation, next.from);
  }
  return null;
}

/** Looks near first, then further, up to a year. */
function nearest(look: (reach: number) => Instant | null): Instant | null {
  for (const reach of [2 * DAY, 8 * DAY, 32 * DAY, 366 * DAY]) {
    const found = look(reach);
    if (found !== null) return found;
  }
  return null;
}

interface Piece extends Shift {
  readonly why: Why;
}

/** Covers `[from, to)` without a hole: whose turn it is, then every override on what holds so far. */
function pieces(rotation: Rotation, from: Instant, to: Instant): Piece[] {
  let held = inTurn(rotation, from, to);
  for (const override of byCreation(rotation.overrides)) {
    if (override.from < to && from < override.to) held = held.flatMap((piece) => laidOver(piece, override));
  }
  return held;
}

function inTurn({ rule, members }: Rotation, from: Instant, to: Instant): Piece[] {
  const turns = turnsOf(rule);
  const { holder, takeovers } = order(members, turns);
  const found: Piece[] = [];
  let at = from;
  const add = (until: Instant, user: string | null, why: Why) => {
    if (at < until) found.push({ user, from: at, to: until, why });
    at = Math.max(at, until);
  };
  add(Math.min(turns.anchor, to), null, { kind: 'before_anchor' });
  for (const turn of turns.between(at, to)) {
    for (const open of turns.opening.between(Math.max(at, turn.from), Math.min(turn.to, to))) {
      add(open.from, null, { kind: 'outside_windows' });
      for (const until of [...takeovers(at, open.to), open.to]) {
        const user = holder(turn.number, at);
        add(until, user, user === null ? { kind: 'no_members' } : { kind: 'turn', from: turn.from, to: turn.to });
      }
    }
  }
  add(to, null, { kind: 'outside_windows' });
  return found;
}

/** A piece with an override on it: up to three pieces. */
function laidOver(piece: Piece, override: Override): Piece[] {
  const from = Math.max(piece.from, override.from);
  const to = Math.min(piece.to, override.to);
  if (from >= to || (override.replaces !== undefined && override.replaces !== piece.user)) return [piece];
  const inside: Piece = {
    user: override.user,
    from,
    to,
    why: { kind: 'override', override, instead: piece.user },
  };
  return [{ ...piece, to: from }, inside, { ...piece, from: to }].filter((each) => each.from < each.to);
}
