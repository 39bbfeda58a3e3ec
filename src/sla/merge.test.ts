import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  all,
  at,
  bo,
  entry,
  hold,
  one,
  opened,
  priority,
  reply,
  resolve,
  resume,
  terms,
  write,
} from '../../test/fixtures/histories.ts';
import { HOUR } from '../time/duration.ts';
import type { Entry } from '../timeline/entry.ts';
import { clocks } from './clock.ts';
import { owedBy } from './merge.ts';

const since = (hours: number) => opened({ startedAt: at(hours) }, hours);

/** Both histories after the first ticket went into the second. */
function merged(hours: number, from: Entry[], into: Entry[]): { from: Entry[]; into: Entry[] } {
  const owed = owedBy(clocks(from, terms, at(hours)), at(hours));
  return {
    from: [...from, entry('merged_into', hours, bo, { ticket: 2 })],
    into: [...into, entry('merged_in', hours, bo, { ticket: 1, ...owed })],
  };
}

describe('a ticket that went into another one', () => {
  it('owes nothing any more, and what was late stays late', () => {
    const { from } = merged(0.5, [opened()], [since(0.25)]);
    expect(clocks(from, terms, at(50))).toMatchObject([
      { name: 'first_response', state: 'cancelled', breachedAt: null, endedAt: at(0.5) },
      { name: 'resolution', state: 'cancelled', breachedAt: null },
    ]);
    expect(one('first_response', merged(2, [opened()], [since(1.5)]).from, 50)).toMatchObject({
      state: 'cancelled',
      breachedAt: at(1),
    });
  });

  it('is not touched by what comes afterwards', () => {
    const { from } = merged(0.5, [opened()], [since(0.25)]);
    const later = [reply(0.6), write(0.7), resolve(0.8), priority(0.9, 'high', 'low')];
    expect(clocks([...from, ...later], terms, at(50))).toEqual(clocks(from, terms, at(50)));
  });
});

