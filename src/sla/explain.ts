import type { Instant } from '../clock.ts';
import { sayDuration, sayTarget } from '../time/duration.ts';
import { sayInstant } from '../time/say.ts';
import { openStretches } from '../time/segments.ts';
import { outside } from '../time/stretch.ts';
import { dateAt, instantOf, midnight } from '../time/zone.ts';
import type { Actor, ClockName } from '../timeline/entry.ts';
import type { ClockReading } from './reading.ts';

/** How an explanation says instants and people; Slack wants date tokens and mentions, a terminal plain words. */
export interface Wording {
  instant: (at: Instant) => string;
  actor: (actor: Actor) => string;
}

const NAMES: Readonly<Record<ClockName, string>> = {
  first_response: 'First response',
  next_response: 'Next response',
  resolution: 'Resolution',
};

/**
 * Why a clock reads as it does at `now`, line by line: the promise, the start, every open stretch that counted, holidays and pauses that did
 * not, and what came of it. The counted stretches add up to the elapsed time.
 */
export function explain(reading: ClockReading, now: Instant, wording?: Partial<Wording>): string[] {
  const { calendar, startedAt } = reading;
  const instant = wording?.instant ?? ((at) => sayInstant(at, calendar.timezone));
  const actor = wording?.actor ?? plainActor;
  const end = reading.endedAt ?? now;
  const pauses = reading.pauses.map((pause) => ({ ...pause, to: Math.min(pause.to ?? end, end) }));

  const counted = outside(openStretches(calendar, startedAt, end), pauses).map(({ from, to }) => ({
    at: from,
    line: `Counted from ${instant(from)} to ${instant(to)}: ${sayDuration(to - from)}`,
  }));
  const paused = reading.pauses.map(({ from, to, reason, by, note }) => ({
    at: from,
    line: `Paused from ${instant(from)} ${to === null ? 'on' : `to ${instant(to)}`}: ${reason}, by ${actor(by)}${note ? ` (${note})` : ''}`,
  }));
  const holidays = calendar.holidays
    .filter((date) => date >= dateAt(calendar.timezone, startedAt) && date <= dateAt(calendar.timezone, end))
    .map((date) => ({
      at: instantOf(calendar.timezone, midnight(date)),
      line: `${calendar.holidayNames[date] ?? 'Holiday'} ${date}: not counted`,
    }));

  return [
    `${NAMES[reading.name]}: ${sayTarget(reading.target)} in the hours of calendar ${calendar.name} (${calendar.timezone}), policy ${reading.policyVersion}`,
    `Started ${instant(startedAt)} with the customer's message`,
    ...[...counted, ...paused, ...holidays].sort((a, b) => a.at - b.at).map(({ line }) => line),
    `Used ${sayDuration(reading.elapsedMs)} of ${sayDuration(reading.targetMs)} (${Math.floor(reading.usedPercent)} %)`,
    ...outcome(reading, instant),
  ];
}

function outcome(reading: ClockReading, instant: (at: Instant) => string): string[] {
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

const plainActor = (actor: Actor): string => (actor.kind === 'desk' ? 'the desk' : actor.user);
