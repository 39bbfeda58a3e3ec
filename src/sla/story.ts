import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import type { ClockName, Entry, Owed } from '../timeline/entry.ts';
import type { ClockPause } from './reading.ts';

/** What was agreed for a ticket from an instant on. */
export interface Agreement {
  from: Instant;
  policyVersion: string;
  tier: string;
  priority: string;
  requestType: string;
}

/** Where a run starts. A merge moves it back, or brings one that began on the other ticket. */
export interface Start {
  at: Instant;
  /** Since when this is its start: the start itself, or the merge. What was late before that is not touched by it. */
  since: Instant;
  /** What the other ticket still owed at the merge. */
  brought: Owed | null;
}

/** One thing that is measured: from the message that asked for it to what ended it. */
export interface Run {
  name: ClockName;
  cycle: number;
  starts: [Start, ...Start[]];
  endedAt: Instant | null;
  end: 'met' | 'cancelled' | null;
}

/** A ticket's history as the clocks see it. */
export interface Story {
  agreements: [Agreement, ...Agreement[]];
  /** Every hold, in order. */
  holds: ClockPause[];
  /** The stretches between a resolve (or close) and the reopening, in order. */
  gaps: ClockPause[];
  /** First response, every time the customer waited for another answer, resolution. */
  runs: Run[];
}

type Opened = Extract<Entry, { kind: 'opened' }>;

/**
 * Reads a history up to `now`; entries may come in any order, and what is recorded after the ticket went into another one is that
 * one's. Throws `invalid` for a history without its opening.
 */
export function storyOf(history: readonly Entry[], now: Instant): Story {
  const opened = history.find((entry): entry is Opened => entry.kind === 'opened');
  if (!opened) throw invalid('This history has no opening, so nothing can be measured. Name the ticket it belongs to.');
  const known = knownOf(opened);
  for (const entry of inOrder(history, now)) {
    hear(known, entry);
    if (entry.kind === 'merged_into') break;
  }
  const { agreements, holds, gaps, first, next, resolution } = known;
  return { agreements, holds, gaps, runs: [first, ...next, resolution] };
}

/** The entries up to an instant, in order; mostly that is the history as it came. */
function inOrder(history: readonly Entry[], now: Instant): readonly Entry[] {
  const byTime = (a: Entry, b: Entry) => a.at - b.at || a.seq - b.seq;
  let before: Entry | undefined;
  for (const entry of history) {
    if (entry.at > now || (before && byTime(before, entry) > 0)) {
      return history.filter(({ at }) => at <= now).sort(byTime);
    }
    before = entry;
  }
  return history;
}

/** An answer that the customer can see: a reply, an acknowledgement or the note of a resolve, by a person on our side. */
export const isAnswer = ({ kind, by }: Entry): boolean =>
  by.kind === 'staff' && (kind === 'staff_replied' || kind === 'acknowledged' || kind === 'resolved');

/** What is known of a ticket after each entry, heard in order. */
interface Known {
  startedAt: Instant;
  agreements: Story['agreements'];
  holds: ClockPause[];
  gaps: ClockPause[];
  first: Run;
  next: Run[];
  resolution: Run;
  /** The answer that the customer waits for. */
  owed: Run | null;
  isOver: boolean;
  wroteAfterwards: Instant | null;
}

function knownOf({ at, by, data }: Opened): Known {
  const { startedAt, tier, priority, requestType, policyVersion, waitingFor } = data;
  const first = runOf('first_response', 1, startedAt);
  return {
    startedAt,
    agreements: [{ from: startedAt, tier, priority, requestType, policyVersion }],
    holds: waitingFor ? [{ from: at, to: null, reason: waitingFor, by, note: null }] : [],
    gaps: [],
    first,
    next: [],
    resolution: runOf('resolution', 1, startedAt),
    owed: first,
    isOver: false,
    wroteAfterwards: null,
  };
}

