import type { Instant } from '../clock.ts';
import { order } from './members.ts';
import { byCreation, type Override } from './override.ts';
import type { Rotation, Shift, Why } from './rotation.ts';
import { layerOf } from './rule.ts';
import { serving } from './serving.ts';
import { turnsOf } from './turns.ts';

/** Somebody's time on, or a gap, for one reason. */
export interface Piece extends Shift {
  readonly why: Why;
}

/** Covers `[from, to)` without a hole: whose turn it is, past whoever is away, then every override on what holds so far. */
export function pieces(rotation: Rotation, layer: number, from: Instant, to: Instant): Piece[] {
  const held = inTurn(rotation, layer, from, to);
  const laid = rotation.overrides.filter(
    (each) => each.from < to && from < each.to && layerOf(rotation.rule, each.layer) === layer,
  );
  for (const override of byCreation(laid)) layOver(held, override);
  return held;
}

function inTurn(rotation: Rotation, layer: number, from: Instant, to: Instant): Piece[] {
  const { rule, members } = rotation;
  const turns = turnsOf(rule);
  const { place, takeovers } = order(members, turns);
  const { changes: standingIn, on } = serving(rotation, from, to);
  const found: Piece[] = [];
  let at = from;
  const add = (until: Instant, user: string | null, why: Why) => {
    if (at < until) found.push({ user, from: at, to: until, why });
    at = Math.max(at, until);
  };
  const changes = (end: Instant) =>
    [...takeovers(at, end), ...standingIn].filter((change) => at < change && change < end).sort((a, b) => a - b);
  add(Math.min(turns.anchor, to), null, { kind: 'before_anchor' });
  const opened = turns.opening.between(at, to);
  let next = 0;
  for (const turn of turns.between(at, to)) {
    for (let open = opened[next]; open && open.from < turn.to; open = opened[++next]) {
      add(open.from, null, { kind: 'outside_windows' });
      const end = Math.min(open.to, turn.to);
      for (const until of [...changes(end), end]) {
        const whose = place(turn.number, at);
        const served = whose && on(whose, at)[layer];
        if (served) add(until, served.user, { ...served.why, from: turn.from, to: turn.to });
        else add(until, null, { kind: 'no_members' });
      }
      if (open.to > turn.to) break;
    }
  }
  add(to, null, { kind: 'outside_windows' });
  return found;
}

/** Puts an override on pieces that are in order. */
function layOver(held: Piece[], override: Override): void {
  const first = firstEndingAfter(held, override.from);
  let last = first;
  while (last < held.length && (held[last] as Piece).from < override.to) last++;
  held.splice(first, last - first, ...held.slice(first, last).flatMap((piece) => laidOver(piece, override)));
}

/** The place of the first piece that ends after `at`. */
export function firstEndingAfter(stretches: readonly Shift[], at: Instant): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Shift).to > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A piece with an override on it: up to three pieces. */
function laidOver(piece: Piece, override: Override): Piece[] {
  const from = Math.max(piece.from, override.from);
  const to = Math.min(piece.to, override.to);
  const away = piece.why.kind === 'absence' ? piece.why.instead : null;
  const { user, replaces } = override;
  if (from >= to || (replaces !== undefined && replaces !== piece.user && replaces !== away)) return [piece];
  const instead = replaces ?? piece.user ?? away;
  const inside: Piece = { user, from, to, why: { kind: 'override', override, instead } };
  return [{ ...piece, to: from }, inside, { ...piece, from: to }].filter((each) => each.from < each.to);
}

/** Touching stretches of one person as one shift. */
export function joined(found: readonly Shift[]): Shift[] {
  const shifts: { user: string | null; from: Instant; to: Instant }[] = [];
  for (const { user, from, to } of found) {
    const last = shifts.at(-1);
    if (last && last.user === user) last.to = to;
    else shifts.push({ user, from, to });
  }
  return shifts;
}
