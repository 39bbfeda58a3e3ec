import type { Instant } from '../clock.ts';
import type { Policy, ServiceTarget } from '../policy/policy.ts';
import { due, type Pause } from '../time/business-time.ts';
import { owedAt, stoppedOnBoth } from './merge.ts';
import type { ClockPause } from './reading.ts';
import type { Agreed, Stops } from './rules.ts';
import type { Run, Start } from './story.ts';

/** What holds in one stretch of a run: the rules, the promise they make, and when it breaks as far as was known at the stretch's end. */
export interface Stretch {
  from: Instant;
  to: Instant;
  /** Which of the run's starts. */
  start: number;
  startedAt: Instant;
  policy: Policy;
  promised: ServiceTarget | null;
  /** What stopped the run until the stretch's end. */
  pauses: ClockPause[];
  /** The same, ended at the stretch's end. */
  closed: Pause[];
  dueAt: Instant;
}

/** The stretches of a run with their rules; the first begins with the run, the last ends with it. */
export function stretchesOf(run: Run, agreed: readonly Agreed[], stops: Stops, end: Instant): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [start, { at: startedAt, since }] of run.starts.entries()) {
    const until = run.starts[start + 1]?.since ?? Number.POSITIVE_INFINITY;
    for (const { policy, promised, ...agreement } of agreed) {
      const from = Math.max(agreement.from, since);
      const next = Math.min(agreement.to, until);
      const isOver = run.endedAt !== null && from >= end && from > run.starts[0].since;
      if (next <= from || isOver) continue;
      const to = Math.min(next, end);
      const pauses = promised ? pausesOf(run, start, stops(policy), to) : [];
      const closed = closedAt(pauses, to);
      const dueAt = promised ? due(promised.calendar, startedAt, promised.target, closed) : Number.NaN;
      stretches.push({ from, to, start, startedAt, policy, promised, pauses, closed, dueAt });
    }
  }
  return stretches;
}

/** Whether the promise of a stretch broke in it. */
export function isBroken(run: Run, { to, promised, dueAt }: Stretch): boolean {
  if (!promised) return false;
  return run.endedAt !== null && run.endedAt === to ? dueAt < to : dueAt <= to;
}

/**
 * What stopped a run until an instant, by one of its starts; what has no end yet stops it also from that very instant on. Of the time
 * before a merge only that is left out which counted on neither ticket.
 */
export function pausesOf(run: Run, start: number, stops: readonly ClockPause[], until: Instant): ClockPause[] {
  const { since, brought } = run.starts[start] as Start;
  const own = within(stops, since, until);
  if (!brought) return own;
  const before = run.starts[start - 1];
  if (!before) return [...brought.pauses, ...own];
  const ours = owedAt(since, before.at, pausesOf(run, start - 1, stops, since));
  return [...stoppedOnBoth(ours, brought), ...own];
}

/** The stops between two instants, cut at the first. */
function within(stops: readonly ClockPause[], from: Instant, until: Instant): ClockPause[] {
  const found: ClockPause[] = [];
  for (const stop of stops) {
    const isBefore = stop.to !== null && stop.to <= from;
    const isAfter = stop.to === null ? stop.from > until : stop.from >= until;
    if (!isBefore && !isAfter) found.push(stop.from < from ? { ...stop, from } : stop);
  }
  return found;
}

/** Pauses, those without an end ended at an instant. */
export const closedAt = (pauses: readonly ClockPause[], end: Instant): Pause[] =>
  pauses.map(({ from, to }) => ({ from, to: Math.min(to ?? end, end) }));
