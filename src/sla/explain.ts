import type { Instant } from '../clock.ts';
import { sayDuration, sayTarget } from '../time/duration.ts';
import { sayInstant } from '../time/say.ts';
import { openStretches } from '../time/segments.ts';
import { outside } from '../time/stretch.ts';
import { dateAt, instantOf, midnight } from '../time/zone.ts';
import type { Actor, ClockName } from '../timeline/entry.ts';
import type { ClockPause, ClockReading } from './reading.ts';
import type { Terms } from './rules.ts';

/** How an explanation says what is said differently in Slack and on a terminal. */
export interface Wording {
  instant: (at: Instant) => string;
  actor: (actor: Actor) => string;
  /** Why a clock stood still, by the reason's key. */
  reason: (key: string) => string;
  /** What people wrote: notes, and the names in a policy. */
  text: (written: string) => string;
}

/** Why a clock reads as it does: the promise and its start, all that counted or did not in order, how much that is, and what came of it. */
export interface Explanation {
  promise: string;
  start: string;
  steps: string[];
  used: string;
  outcome: string[];
}

const NAMES: Readonly<Record<ClockName, string>> = {
  first_response: 'First response',
  next_response: 'Next response',
  resolution: 'Resolution',
};

/** {@link explanationOf} line by line. */
export function explain(reading: ClockReading, now: Instant, wording?: Partial<Wording>): string[] {
  const { promise, start, steps, used, outcome } = explanationOf(reading, now, wording);
  return [promise, start, ...steps, used, ...outcome];
}

/**
 * Like {@link explain}, looking ahead: a clock that nobody has stopped is told up to when it is due, with all that will count until then. One
 * that is over or stands still is told as it is at `now`.
 */
export function explainAhead(reading: ClockReading, now: Instant, wording?: Partial<Wording>): string[] {
  const { dueAt, endedAt } = reading;
  if (dueAt === null || endedAt !== null) return explain(reading, now, wording);
  const pauses = reading.pauses.filter(({ from }) => from < dueAt);
  const onTheWay: ClockReading = { ...reading, pauses, state: 'running', breachedAt: null };
  const { promise, start, steps, outcome } = explanationOf(onTheWay, dueAt, wording);
  return [promise, start, ...steps, ...outcome];
}

/**
 * Why a clock reads as it does at `now`; steps are every open stretch that counted, and the holidays and pauses that did not. The counted
 * stretches add up to the elapsed time.
 */
export function explanationOf(reading: ClockReading, now: Instant, wording: Partial<Wording> = {}): Explanation {
  const { calendar, startedAt } = reading;
  const instant = wording.instant ?? ((at) => sayInstant(at, calendar.timezone));
  const { actor = plainActor, reason: because = asWritten, text = asWritten } = wording;
  const end = reading.endedAt ?? now;
  const stops = reading.endedAt === null ? reading.pauses : stopsUntil(reading.pauses, reading.endedAt);
  const pauses = stops.map((pause) => ({ ...pause, to: Math.min(pause.to ?? end, end) }));

  const counted = outside(openStretches(calendar, startedAt, end), pauses).map(({ from, to }) => ({
    at: from,
    line: `Counted from ${instant(from)} to ${instant(to)}: ${sayDuration(to - from)}`,
  }));
  const paused = stops.map(({ from, to, reason, by, note }) => ({
    at: from,
    line: `Paused from ${instant(from)} ${to === null ? 'on' : `to ${instant(to)}`}: ${because(reason)}, by ${actor(by)}${note ? ` (${text(note)})` : ''}`,
  }));
  const holidays = calendar.holidays
    .filter((date) => date >= dateAt(calendar.timezone, startedAt) && date <= dateAt(calendar.timezone, end))
    .map((date) => ({
      at: instantOf(calendar.timezone, midnight(date)),
      line: `${text(calendar.holidayNames[date] ?? 'Holiday')} ${date}: not counted`,
    }));

  const takeovers = reading.takeovers.map((takeover) => ({
    at: takeover.at,
    line: `Policy ${takeover.to} took over from ${takeover.from} ${instant(takeover.at)}; ${
      wasLate(reading, takeover)
        ? 'it was late by then, and what was promised before counts'
        : 'what it promises counts from the start'
    }`,
  }));

  const used = `${sayDuration(reading.elapsedMs)} of ${sayDuration(reading.targetMs)} (${Math.floor(reading.usedPercent)} %)`;
  return {
    promise: `${NAMES[reading.name]}: ${sayTarget(reading.target)} in the hours of calendar ${text(calendar.name)} (${calendar.timezone}), policy ${reading.policyVersion}`,
    start: `Started ${instant(startedAt)} with the customer's message`,
    steps: [...counted, ...paused, ...holidays, ...takeovers].sort((a, b) => a.at - b.at).map(({ line }) => line),
    used: `Used ${used}`,
    outcome: outcomeOf(reading, instant),
  };
}

/** What stopped a clock before it ended; what ended it also stops it from then on. */
const stopsUntil = (pauses: readonly ClockPause[], end: Instant): ClockPause[] =>
  pauses.flatMap((pause) => (pause.from < end ? { ...pause, to: Math.min(pause.to ?? end, end) } : []));

/** Hold reasons as staff know them, also those that only a replaced policy has. */
export function reasonsIn({ policy, earlier = [] }: Terms): Wording['reason'] {
  const reasons = [policy, ...earlier.toReversed()].flatMap(({ holdReasons }) => holdReasons);
  return (key) => reasons.find((reason) => reason.key === key)?.label ?? key;
}

/** Whether a promise was broken before a policy took over. */
const wasLate = ({ breachedAt, policyVersion }: ClockReading, { at, to }: { at: Instant; to: string }): boolean =>
  breachedAt !== null && (breachedAt < at || (breachedAt === at && policyVersion !== to));

function outcomeOf(reading: ClockReading, instant: (at: Instant) => string): string[] {
  const { state, dueAt, metAt, breachedAt, endedAt, pausedSince } = reading;
  const lines: string[] = [];
  if (dueAt !== null) lines.push(`Due ${instant(dueAt)}`);
  if (breachedAt !== null) lines.push(`Broken since ${instant(breachedAt)}`);
  if (metAt !== null) lines.push(`Met ${instant(metAt)}${breachedAt === null ? '' : ', too late'}`);
  if (state === 'cancelled')
    lines.push(endedAt === null ? 'Nothing is promised any more' : `Ended ${instant(endedAt)}`);
  if (pausedSince !== null) lines.push(`Standing still since ${instant(pausedSince)}`);
  return lines;
}

const asWritten = (text: string): string => text;
const plainActor = (actor: Actor): string => (actor.kind === 'desk' ? 'the desk' : actor.user);
