import type { Instant } from '../clock.ts';
import type { Policy } from '../policy/policy.ts';
import type { ClockName, Entry } from '../timeline/entry.ts';
import { clocks } from './clock.ts';
import type { ClockReading } from './reading.ts';
import type { Terms } from './rules.ts';
import { type Agreement, storyOf } from './story.ts';

/** What became of a promise: `late` also when answered afterwards, `open` while it can still be met, `ended` without an answer. */
export type Verdict = 'met' | 'late' | 'open' | 'ended';

/** A promise as it was measured by some rules. */
export interface Measured {
  verdict: Verdict;
  dueAt: Instant | null;
  /** Open time that was or is left, ms; negative when late. */
  remainingMs: number;
}

/** One promise by the rules it was made under and by others; null: not promised. */
export interface Replayed {
  clock: ClockName;
  /** 1 for the first. */
  cycle: number;
  /** Nobody has met or ended it yet. */
  isRunning: boolean;
  was: Measured | null;
  wouldBe: Measured | null;
}

/** A word of a ticket that a policy does not have. */
export interface UnknownWord {
  noun: 'tier' | 'priority' | 'request type' | 'hold reason';
  key: string;
}

/**
 * Every promise of a ticket as it was and as it would be had `policy` alone been in force from the beginning. A history that uses words
 * which that policy does not have is not measured: the words are answered instead.
 */
export function replay(
  history: readonly Entry[],
  was: Terms,
  policy: Policy,
  now: Instant,
): { promises: Replayed[] } | { unknown: UnknownWord[] } {
  const unknown = unknownIn(history, policy, now);
  if (unknown.length > 0) return { unknown };
  const before = clocks(history, was, now);
  const after = clocks(withoutVersions(history), { policy }, now);
  const promises = after.map((reading) => pair(before.find(sameAs(reading)), reading));
  const dropped = before.filter((reading) => !after.some(sameAs(reading)));
  return { promises: [...promises, ...dropped.map((reading) => pair(reading, undefined))] };
}

/** With one policy alone there are no versions to change between. */
const withoutVersions = (history: readonly Entry[]): Entry[] => history.filter(({ kind }) => kind !== 'policy_changed');

const sameAs =
  (one: ClockReading) =>
  (other: ClockReading): boolean =>
    one.name === other.name && one.cycle === other.cycle;

function pair(was: ClockReading | undefined, wouldBe: ClockReading | undefined): Replayed {
  const either = (wouldBe ?? was) as ClockReading;
  return {
    clock: either.name,
    cycle: either.cycle,
    isRunning: either.endedAt === null,
    was: was ? measured(was) : null,
    wouldBe: wouldBe ? measured(wouldBe) : null,
  };
}

const measured = (reading: ClockReading): Measured => ({
  verdict: verdictOf(reading),
  dueAt: reading.dueAt,
  remainingMs: reading.remainingMs,
});

function verdictOf({ state, breachedAt }: ClockReading): Verdict {
  if (breachedAt !== null) return 'late';
  if (state === 'met') return 'met';
  return state === 'cancelled' ? 'ended' : 'open';
}

function unknownIn(history: readonly Entry[], policy: Policy, now: Instant): UnknownWord[] {
  const { agreements, holds } = storyOf(history, now);
  const missing = (noun: UnknownWord['noun'], keys: string[], known: string[]): UnknownWord[] =>
    [...new Set(keys)].filter((key) => !known.includes(key)).map((key) => ({ noun, key }));
  const used = (word: (agreement: Agreement) => string): string[] => agreements.map(word);
  const keysOf = (entries: readonly { key: string }[]): string[] => entries.map(({ key }) => key);
  return [
    ...missing(
      'tier',
      used((one) => one.tier),
      Object.keys(policy.tiers),
    ),
    ...missing(
      'priority',
      used((one) => one.priority),
      keysOf(policy.priorities),
    ),
    ...missing(
      'request type',
      used((one) => one.requestType),
      keysOf(policy.requestTypes),
    ),
    ...missing(
      'hold reason',
      holds.map(({ reason }) => reason),
      keysOf(policy.holdReasons),
    ),
  ];
}

/** How many promises there are, and what became of them. */
export interface Tally {
  promised: number;
  met: number;
  late: number;
  open: number;
  ended: number;
}

/** Promises as they were, and as they would have been. */
export interface Tallies {
  was: Tally;
  wouldBe: Tally;
}

/** One clock for tickets of one priority. */
export interface TallyOfClock extends Tallies {
  clock: ClockName;
  priority: string;
}

export const noTallies = (): Tallies => ({ was: nothing(), wouldBe: nothing() });

/** Counts promises. */
export function count(tallies: Tallies, promises: readonly Replayed[]): void {
  for (const { was, wouldBe } of promises) {
    add(tallies.was, was);
    add(tallies.wouldBe, wouldBe);
  }
}

/** Counts promises of a ticket with a priority into a table, whose rows it adds where they are missing. */
export function tally(table: TallyOfClock[], priority: string, promises: readonly Replayed[]): void {
  for (const promise of promises) {
    let row = table.find((one) => one.clock === promise.clock && one.priority === priority);
    if (!row) {
      row = { clock: promise.clock, priority, ...noTallies() };
      table.push(row);
    }
    count(row, [promise]);
  }
}

const nothing = (): Tally => ({ promised: 0, met: 0, late: 0, open: 0, ended: 0 });

function add(tally: Tally, measured: Measured | null): void {
  if (!measured) return;
  tally.promised++;
  tally[measured.verdict]++;
}

/** Whether it is late by one of the two rules alone. */
export const outcomeChanges = ({ was, wouldBe }: Replayed): boolean =>
  (was?.verdict === 'late') !== (wouldBe?.verdict === 'late');

/** Whether it still runs, and is late by one of the two rules alone or by neither and due at another instant. */
export const dueChanges = (promise: Replayed): boolean => {
  const { isRunning, was, wouldBe } = promise;
  const isLateByBoth = was?.verdict === 'late' && wouldBe?.verdict === 'late';
  return isRunning && !isLateByBoth && (outcomeChanges(promise) || was?.dueAt !== wouldBe?.dueAt);
};
