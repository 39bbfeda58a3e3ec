import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import type { ClockName, Entry } from '../timeline/entry.ts';
import type { ClockPause } from './reading.ts';

/** What was agreed for a ticket from an instant on. */
export interface Agreement {
  from: Instant;
  policyVersion: string;
  tier: string;
  priority: string;
  requestType: string;
}

/** One thing that is measured: from the message that asked for it to what ended it. */
export interface Run {
  name: ClockName;
  cycle: number;
  startedAt: Instant;
  endedAt: Instant | null;
  end: 'met' | 'cancelled' | null;
}

/** A ticket's history as the clocks see it. */
export interface Story {
  agreements: [Agreement, ...Agreement[]];
  /** Every hold, in order. */
  holds: ClockPause[];
  /** The stretches between a resolve (or close) and the reopening. */
  gaps: ClockPause[];
  runs: Run[];
}

type Opened = Extract<Entry, { kind: 'opened' }>;

/** Reads a history up to `now`; entries may come in any order. Throws `invalid` for a history without its opening. */
export function storyOf(history: readonly Entry[], now: Instant): Story {
  const entries = inOrder(history, now);
  const opened = history.find((entry): entry is Opened => entry.kind === 'opened');
  if (!opened) throw invalid('This history has no opening, so nothing can be measured. Name the ticket it belongs to.');
  const gaps = closings(entries);
  return {
    agreements: agreements(opened, entries),
    holds: holds(opened, entries),
    gaps: gaps.map(({ resolved: _, ...gap }) => gap),
    runs: [firstResponse(opened, entries, gaps), ...nextResponses(opened, entries), resolution(opened, gaps)],
  };
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

function agreements(opened: Opened, entries: readonly Entry[]): Story['agreements'] {
  const { tier, priority, requestType, policyVersion } = opened.data;
  const list: Story['agreements'] = [{ from: opened.data.startedAt, tier, priority, requestType, policyVersion }];
  for (const entry of entries) {
    const change = changeOf(entry);
    if (change) list.push({ ...(list.at(-1) ?? list[0]), ...change, from: Math.max(entry.at, list[0].from) });
  }
  return list;
}

function changeOf(entry: Entry): Partial<Agreement> | null {
  switch (entry.kind) {
    case 'priority_changed':
      return { priority: entry.data.to };
    case 'tier_changed':
      return { tier: entry.data.to };
    case 'request_type_changed':
      return { requestType: entry.data.to };
    case 'policy_changed':
      return { policyVersion: entry.data.to };
    default:
      return null;
  }
}

function holds(opened: Opened, entries: readonly Entry[]): ClockPause[] {
  const list: ClockPause[] = [];
  const end = (at: Instant) => {
    const last = list.at(-1);
    if (last) last.to ??= at;
  };
  const begin = (from: Instant, reason: string, by: Entry['by'], note: string | null) => {
    end(from);
    list.push({ from, to: null, reason, by, note });
  };
  if (opened.data.waitingFor) begin(opened.at, opened.data.waitingFor, opened.by, null);
  for (const entry of entries) {
    if (entry.kind === 'held') begin(entry.at, entry.data.reason, entry.by, entry.data.note ?? null);
    if (entry.kind === 'resumed' || entry.kind === 'resolved' || entry.kind === 'closed') end(entry.at);
  }
  return list;
}

interface Closing extends ClockPause {
  /** Whether it began with a resolve, not with a close of what was unresolved. */
  resolved: boolean;
}

function closings(entries: readonly Entry[]): Closing[] {
  const list: Closing[] = [];
  for (const { kind, at, by } of entries) {
    const last = list.at(-1);
    const isDone = last !== undefined && last.to === null;
    if ((kind === 'resolved' || kind === 'closed') && !isDone) {
      list.push({ from: at, to: null, reason: kind, by, note: null, resolved: kind === 'resolved' });
    }
    if (kind === 'reopened' && isDone) last.to = at;
  }
  return list;
}

/** An answer by a person on our side that the customer can see. */
const isAnswer = ({ kind, by }: Entry): boolean =>
  (kind === 'staff_replied' || kind === 'acknowledged') && by.kind === 'staff';

/** A person of the customer said something. */
const isQuestion = ({ kind, by }: Entry): boolean =>
  kind === 'customer_wrote' || (kind === 'details_added' && by.kind === 'customer');

function firstResponse(opened: Opened, entries: readonly Entry[], gaps: readonly Closing[]): Run {
  const { startedAt } = opened.data;
  const run: Run = { name: 'first_response', cycle: 1, startedAt, endedAt: null, end: null };
  const answer = entries.find((entry) => isAnswer(entry) && entry.at >= startedAt);
  if (answer) return { ...run, endedAt: answer.at, end: 'met' };
  const open = gaps.find((gap) => gap.to === null);
  return open ? { ...run, endedAt: open.from, end: 'cancelled' } : run;
}

function resolution(opened: Opened, gaps: readonly Closing[]): Run {
  const { startedAt } = opened.data;
  const last = gaps.at(-1);
  const run: Run = { name: 'resolution', cycle: 1, startedAt, endedAt: null, end: null };
  return last?.to === null ? { ...run, endedAt: last.from, end: last.resolved ? 'met' : 'cancelled' } : run;
}

/**
 * A run for every time the customer waited for another answer. Not started while the first one is owed, nor by what is
 * written after a resolve, unless the ticket is reopened for it.
 */
function nextResponses(opened: Opened, entries: readonly Entry[]): Run[] {
  const runs: Run[] = [];
  let owed: 'first' | 'nothing' | 'next' = 'first';
  let done = false;
  let wroteAfterwards: Instant | null = null;

  const start = (at: Instant) => {
    if (owed !== 'nothing') return;
    owed = 'next';
    runs.push({ name: 'next_response', cycle: runs.length + 1, startedAt: at, endedAt: null, end: null });
  };
  const stop = (at: Instant, end: 'met' | 'cancelled') => {
    const run = runs.at(-1);
    if (owed !== 'next' || !run) return;
    owed = 'nothing';
    run.endedAt = at;
    run.end = end;
  };

  for (const entry of entries) {
    if (entry.at < opened.data.startedAt) continue;
    if (isAnswer(entry)) {
      stop(entry.at, 'met');
      owed = 'nothing';
      wroteAfterwards = null;
    } else if (isQuestion(entry)) {
      if (done) wroteAfterwards = entry.at;
      else start(entry.at);
    } else if (entry.kind === 'resolved' || entry.kind === 'closed') {
      stop(entry.at, entry.kind === 'resolved' ? 'met' : 'cancelled');
      done = true;
    } else if (entry.kind === 'reopened' && done) {
      done = false;
      const askedAt = entry.by.kind === 'customer' ? entry.at : wroteAfterwards;
      if (askedAt !== null) start(askedAt);
      wroteAfterwards = null;
    }
  }
  return runs;
}
