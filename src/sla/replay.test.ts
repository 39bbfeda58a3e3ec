import { describe, expect, it } from 'vitest';
import { readPolicy } from '../policy/read.ts';
import { HOUR, MINUTE } from '../time/duration.ts';
import type { Actor, Entry, TicketEventKind, TicketEvents } from '../timeline/entry.ts';
import { dueChanges, outcomeChanges, type Replayed, replay, type TallyOfClock, tally } from './replay.ts';

const text = `
name: Test
timezone: Europe/Berlin
calendars: { always: { hours: 24x7 } }
priorities: [{ key: high, label: High }, { key: low, label: Low }]
request_types: [{ key: incident, label: Incident }]
tiers:
  gold:
    label: Gold
    calendar: always
    targets: { first_response: { high: 1h, low: 4h }, resolution: { high: 8h, low: 8h } }
hold_reasons: [{ key: access, label: Access, customer_label: access, pauses: [resolution] }]
`;
const read = (...changes: [from: string, to: string][]) =>
  readPolicy({ file: 'p.yml', text: changes.reduce((changed, [from, to]) => changed.replace(from, to), text) });
const policy = read();
const stricter = read(['high: 1h', 'high: 30m']);

const T0 = Date.parse('2026-03-02T10:00:00+01:00');
const bo: Actor = { kind: 'staff', user: 'bo' };
let seq = 0;
const entry = <K extends TicketEventKind>(kind: K, after: number, data: TicketEvents[K]): Entry =>
  ({ seq: ++seq, kind, at: T0 + after, by: bo, data }) as Entry;
const opened = (with_: Partial<TicketEvents['opened']> = {}) =>
  entry('opened', 0, {
    startedAt: T0,
    tier: 'gold',
    priority: 'high',
    requestType: 'incident',
    policyVersion: policy.version,
    ...with_,
  });
const reply = (after: number) => entry('staff_replied', after, { channel: 'C1', ts: '1' });

function promises(history: Entry[], by = stricter, after = 2 * HOUR, was = { policy }): Replayed[] {
  const found = replay(history, was, by, T0 + after);
  if ('unknown' in found) throw new Error(JSON.stringify(found.unknown));
  return found.promises;
}
const first = (all: Replayed[]) => all.find(({ clock }) => clock === 'first_response');

describe('a ticket replayed under another policy', () => {
  it('has each promise as it was and as it would have been, with what was left', () => {
    expect(first(promises([opened(), reply(45 * MINUTE)]))).toEqual({
      clock: 'first_response',
      cycle: 1,
      isRunning: false,
      was: { verdict: 'met', dueAt: T0 + HOUR, remainingMs: 15 * MINUTE },
      wouldBe: { verdict: 'late', dueAt: T0 + 30 * MINUTE, remainingMs: -15 * MINUTE },
    });
    expect(first(promises([opened()], stricter, 40 * MINUTE))).toMatchObject({
      isRunning: true,
      was: { verdict: 'open', remainingMs: 20 * MINUTE },
      wouldBe: { verdict: 'late', dueAt: T0 + 30 * MINUTE },
    });
  });

  it('is measured by that policy alone, whatever versions it went through', () => {
    const changed = entry('policy_changed', 50 * MINUTE, { from: policy.version, to: 'newer' });
    const [was] = promises([opened(), changed], policy, 2 * HOUR, { policy });
    const history = [opened({ policyVersion: stricter.version }), changed, reply(55 * MINUTE)];
    const replayed = replay(history, { policy, earlier: [stricter] }, policy, T0 + HOUR);
    expect(was?.wouldBe).toEqual(was?.was);
    expect('promises' in replayed && first(replayed.promises)).toMatchObject({
      was: { verdict: 'late' },
      wouldBe: { verdict: 'met', remainingMs: 5 * MINUTE },
    });
  });

  it('knows promises that only one of the two makes', () => {
    const without = read([', resolution: { high: 8h, low: 8h }', '']);
    const dropped = promises([opened()], without).find(({ clock }) => clock === 'resolution');
    expect(dropped).toMatchObject({ was: { verdict: 'open' }, wouldBe: null });
    const added = replay([opened()], { policy: without }, policy, T0 + 9 * HOUR);
    expect('promises' in added && added.promises.find(({ clock }) => clock === 'resolution')).toMatchObject({
      was: null,
      wouldBe: { verdict: 'late' },
    });
  });

  it('is not measured when it uses words that the policy does not have', () => {
    const history = [
      opened({ tier: 'silver', requestType: 'question' }),
      entry('priority_changed', HOUR, { from: 'high', to: 'urgent' }),
      entry('held', HOUR, { reason: 'vendor' }),
    ];
    expect(replay(history, { policy }, stricter, T0 + 2 * HOUR)).toEqual({
      unknown: [
        { noun: 'tier', key: 'silver' },
        { noun: 'priority', key: 'urgent' },
        { noun: 'request type', key: 'question' },
        { noun: 'hold reason', key: 'vendor' },
      ],
    });
  });
});

describe('what a replay tells', () => {
  const of = (was: Replayed['was'], wouldBe: Replayed['wouldBe'], isRunning = true): Replayed => ({
    clock: 'resolution',
    cycle: 1,
    isRunning,
    was,
    wouldBe,
  });
  const open = (dueAt: number) => ({ verdict: 'open' as const, dueAt, remainingMs: 1 });
  const late = (dueAt: number) => ({ verdict: 'late' as const, dueAt, remainingMs: -1 });

  it('is a changed outcome where one of the two alone is late', () => {
    expect([of(open(1), late(1)), of(late(1), null), of(null, late(1))].map(outcomeChanges)).toEqual([
      true,
      true,
      true,
    ]);
    expect([of(late(1), late(2)), of(open(1), null), of(null, open(2))].map(outcomeChanges)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is another due time of what runs, unless it is late by both', () => {
    expect([of(open(1), open(2)), of(open(1), late(1)), of(null, open(1))].map(dueChanges)).toEqual([true, true, true]);
    expect([of(open(1), open(1)), of(late(1), late(2)), of(open(1), open(2), false)].map(dueChanges)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is counted by clock and priority', () => {
    const table: TallyOfClock[] = [];
    tally(table, 'high', promises([opened(), reply(45 * MINUTE)]));
    tally(table, 'high', promises([opened()]));
    tally(table, 'low', promises([opened({ priority: 'low' })]));
    const none = { promised: 0, met: 0, late: 0, open: 0, ended: 0 };
    expect(table).toEqual([
      {
        clock: 'first_response',
        priority: 'high',
        was: { ...none, promised: 2, met: 1, late: 1 },
        wouldBe: { ...none, promised: 2, late: 2 },
      },
      {
        clock: 'resolution',
        priority: 'high',
        was: { ...none, promised: 2, open: 2 },
        wouldBe: { ...none, promised: 2, open: 2 },
      },
      {
        clock: 'first_response',
        priority: 'low',
        was: { ...none, promised: 1, open: 1 },
        wouldBe: { ...none, promised: 1, open: 1 },
      },
      {
        clock: 'resolution',
        priority: 'low',
        was: { ...none, promised: 1, open: 1 },
        wouldBe: { ...none, promised: 1, open: 1 },
      },
    ]);
  });
});
