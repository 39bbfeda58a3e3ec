import type { Instant } from '../clock.ts';
import type { Policy, Recipient, Reminder, Threshold } from '../policy/policy.ts';
import { due } from '../time/business-time.ts';
import type { Entry } from '../timeline/entry.ts';
import type { ClockReading } from './reading.ts';

/** A reminder that went out, as the timeline keeps it. */
export type Reminded = Extract<Entry, { kind: 'reminded' }>;

/** Something people must hear now. */
export interface Notice {
  clock: ClockReading;
  kind: 'warn' | 'breach';
  /** The policy's own text of the threshold; `breach` for a breach. */
  threshold: string;
  recipients: Recipient[];
  dueAt: Instant;
}

/** A policy's reminder on the scale of a clock: sent when so many ms are used. */
interface Mark extends Reminder {
  usedMs: number;
}

/**
 * What is owed to people at `now`, and when to look again (null: nothing will come by itself). A warning goes out at most once per clock
 * and target, of several that are due only the most urgent, and none once the promise is broken; a breach is told
 * once per clock. A paused clock owes nothing.
 */
export function owed(
  clocks: readonly ClockReading[],
  policy: Policy,
  alreadySent: readonly Reminded[],
  now: Instant,
): { notify: Notice[]; lookAgainAt: Instant | null } {
  const notify: Notice[] = [];
  const times: Instant[] = [];
  for (const clock of clocks) {
    const { dueAt } = clock;
    if (dueAt === null) continue;
    const sent = alreadySent.filter(({ at, data }) => data.clock === clock.name && at >= clock.since);

    if (clock.state === 'breached') {
      if (sent.some(({ data }) => data.kind === 'breach')) continue;
      notify.push({ clock, kind: 'breach', threshold: 'breach', recipients: policy.breaches[clock.name], dueAt });
    } else if (clock.state === 'running') {
      const warning = dueWarning(clock, marksOf(clock, policy.reminders[clock.name]), sent);
      if (warning) notify.push({ clock, kind: 'warn', dueAt, ...warning });
      times.push(nextMark(clock, policy.reminders[clock.name], now) ?? dueAt);
    }
  }
  return { notify, lookAgainAt: times.length > 0 ? Math.min(...times) : null };
}

/** The most urgent warning that is due and more urgent than all that were sent for this target. */
function dueWarning(clock: ClockReading, marks: readonly Mark[], sent: readonly Reminded[]) {
  const told = sent
    .filter(({ at, data }) => data.kind === 'warn' && at >= clock.targetSince)
    .map(({ data }) => marks.find((mark) => mark.text === data.threshold)?.usedMs ?? 0);
  const reached = marks.filter(({ usedMs }) => usedMs <= clock.elapsedMs && usedMs > Math.max(0, ...told));
  const urgent = reached.filter(({ usedMs }) => usedMs === Math.max(...reached.map((mark) => mark.usedMs)));
  if (!urgent[0]) return null;
  return { threshold: urgent[0].text, recipients: [...new Set(urgent.flatMap(({ to }) => to))] };
}

function nextMark(clock: ClockReading, reminders: readonly Reminder[], now: Instant): Instant | null {
  const coming = marksOf(clock, reminders).filter(({ usedMs }) => usedMs > clock.elapsedMs);
  if (coming.length === 0) return null;
  const wait = Math.min(...coming.map(({ usedMs }) => usedMs)) - clock.elapsedMs;
  return due(clock.calendar, now, { kind: 'open', ms: wait });
}

/** The reminders on the scale of a clock. One that wants more time left than the target has is below zero and never comes. */
function marksOf(clock: ClockReading, reminders: readonly Reminder[]): Mark[] {
  return reminders.map((reminder) => ({ ...reminder, usedMs: Math.ceil(usedAt(reminder.threshold, clock.targetMs)) }));
}

const usedAt = (threshold: Threshold, targetMs: number): number =>
  threshold.kind === 'used' ? (targetMs * threshold.percent) / 100 : targetMs - threshold.ms;
