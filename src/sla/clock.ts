import type { Instant } from '../clock.ts';
import { type Policy, type ServiceTarget, targetOf } from '../policy/policy.ts';
import { due, elapsed, type Pause } from '../time/business-time.ts';
import type { Entry } from '../timeline/entry.ts';
import type { ClockPause, ClockReading, ClockState } from './reading.ts';
import { type Agreement, type Run, type Story, storyOf } from './story.ts';

/** The rules a ticket is measured by: `earlier` holds replaced policies, found by version; a version in neither means `policy`. */
export interface Terms {
  policy: Policy;
  earlier?: readonly Policy[];
}

/** What holds in one stretch of a run: the rules, the promise they make, and the end of the stretch. */
interface Stretch {
  from: Instant;
  to: Instant;
  policy: Policy;
  promised: ServiceTarget | null;
}

/**
 * Every clock of a ticket as it reads at `now`: first response, each next response, resolution. What was never promised has no
 * clock. Entries after `now` are not seen. A change of priority, tier, type or policy counts from the start of the clock, but what
 * was late before the change stays late. An answer at the due instant is in time; without one, the promise is broken from that instant.
 */
export function clocks(history: readonly Entry[], terms: Terms, now: Instant): ClockReading[] {
  const story = storyOf(history, now);
  return story.runs.flatMap((run) => readingOf(run, story, terms, now) ?? []);
}

function readingOf(run: Run, story: Story, terms: Terms, now: Instant): ClockReading | null {
  const end = run.endedAt ?? now;
  const stretches = stretchesOf(run, story, terms, end);
  const broken = stretches.find((stretch) => isBroken(run, story, stretch, end));
  const last = stretches.at(-1);
  const measured = broken ?? stretches.findLast((stretch) => stretch.promised);
  if (!measured?.promised || !last) return null;

  const { target, calendar } = measured.promised;
  const dueAt = dueIn(run, story, measured, measured.promised);
  const pauses = pausesOf(run, story, measured.policy, end);
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
function stretchesOf(run: Run, story: Story, terms: Terms, end: Instant): Stretch[] {
  return story.agreements.flatMap((agreement, i): Stretch[] => {
    const next = story.agreements[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const from = Math.max(agreement.from, run.startedAt);
    const isOver = run.endedAt !== null && from >= end && from > run.startedAt;
    if (next <= from || isOver) return [];
    const policy = policyOf(terms, agreement);
    return [{ from, to: Math.min(next, end), policy, promised: targetOf(policy, agreement, run.name) }];
  });
}

function policyOf({ policy, earlier = [] }: Terms, { policyVersion }: Agreement): Policy {
  return earlier.find((one) => one.version === policyVersion) ?? policy;
}

function isBroken(run: Run, story: Story, stretch: Stretch, end: Instant): boolean {
  if (!stretch.promised) return false;
  const dueAt = dueIn(run, story, stretch, stretch.promised);
  const isEndOfRun = run.endedAt !== null && stretch.to === end;
  return isEndOfRun ? dueAt < end : dueAt <= stretch.to;
}

/** When the promise of a stretch breaks, as far as was known at the stretch's end. */
function dueIn(run: Run, story: Story, { policy, to }: Stretch, { calendar, target }: ServiceTarget): Instant {
  return due(calendar, run.startedAt, target, closedAt(pausesOf(run, story, policy, to), to));
}

/** What stopped a run until an instant by the rules of a policy. A next response never spans a resolve. */
function pausesOf(run: Run, { holds, gaps }: Story, policy: Policy, until: Instant): ClockPause[] {
  const stops = (reason: string) =>
    policy.holdReasons.find((one) => one.key === reason)?.pauses.includes(run.name) ?? false;
  return [...holds.filter((hold) => stops(hold.reason)), ...(run.name === 'next_response' ? [] : gaps)]
    .filter(({ from, to }) => (to === null ? from <= until : from < until && to > run.startedAt))
    .map((pause) => ({ ...pause, from: Math.max(pause.from, run.startedAt) }))
    .sort((a, b) => a.from - b.from);
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
