import type { Instant } from '../clock.ts';
import { type Policy, type ServiceTarget, targetOf } from '../policy/policy.ts';
import { due, elapsed, type Pause } from '../time/business-time.ts';
import type { ClockName, Entry } from '../timeline/entry.ts';
import type { ClockPause, ClockReading, ClockState } from './reading.ts';
import { type Agreement, type Run, type Story, storyOf } from './story.ts';

/** The rules a ticket is measured by: `earlier` holds replaced policies, found by version; a version in neither means `policy`. */
export interface Terms {
  policy: Policy;
  earlier?: readonly Policy[];
}

/** What holds in one stretch of a run: the rules, the promise they make, and when it breaks as far as was known at the stretch's end. */
interface Stretch {
  from: Instant;
  to: Instant;
  policy: Policy;
  promised: ServiceTarget | null;
  /** What stopped the run until the stretch's end. */
  pauses: ClockPause[];
  dueAt: Instant;
}

/**
 * Every clock of a ticket as it reads at `now`: first response, each next response, resolution. What was never promised has no
 * clock. Entries after `now` are not seen. A change of priority, tier, type or policy counts from the start of the clock, but what
 * was late before the change stays late. An answer at the due instant is in time; without one, the promise is broken from that instant.
 */
export function clocks(history: readonly Entry[], terms: Terms, now: Instant): ClockReading[] {
  const story = storyOf(history, now);
  const stops = stopsIn(story);
  return story.runs.flatMap(
    (run) => readingOf(run, stretchesOf(run, story, stops, terms, run.endedAt ?? now), stops) ?? [],
  );
}

function readingOf(run: Run, stretches: readonly Stretch[], stops: Stops): ClockReading | null {
  const broken = stretches.find((stretch) => isBroken(run, stretch));
  const last = stretches.at(-1);
  const measured = broken ?? stretches.findLast((stretch) => stretch.promised);
  if (!measured?.promised || !last) return null;

  const end = last.to;
  const { dueAt } = measured;
  const { target, calendar } = measured.promised;
  const pauses = measured === last ? measured.pauses : pausesOf(run, stops(run.name, measured.policy), end);
  const elapsedMs = elapsed(calendar, run.startedAt, end, closedAt(pauses, end));
  const targetMs =
    target.kind === 'open' ? target.ms : elapsed(calendar, run.startedAt, due(calendar, run.startedAt, target));
  const pausedSince = run.endedAt === null ? (pauses.find((pause) => pause.to === null)?.from ?? null) : null;
  const state = stateOf(run, last.promised !== null, broken !== undefined, pausedSince !== null);

  return {
    name: run.name,
    cycle: run.cycle,
    state,
    startedAt: run.startedAt,
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
    targetSince: sameTargetSince(stretches, measured),
  };
}

function stateOf(run: Run, isPromised: boolean, isBroken: boolean, isPaused: boolean): ClockState {
  if (run.end === 'met') return 'met';
  if (run.end === 'cancelled' || !isPromised) return 'cancelled';
  if (isBroken) return 'breached';
  return isPaused ? 'paused' : 'running';
}

/** The stretches of a run with their rules; the first begins with the run, the last ends with it. */
function stretchesOf(run: Run, story: Story, stops: Stops, terms: Terms, end: Instant): Stretch[] {
  return story.agreements.flatMap((agreement, i): Stretch[] => {
    const next = story.agreements[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const from = Math.max(agreement.from, run.startedAt);
    const isOver = run.endedAt !== null && from >= end && from > run.startedAt;
    if (next <= from || isOver) return [];
    const to = Math.min(next, end);
    const policy = policyOf(terms, agreement);
    const promised = targetOf(policy, agreement, run.name);
    const pauses = promised ? pausesOf(run, stops(run.name, policy), to) : [];
    const dueAt = promised ? due(promised.calendar, run.startedAt, promised.target, closedAt(pauses, to)) : Number.NaN;
    return [{ from, to, policy, promised, pauses, dueAt }];
  });
}

function policyOf({ policy, earlier = [] }: Terms, { policyVersion }: Agreement): Policy {
  return earlier.find((one) => one.version === policyVersion) ?? policy;
}

function isBroken(run: Run, { to, promised, dueAt }: Stretch): boolean {
  if (!promised) return false;
  return run.endedAt !== null && run.endedAt === to ? dueAt < to : dueAt <= to;
}

/** What stops clocks of a name by the rules of a policy, in order and apart from each other. */
type Stops = (name: ClockName, policy: Policy) => readonly ClockPause[];

/** Every answer is worked out once. A next response never spans a resolve, so it knows no gaps. */
function stopsIn({ holds, gaps }: Story): Stops {
  const known = new Map<Policy, Partial<Record<ClockName, readonly ClockPause[]>>>();
  return (name, policy) => {
    const byName = known.get(policy) ?? {};
    known.set(policy, byName);
    byName[name] ??= stopping(policy, name, holds, name === 'next_response' ? [] : gaps);
    return byName[name];
  };
}

function stopping(policy: Policy, name: ClockName, holds: readonly ClockPause[], gaps: readonly ClockPause[]) {
  const reasons = policy.holdReasons.filter(({ pauses }) => pauses.includes(name)).map(({ key }) => key);
  return [...holds.filter(({ reason }) => reasons.includes(reason)), ...gaps].sort((a, b) => a.from - b.from);
}

/** What stopped a run until an instant; one that has no end yet also from that very instant on. */
function pausesOf(run: Run, stops: readonly ClockPause[], until: Instant): ClockPause[] {
  const found: ClockPause[] = [];
  for (const stop of stops) {
    const isBefore = stop.to !== null && stop.to <= run.startedAt;
    const isAfter = stop.to === null ? stop.from > until : stop.from >= until;
    if (!isBefore && !isAfter) found.push({ ...stop, from: Math.max(stop.from, run.startedAt) });
  }
  return found;
}

const closedAt = (pauses: readonly ClockPause[], end: Instant): Pause[] =>
  pauses.map(({ from, to }) => ({ from, to: Math.min(to ?? end, end) }));

function sameTargetSince(stretches: readonly Stretch[], measured: Stretch): Instant {
  const words = ({ promised }: Stretch) => promised && JSON.stringify([promised.target, promised.calendar.name]);
  let since = measured.from;
  for (const stretch of stretches.slice(0, stretches.indexOf(measured)).reverse()) {
    if (words(stretch) !== words(measured)) break;
    since = stretch.from;
  }
  return since;
}
