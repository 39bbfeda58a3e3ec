import type { Instant } from '../clock.ts';
import { isAway } from './absence.ts';
import { order, type Place } from './members.ts';
import { byCreation, type Override } from './override.ts';
import type { Rotation, Shift, Why } from './rotation.ts';
import { layerOf, layersOf } from './rule.ts';
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

function inTurn({ rule, members, absences = [] }: Rotation, layer: number, from: Instant, to: Instant): Piece[] {
  const turns = turnsOf(rule);
  const { place, takeovers } = order(members, turns);
  const away = rule.absences === 'skip' ? absences.filter((each) => each.from < to && from < each.to) : [];
  const found: Piece[] = [];
  let at = from;
  const add = (until: Instant, user: string | null, why: Why) => {
    if (at < until) found.push({ user, from: at, to: until, why });
    at = Math.max(at, until);
  };
  const changes = (end: Instant) =>
    [...takeovers(at, end), ...away.flatMap((each) => [each.from, each.to])]
      .filter((change) => at < change && change < end)
      .sort((a, b) => a - b);
  add(Math.min(turns.anchor, to), null, { kind: 'before_anchor' });
  const opened = turns.opening.between(at, to);
  let next = 0;
  for (const turn of turns.between(at, to)) {
    for (let open = opened[next]; open && open.from < turn.to; open = opened[++next]) {
      add(open.from, null, { kind: 'outside_windows' });
      const end = Math.min(open.to, turn.to);
      for (const until of [...changes(end), end]) {
        const whose = place(turn.number, at);
        const { user, instead } = whose ? serving(whose, layersOf(rule), layer, away, at) : nobody;
        const stretch = { from: turn.from, to: turn.to };
        if (instead !== null) add(until, user, { kind: 'absence', ...stretch, instead });
        else add(until, user, user === null ? { kind: 'no_members' } : { kind: 'turn', ...stretch });
      }
      if (open.to > turn.to) break;
    }
  }
  add(to, null, { kind: 'outside_windows' });
  return found;
}

const nobody = { user: null, instead: null };

/** Who serves on a layer, and in whose place. Whoever is away is passed over for the next in order who is not on already. */
function serving(
  { users, position }: Place,
  layers: number,
  layer: number,
  absences: NonNullable<Rotation['absences']>,
  at: Instant,
): { user: string | null; instead: string | null } {
  const own = users.length > layer ? (users[(position + layer) % users.length] as string) : null;
  if (own === null || !isAway(absences, own, at)) return { user: own, instead: null };
  const inOrder = users.map((_, step) => users[(position + step) % users.length] as string);
  const present = inOrder.filter((user) => !isAway(absences, user, at));
  const onInTurn = inOrder.slice(0, layers);
  const free = present.filter((user) => !onInTurn.includes(user));
  const missingBefore = onInTurn.slice(0, layer).filter((user) => isAway(absences, user, at)).length;
  return { user: free[missingBefore] ?? null, instead: own };
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
  if (from >= to || (override.replaces !== undefined && override.replaces !== piece.user)) return [piece];
  const inside: Piece = {
    user: override.user,
    from,
    to,
    why: { kind: 'override', override, instead: piece.user },
  };
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