describe('the ticket that goes on', () => {
  it('owes the first answer from when either of them asked', () => {
    const { into } = merged(0.8, [opened()], [since(0.5)]);
    expect(one('first_response', into, 0.7)).toMatchObject({ startedAt: at(0.5), dueAt: at(1.5) });
    expect(one('first_response', into, 0.9)).toMatchObject({
      state: 'running',
      startedAt: at(0),
      dueAt: at(1),
      elapsedMs: 0.9 * HOUR,
      targetSince: at(0.8),
    });
    expect(one('first_response', merged(0.8, [since(0.5)], [opened()]).into, 0.9)).toMatchObject({ startedAt: at(0) });
  });

  it('owes another answer from when the merged ticket asked, where it owed none', () => {
    const answered = [opened(), reply(0.5)];
    for (const from of [[since(1)], [since(0.6), reply(0.7), write(1)]]) {
      expect(one('next_response', merged(2, from, answered).into, 2.5)).toMatchObject({
        cycle: 1,
        state: 'running',
        startedAt: at(1),
        since: at(2),
        dueAt: at(3),
      });
    }
  });

  it('does not count what stood still on the merged ticket of an answer it brings', () => {
    const from = [since(0.6), reply(0.7), write(1), hold(1.2), resume(1.8)];
    const reading = one('next_response', merged(2, from, [opened(), reply(0.5)]).into, 2.5);
    expect(reading).toMatchObject({ startedAt: at(1), pauses: [{ from: at(1.2), to: at(1.8) }], dueAt: at(3.6) });
  });

  it('owes its other answer from the earlier of both', () => {
    const asked = [opened(), reply(0.5), write(1.5)];
    expect(all('next_response', merged(2, [since(1)], asked).into, 2.5)).toMatchObject([
      { startedAt: at(1), dueAt: at(3), since: at(1.5), targetSince: at(2) },
    ]);
    expect(all('next_response', merged(2, [since(1.8)], asked).into, 2.5)).toMatchObject([
      { startedAt: at(1.5), dueAt: at(3.5), targetSince: at(1.5) },
    ]);
  });

  it('owes nothing new for a ticket whose questions were answered, or that was promised nothing', () => {
    const answered = [opened(), reply(0.5)];
    expect(all('next_response', merged(2, [since(1), reply(1.5)], answered).into, 3)).toEqual([]);
    const billing = opened({ startedAt: at(-5), requestType: 'billing' }, -5);
    expect(clocks(merged(2, [billing], answered).into, terms, at(3))).toEqual(clocks(answered, terms, at(3)));
  });

  it('keeps what it has met', () => {
    const { into } = merged(3, [opened()], [since(1), reply(1.5)]);
    expect(one('first_response', into, 9)).toMatchObject({ state: 'met', startedAt: at(1), breachedAt: null });
  });

  it('is late from the merge on, not before it, with what was late already', () => {
    const { into } = merged(1.5, [opened()], [since(1.2)]);
    expect(one('first_response', into, 1.4)).toMatchObject({ state: 'running', breachedAt: null });
    expect(one('first_response', into, 1.6)).toMatchObject({ state: 'breached', dueAt: at(1), breachedAt: at(1.5) });
  });

  it('does not move a breach of its own', () => {
    const { into } = merged(3, [since(-1), resume(0)], [opened()]);
    expect(one('first_response', into, 4)).toMatchObject({ breachedAt: at(1), dueAt: at(1), startedAt: at(0) });
  });

  it('resolves from the earlier of both openings', () => {
    const { into } = merged(3, [opened()], [since(2)]);
    expect(one('resolution', into, 4)).toMatchObject({ startedAt: at(0), dueAt: at(8), elapsedMs: 4 * HOUR });
  });

  it('does not count what stood still on the merged ticket before it was there itself, and says why', () => {
    const { into } = merged(6, [opened(), hold(1), resume(4)], [since(5)]);
    const reading = one('resolution', into, 7);
    expect(reading).toMatchObject({ dueAt: at(11), elapsedMs: 4 * HOUR });
    expect(reading.pauses).toEqual([{ from: at(1), to: at(4), reason: 'access', by: bo, note: 'asked' }]);
  });

  it('counts time before the merge that counted on either of them', () => {
    const { into } = merged(6, [opened(), hold(1), resume(4)], [since(0.5), hold(3), resume(5)]);
    const reading = one('resolution', into, 7);
    expect(reading.pauses).toMatchObject([{ from: at(3), to: at(4) }]);
    expect(reading.elapsedMs).toBe(6 * HOUR);
  });

  it('goes by its own holds from the merge on', () => {
    const held = merged(3, [opened(), hold(1)], [since(2)]);
    expect(one('resolution', held.into, 4)).toMatchObject({ state: 'running', elapsedMs: 3 * HOUR });
    const holding = merged(3, [opened()], [since(1), hold(2)]);
    expect(one('resolution', holding.into, 4)).toMatchObject({ state: 'paused', elapsedMs: 3 * HOUR });
  });

  it('takes on what a ticket owed that others had gone into before', () => {
    const first = merged(2, [opened(), hold(0.5), resume(1)], [since(1.5)]);
    const second = merged(3, first.into, [since(2.5)]);
    expect(one('first_response', second.into, 3.5)).toMatchObject({ startedAt: at(0), breachedAt: at(3) });
    expect(one('resolution', second.into, 4)).toMatchObject({ startedAt: at(0), elapsedMs: 3.5 * HOUR });
  });
});

it('counts a merged clock like somebody who watches both tickets, hour by hour', () => {
  const MERGE = 20;
  const waits = fc.array(fc.tuple(fc.nat(40), fc.constantFrom(hold, resume)), { maxLength: 6 });
  const history = (start: number, steps: [number, typeof resume][]): Entry[] => [
    opened({ startedAt: at(start), priority: 'low' }, start),
    ...steps.filter(([hours]) => hours >= start && hours !== MERGE).map(([hours, step]) => step(hours)),
  ];
  const runs = (entries: Entry[], hours: number): boolean => {
    const last = entries.filter((each) => each.at <= at(hours)).sort((a, b) => a.at - b.at || a.seq - b.seq);
    return last.length > 0 && last.at(-1)?.kind !== 'held';
  };
  fc.assert(
    fc.property(fc.nat(19), fc.nat(19), waits, waits, fc.nat(20), (from, into, theirs, ours, later) => {
      const [left, kept] = [history(from, theirs).filter((each) => each.at < at(MERGE)), history(into, ours)];
      let counted = 0;
      for (let hour = 0; hour < MERGE + later; hour++) {
        if (runs(kept, hour) || (hour < MERGE && runs(left, hour))) counted += HOUR;
      }
      expect(one('resolution', merged(MERGE, left, kept).into, MERGE + later).elapsedMs).toBe(counted);
    }),
    { numRuns: 500 },
  );
});

it('is due no later than either of them was', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(30), (from, into) => {
      const [one_, other] = [[since(-from / 40)], [since(-into / 40)]];
      const due = (history: Entry[]) => one('first_response', history, 0.2).dueAt as number;
      const { into: both } = merged(0.1, one_, other);
      expect(due(both)).toBe(Math.min(due(one_), due(other)));
    }),
  );
});
