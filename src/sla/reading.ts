import type { Instant } from '../clock.ts';
import type { Calendar } from '../time/calendar.ts';
import type { Target } from '../time/duration.ts';
import type { Actor, ClockName } from '../timeline/entry.ts';

/** `breached` is late and still unanswered; a late answer makes it `met` with `breachedAt` set. */
export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

/** Why a clock stood still. `resolved` is the time between a resolve and the reopening. */
export interface ClockPause {
  from: Instant;
  /** null: still on. */
  to: Instant | null;
  /** A hold reason's key, or `resolved`. */
  reason: string;
  by: Actor;
  note: string | null;
}

/** One clock of one ticket, as it reads at an instant. All lengths are ms of open time outside pauses. */
export interface ClockReading {
  name: ClockName;
  /** 1 for the first; a ticket has a next response clock for every time the customer waits again. */
  cycle: number;
  state: ClockState;
  startedAt: Instant;
  /** Since when this ticket has it: its start, or the merge that brought it from another ticket. */
  since: Instant;
  /** When the promise breaks or broke; null while paused, since nobody can know, and when nothing is promised any more. */
  dueAt: Instant | null;
  metAt: Instant | null;
  /** When it stopped for now: met, or cancelled by a resolve or close. */
  endedAt: Instant | null;
  /** Set once and for all by being late, also when answered afterwards. */
  breachedAt: Instant | null;
  target: Target;
  targetMs: number;
  elapsedMs: number;
  /** Negative when late. */
  remainingMs: number;
  usedPercent: number;
  pausedSince: Instant | null;
  pauses: ClockPause[];
  calendar: Calendar;
  policyVersion: string;
  /** Every other version of the policy that took over while it ran. */
  takeovers: { at: Instant; from: string; to: string }[];
  /** Since when this target holds: the start, or the last change that altered the promise. */
  targetSince: Instant;
}
