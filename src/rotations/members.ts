import type { Instant } from '../clock.ts';
import type { Turns } from './turns.ts';

/** Who serves in turn, in order, from an instant until the next list. Lists are never changed, only followed by others. */
export interface MemberList {
  readonly from: Instant;
  readonly users: readonly string[];
}

/** From turn `turn` on, `users` serve in order beginning at `position`; `from` matters where nobody held the turn before. */
interface Phase {
  readonly from: Instant;
  readonly turn: number;
  readonly users: readonly string[];
  readonly position: number;
}

/** Whose turn it is: `users[position]`; those who follow in the order are those whose turns come next. */
export interface Place {
  readonly users: readonly string[];
  readonly position: number;
}

/** Whose turn a turn is. */
export interface Order {
  /** Whose turn `number` is as seen at `at`; null when it is nobody's. */
  place(number: number, at: Instant): Place | null;
  /** Instants inside `(from, to)` at which a turn without a person gets one. */
  takeovers(from: Instant, to: Instant): Instant[];
}

/**
 * A new list leaves the turn under way to its person, then goes on with whoever follows that person. After nobody, and in
 * the first list, turn number n belongs to the n-th member, counted around.
 */
export function order(lists: readonly MemberList[], turns: Turns): Order {
  const phases: Phase[] = [];
  for (const { from, users } of lists.toSorted((a, b) => a.from - b.from)) {
    const next = turns.startedBefore(from);
    while ((phases.at(-1)?.turn ?? -1) >= next) phases.pop();
    const last = phases.at(-1);
    const position = last && next > 0 ? positionAt(last, next - 1) : null;
    if (last && position !== null)
      phases.push({ from, users, turn: next, position: successor(last.users, position, users) });
    else phases.push(taken(from, users, Math.max(0, next - 1)));
  }
  return {
    place(number, at) {
      const phase = phases.findLast((each) => each.turn <= number && each.from <= at);
      const position = phase ? positionAt(phase, number) : null;
      return phase && position !== null ? { users: phase.users, position } : null;
    },
    takeovers: (from, to) => phases.map((phase) => phase.from).filter((at) => from < at && at < to),
  };
}

const taken = (from: Instant, users: readonly string[], turn: number): Phase => ({
  from,
  users,
  turn,
  position: users.length === 0 ? 0 : turn % users.length,
});

const positionAt = (phase: Phase, number: number): number | null =>
  phase.users.length === 0 ? null : (phase.position + number - phase.turn) % phase.users.length;

/** Where `users` go on after `before[position]`: behind that person, or at the first who followed them and is still there. */
function successor(before: readonly string[], position: number, users: readonly string[]): number {
  for (let step = 0; step < before.length; step++) {
    const kept = users.indexOf(before[(position + step) % before.length] as string);
    if (kept >= 0) return step === 0 ? (kept + 1) % users.length : kept;
  }
  return 0;
}
