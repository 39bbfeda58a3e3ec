import type { Instant } from '../clock.ts';
import { knows, lastHoldReason, type Policy, type ServiceTarget, targetOf } from '../policy/policy.ts';
import { due, elapsed, type Pause } from '../time/business-time.ts';
import type { ClockName, Entry } from '../timeline/entry.ts';
import { owedAt, stoppedOnBoth } from './merge.ts';
import type { ClockPause, ClockReading, ClockState } from './reading.ts';
import { type Agreement, type Run, type Start, type Story, storyOf } from './story.ts';

/**
 * The rules a ticket is measured by: `earlier` holds replaced policies, found by version. A version in neither means `policy`; so does a
 * replaced one that has no word for what the ticket is now, since a change to a newer priority, tier or type is made by the newer rules.
 */
export interface Terms {
  policy: Policy;
  earlier?: readonly Policy[];
}

/** What holds in one stretch of a run: the rules, the promise they make, and when it breaks as far as was known at the stretch's end. */
interface Stretch {
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

/**
 * Every clock of a ticket as it reads at `now`: first response, each next response, resolution. What was never promised has no
 * clock. Entries after `now` are not seen. A change of priority, tier, type or policy counts from the start of the clock, but what
 * was late before the change stays late. An answer at the due instant is in time; without one, the promise is broken from that instant.
 */
export function clocks(history: readonly Entry[], terms: Terms, now: Instant): ClockReading[] {
  const story = storyOf(history, now);
  const rules = rulesOf(story, terms);
  const readings: ClockReading[] = [];
  for (const run of story.runs) {
    const { isPromised, agreed, stops } = rules(run.name);
    if (!isPromised) continue;
    const reading = readingOf(run, stretchesOf(run, agreed, stops, run.endedAt ?? now), stops);
    if (reading) readings.push(reading);
  }
  return readings;
}

function readingOf(run: Run, stretches: readonly Stretch[], stops: Stops): ClockReading | null {
  const broken = stretches.find((stretch) => isBroken(run, stretch));
  const last = stretches.at(-1);
  const measured = broken ?? stretches.findLast((stretch) => stretch.promised);
  if (!measured?.promised || !last) return null;

  const end = last.to;
  const { dueAt, startedAt } = measured;
  const { target, calendar } = measured.promised;
  const pauses = measured === last ? measured.pauses : pausesOf(run, measured.start, stops(measured.policy), end);
  const closed = measured === last ? measured.closed : closedAt(pauses, end);
  const elapsedMs = elapsed(calendar, startedAt, end, closed);
  const targetMs = target.kind === 'open' ? target.ms : elapsed(calendar, startedAt, due(calendar, startedAt, target));
  const pausedSince = run.endedAt === null ? (pauses.find((pause) => pause.to === null)?.from ?? null) : null;
  const state = stateOf(run, last.promised !== null, broken !== undefined, pausedSince !== null);

  return {
    name: run.name,
    cycle: run.cycle,
    state,
    startedAt,
    since: run.starts[0].since,
    dueAt: state === 'paused' || last.promised === null ? null : dueAt,
    metAt: run.end === 'met' ? run.endedAt : null,
    endedAt: run.endedAt,
    breachedAt: broken ? Math.max(dueAt, broken.from) : null,
    target,
    targetMs,
    elapsedMs,
    remainingMs: targetMs - elapsedMs,
    usedPercent: (elapsedMs / targetMs) * 100,
    pausedSince,
    pauses,
    calendar,
    policyVersion: measured.policy.version,
    takeovers: takeoversIn(stretches),
    targetSince: sameTargetSince(stretches, measured),
  };
}

function stateOf(run: Run, isPromised: boolean, isBroken: boolean, isPaused: boolean): ClockState {
  if (run.end === 'met') return 'met';
  if (run.end === 'cancelled' || !isPromised) return 'cancelled';
  if (isBroken) return 'breached';
  return isPaused ? 'paused' : 'running';
}

/** What was agreed for clocks of a name, one agreement after the other. */
interface Agreed {
  from: Instant;
  to: Instant;
  policy: Policy;
  promised: ServiceTarget | null;
}

/** What stops clocks of a name by the rules of a policy, in order. */
type Stops = (policy: Policy) => readonly ClockPause[];

/** What holds for all runs of a clock; `isPromised` when it was at any time. */
interface Rules {
  isPromised: boolean;
  agreed: readonly Agreed[];
  stops: Stops;
}

/** The rules by clock, looked up once each. */
function rulesOf(story: Story, terms: Terms): (name: ClockName) => Rules {
  return kept((name) => {
    const agreed = story.agreements.map((agreement, i) => {
      const policy = policyOf(terms, agreement);
      const to = story.agreements[i + 1]?.from ?? Number.POSITIVE_INFINITY;
      return { from: agreement.from, to, policy, promised: targetOf(policy, agreement, name) };
    });
    const isPromised = agreed.some(({ promised }) => promised !== null);
    return { isPromised, agreed, stops: kept((policy: Policy) => stopping(policy, terms, name, story)) };
  });
}

function kept<K, V extends object>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (!value) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

/** The stretches of a run with their rules; the first begins with the run, the last ends with it. */
function stretchesOf(run: Run, agreed: readonly Agreed[], stops: Stops, end: Instant): Stretch[] {
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

function policyOf({ policy, earlier = [] }: Terms, agreement: Agreement): Policy {
  return earlier.find((one) => one.version === agreement.policyVersion && knows(one, agreement)) ?? policy;
}

function isBroken(run: Run, { to, promised, dueAt }: Stretch): boolean {
  if (!promised) return false;
  return run.endedAt !== null && run.endedAt === to ? dueAt < to : dueAt <= to;
}

/**
 * A hold for a reason that only other rules have stops what those in force say, else the last that had it. A next response never spans a
 * resolve, so it knows no gaps.
 */
function stopping(
  policy: Policy,
  { policy: newest, earlier = [] }: Terms,
  name: ClockName,
  story: Story,
): ClockPause[] {
  const { holds, gaps } = story;
  const reasons = kept((key: string) => ({
    stops: lastHoldReason([...earlier, newest, policy], key)?.pauses.includes(name) ?? false,
  }));
  const stopped = holds.filter(({ reason }) => reasons(reason).stops);
  if (name === 'next_response' || gaps.length === 0) return stopped;
  return [...stopped, ...gaps].sort((a, b) => a.from - b.from);
}

/**
 * What stopped a run until an instant, by one of its starts; what has no end yet stops it also from that very instant on. Of the time
 * before a merge only that is left out which counted on neither ticket.
 */
function pausesOf(run: Run, start: number, stops: readonly ClockPause[], until: Instant): ClockPause[] {
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

const closedAt = (pauses: readonly ClockPause[], end: Instant): Pause[] =>
  pauses.map(({ from, to }) => ({ from, to: Math.min(to ?? end, end) }));

const takeoversIn = (stretches: readonly Stretch[]): ClockReading['takeovers'] =>
  stretches.flatMap(({ from: at, policy: { version: to } }, i) => {
    const from = stretches[i - 1]?.policy.version ?? to;
    return from === to ? [] : [{ at, from, to }];
  });

function sameTargetSince(stretches: readonly Stretch[], measured: Stretch): Instant {
  let since = measured.from;
  for (const stretch of stretches.slice(0, stretches.indexOf(measured)).reverse()) {
    if (stretch.startedAt !== measured.startedAt || words(stretch.promised) !== words(measured.promised)) break;
    since = stretch.from;
  }
  return since;
}

/** A promise in words that are the same in every policy which promises the same; kept, since a calendar takes many. */
function words(promised: ServiceTarget | null): string | null {
  if (!promised) return null;
  const said = saidBefore.get(promised) ?? JSON.stringify(promised);
  saidBefore.set(promised, said);
  return said;
}
const saidBefore = new WeakMap<ServiceTarget, string>();
