import type { Instant } from '../clock.ts';
import { type Grid, grid } from './grid.ts';
import type { RotationRule, Stretch } from './rule.ts';
import { type Opening, opening } from './windows.ts';

/** From one hand-off to the next. `number` counts the turns that are somebody's, from 0. */
export interface Turn extends Stretch {
  readonly number: number;
}

/** What follows from a rule alone, whoever its members are. */
export interface Turns {
  readonly opening: Opening;
  readonly anchor: Instant;
  /** The turns that touch `[from, to)`, whole, in order; none before the anchor. */
  between(from: Instant, to: Instant): Turn[];
  /** The end of the turn that runs at `at`, which must not lie before the anchor. */
  endOf(at: Instant): Instant;
  /** How many turns that are somebody's started before `at`. */
  startedBefore(at: Instant): number;
}

const known = new WeakMap<RotationRule, Turns>();

/** Throws `invalid` for a rule that cannot turn. */
export function turnsOf(rule: RotationRule): Turns {
  const before = known.get(rule);
  if (before) return before;
  const handoffs = grid(rule);
  const open = opening(rule);
  const counting = rule.turns ?? (rule.windows?.length ? 'served' : 'calendar');
  const startedBefore = counting === 'served' ? countServed(handoffs, open) : countAll(handoffs);
  const turns: Turns = {
    opening: open,
    anchor: handoffs.anchor,
    startedBefore,
    endOf: (at) => handoffs.endOf(handoffs.at(at) ?? 0),
    between: (from, to) =>
      steps(handoffs, from, to).map((step) => ({ ...step, number: startedBefore(step.from + 1) - 1 })),
  };
  known.set(rule, turns);
  return turns;
}

function steps(handoffs: Grid, from: Instant, to: Instant): Stretch[] {
  const found: Stretch[] = [];
  for (let at = Math.max(from, handoffs.anchor); at < to; ) {
    const number = handoffs.at(at) ?? 0;
    const end = handoffs.endOf(number);
    found.push({ from: handoffs.startOf(number), to: end });
    at = end;
  }
  return found;
}

function countAll(handoffs: Grid): Turns['startedBefore'] {
  return (at) => (handoffs.at(at - 1) ?? -1) + 1;
}

/** Served turns can only be counted by walking from the anchor, so the walk is remembered. */
function countServed(handoffs: Grid, open: Opening): Turns['startedBefore'] {
  const starts: Instant[] = [];
  let walkedTo = handoffs.anchor;
  return (at) => {
    for (const step of walkedTo < at ? steps(handoffs, walkedTo, at) : []) {
      if (open.between(step.from, step.to).length > 0) starts.push(step.from);
      walkedTo = step.to;
    }
    return firstIndex(starts, at);
  };
}

/** How many of the sorted `instants` lie before `at`. */
function firstIndex(instants: readonly Instant[], at: Instant): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] as Instant) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
