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
  const telling = new Telling(opened);
  for (const entry of inOrder(history, now)) {
    telling.hear(entry);
    if (entry.kind === 'merged_into') break;
  }
  return telling.story();
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

/** What is known of a ticket after each entry, heard in order and once. */
class Telling {
  readonly #startedAt: Instant;
  readonly #agreements: Story['agreements'];
  readonly #holds: ClockPause[] = [];
  readonly #gaps: ClockPause[] = [];
  readonly #first: Run;
  readonly #next: Run[] = [];
  readonly #resolution: Run;
  /** The answer that the customer waits for. */
  #owed: Run | null;
  #isOver = false;
  #wroteAfterwards: Instant | null = null;

  constructor({ at, by, data }: Opened) {
    const { startedAt, tier, priority, requestType, policyVersion } = data;
    this.#startedAt = startedAt;
    this.#agreements = [{ from: startedAt, tier, priority, requestType, policyVersion }];
    this.#first = runOf('first_response', 1, startedAt);
    this.#resolution = runOf('resolution', 1, startedAt);
    this.#owed = this.#first;
    if (data.waitingFor) this.#hold(at, data.waitingFor, by, null);
  }

  story(): Story {
    return {
      agreements: this.#agreements,
      holds: this.#holds,
      gaps: this.#gaps,
      runs: [this.#first, ...this.#next, this.#resolution],
    };
  }

  hear(entry: Entry): void {
    switch (entry.kind) {
      case 'customer_wrote':
        this.#asked(entry.at);
        break;
      case 'details_added':
        if (entry.by.kind === 'customer') this.#asked(entry.at);
        break;
      case 'staff_replied':
      case 'acknowledged':
        if (isAnswer(entry)) this.#answered(entry.at);
        break;
      case 'held':
        this.#hold(entry.at, entry.data.reason, entry.by, entry.data.note ?? null);
        break;
      case 'resumed':
        this.#resume(entry.at);
        break;
      case 'resolved':
      case 'closed':
      case 'merged_into':
        this.#over(entry);
        break;
      case 'reopened':
        this.#reopened(entry);
        break;
      case 'merged_in':
        this.#merged(entry.at, entry.data);
        break;
      case 'priority_changed':
        this.#agreed(entry.at, { priority: entry.data.to });
        break;
      case 'tier_changed':
        this.#agreed(entry.at, { tier: entry.data.to });
        break;
      case 'request_type_changed':
        this.#agreed(entry.at, { requestType: entry.data.to });
        break;
      case 'policy_changed':
        this.#agreed(entry.at, { policyVersion: entry.data.to });
        break;
    }
  }

  #agreed(at: Instant, change: Partial<Agreement>): void {
    const last = this.#agreements.at(-1) ?? this.#agreements[0];
    this.#agreements.push({ ...last, ...change, from: Math.max(at, this.#startedAt) });
  }

  #hold(from: Instant, reason: string, by: Entry['by'], note: string | null): void {
    this.#resume(from);
    this.#holds.push({ from, to: null, reason, by, note });
  }

  #resume(at: Instant): void {
    const last = this.#holds.at(-1);
    if (last) last.to ??= at;
  }

  #asked(at: Instant): void {
    if (at < this.#startedAt) return;
    if (this.#isOver) this.#wroteAfterwards = at;
    else this.#waits(at);
  }

  /** The customer waits for another answer, unless they wait already. */
  #waits(at: Instant, since = at, brought: Owed | null = null): void {
    if (this.#owed) return;
    this.#owed = runOf('next_response', this.#next.length + 1, at, since, brought);
    this.#next.push(this.#owed);
  }

  #answered(at: Instant): void {
    if (at < this.#startedAt) return;
    if (this.#owed) end(this.#owed, at, 'met');
    this.#owed = null;
    this.#wroteAfterwards = null;
  }

  #over(entry: Entry): void {
    const { kind, at, by } = entry;
    this.#resume(at);
    if (this.#isOver) return;
    this.#isOver = true;
    this.#gaps.push({ from: at, to: null, reason: kind, by, note: null });
    const isResolved = kind === 'resolved';
    end(this.#resolution, at, isResolved ? 'met' : 'cancelled');
    if (!this.#owed) return;
    end(this.#owed, at, isAnswer(entry) ? 'met' : 'cancelled');
    if (isAnswer(entry) || this.#owed !== this.#first) this.#owed = null;
  }

  /** The first answer is still owed when there was none; another one when the customer asks for it. */
  #reopened({ at, by }: Entry): void {
    const gap = this.#gaps.at(-1);
    if (!this.#isOver || !gap) return;
    this.#isOver = false;
    gap.to = at;
    goOn(this.#resolution);
    if (this.#owed) goOn(this.#owed);
    const askedAt = by.kind === 'customer' ? at : this.#wroteAfterwards;
    if (askedAt !== null) this.#waits(askedAt);
    this.#wroteAfterwards = null;
  }

  /** What another ticket still owed is owed here: from when it was owed there, where that is earlier. */
  #merged(at: Instant, { response, resolution }: { response: Owed | null; resolution: Owed | null }): void {
    if (resolution) moveBack(this.#resolution, resolution, at);
    if (response && this.#owed) moveBack(this.#owed, response, at);
    else if (response && !this.#isOver) this.#waits(Math.min(response.since, at), at, response);
  }
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