function hear(known: Known, entry: Entry): void {
  switch (entry.kind) {
    case 'customer_wrote':
      asked(known, entry.at);
      break;
    case 'details_added':
      if (entry.by.kind === 'customer') asked(known, entry.at);
      break;
    case 'staff_replied':
    case 'acknowledged':
      if (isAnswer(entry)) answered(known, entry.at);
      break;
    case 'held':
      hold(known, entry.at, entry.data.reason, entry.by, entry.data.note ?? null);
      break;
    case 'resumed':
      resume(known, entry.at);
      break;
    case 'resolved':
    case 'closed':
    case 'merged_into':
      over(known, entry);
      break;
    case 'reopened':
      reopened(known, entry);
      break;
    case 'merged_in':
      merged(known, entry.at, entry.data);
      break;
    case 'priority_changed':
      agreed(known, entry.at, { priority: entry.data.to });
      break;
    case 'tier_changed':
      agreed(known, entry.at, { tier: entry.data.to });
      break;
    case 'request_type_changed':
      agreed(known, entry.at, { requestType: entry.data.to });
      break;
    case 'policy_changed':
      agreed(known, entry.at, { policyVersion: entry.data.to });
      break;
  }
}

function agreed(known: Known, at: Instant, change: Partial<Agreement>): void {
  const last = known.agreements.at(-1) ?? known.agreements[0];
  known.agreements.push({ ...last, ...change, from: Math.max(at, known.startedAt) });
}

function hold(known: Known, from: Instant, reason: string, by: Entry['by'], note: string | null): void {
  resume(known, from);
  known.holds.push({ from, to: null, reason, by, note });
}

function resume(known: Known, at: Instant): void {
  const last = known.holds.at(-1);
  if (last) last.to ??= at;
}

function asked(known: Known, at: Instant): void {
  if (at < known.startedAt) return;
  if (known.isOver) known.wroteAfterwards = at;
  else waits(known, at);
}

/** The customer waits for another answer, unless they wait already. */
function waits(known: Known, at: Instant, since = at, brought: Owed | null = null): void {
  if (known.owed) return;
  known.owed = runOf('next_response', known.next.length + 1, at, since, brought);
  known.next.push(known.owed);
}

function answered(known: Known, at: Instant): void {
  if (at < known.startedAt) return;
  if (known.owed) end(known.owed, at, 'met');
  known.owed = null;
  known.wroteAfterwards = null;
}

function over(known: Known, entry: Entry): void {
  const { kind, at, by } = entry;
  resume(known, at);
  if (known.isOver) return;
  known.isOver = true;
  known.gaps.push({ from: at, to: null, reason: kind, by, note: null });
  const isResolved = kind === 'resolved';
  end(known.resolution, at, isResolved ? 'met' : 'cancelled');
  if (!known.owed) return;
  end(known.owed, at, isAnswer(entry) ? 'met' : 'cancelled');
  if (isAnswer(entry) || known.owed !== known.first) known.owed = null;
}

/** The first answer is still owed when there was none; another one when the customer asks for it. */
function reopened(known: Known, { at, by }: Entry): void {
  const gap = known.gaps.at(-1);
  if (!known.isOver || !gap) return;
  known.isOver = false;
  gap.to = at;
  goOn(known.resolution);
  if (known.owed) goOn(known.owed);
  const askedAt = by.kind === 'customer' ? at : known.wroteAfterwards;
  if (askedAt !== null) waits(known, askedAt);
  known.wroteAfterwards = null;
}

/** What another ticket still owed is owed here: from when it was owed there, where that is earlier. */
function merged(
  known: Known,
  at: Instant,
  { response, resolution }: { response: Owed | null; resolution: Owed | null },
): void {
  if (resolution) moveBack(known.resolution, resolution, at);
  if (response && known.owed) moveBack(known.owed, response, at);
  else if (response && !known.isOver) waits(known, Math.min(response.since, at), at, response);
}

const runOf = (name: ClockName, cycle: number, at: Instant, since = at, brought: Owed | null = null): Run => ({
  name,
  cycle,
  starts: [{ at, since, brought }],
  endedAt: null,
  end: null,
});

function end(run: Run, at: Instant, how: 'met' | 'cancelled'): void {
  run.endedAt = at;
  run.end = how;
}

function goOn(run: Run): void {
  run.endedAt = null;
  run.end = null;
}

function moveBack(run: Run, brought: Owed, since: Instant): void {
  const { at } = run.starts.at(-1) ?? run.starts[0];
  run.starts.push({ at: Math.min(at, brought.since), since, brought });
}
