import type { Instant } from '../clock.ts';
import type { ServiceTarget } from '../policy/policy.ts';
import { due, elapsed } from '../time/business-time.ts';
import type { Entry } from '../timeline/entry.ts';
import type { ClockReading, ClockState } from './reading.ts';
import { rulesOf, type Stops, type Terms } from './rules.ts';
import { type Run, storyOf } from './story.ts';
import { closedAt, isBroken, pausesOf, type Stretch, stretchesOf } from './stretches.ts';

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
