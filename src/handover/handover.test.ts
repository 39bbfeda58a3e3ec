import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ticket } from '../tickets/ticket.ts';
import { type Handed, isNothing, sortHanded } from './handover.ts';

const ticket = (id: number, with_: Partial<Ticket> = {}) =>
  ({ id, dueAt: null, state: { kind: 'open' }, help: null, ...with_ }) as Ticket;
const onHold = { kind: 'on_hold', since: 0, reason: 'data', note: null } as const;
const ids = (tickets: Ticket[]) => tickets.map(({ id }) => id);

describe('what changes hands', () => {
  it('is sorted by what is late, due soon, waiting, and the rest, each by due time', () => {
    const handed = sortHanded(
      [
        ticket(1, { dueAt: 500 }),
        ticket(2),
        ticket(3, { dueAt: 150 }),
        ticket(4, { dueAt: 90 }),
        ticket(5, { state: onHold }),
        ticket(6, { dueAt: 120, help: { level: 'l1', accepted: null } }),
        ticket(7, { dueAt: 100 }),
        ticket(8, { help: { level: 'l1', accepted: 'UCY' } }),
      ],
      100,
      200,
    );
    expect(Object.entries(handed).map(([part, tickets]) => [part, ids(tickets)])).toEqual([
      ['late', [4, 7]],
      ['dueSoon', [6, 3]],
      ['waiting', [5]],
      ['later', [1, 2, 8]],
      ['unanswered', [6]],
    ]);
    expect(isNothing(handed)).toBe(false);
  });

  it('is nothing when nothing is open', () => expect(isNothing(sortHanded([], 100, 200))).toBe(true));

  it('names every ticket in exactly one part', () => {
    const any = fc.record({
      dueAt: fc.option(fc.integer({ min: 0, max: 300 })),
      state: fc.constantFrom<Ticket['state']>({ kind: 'open' }, onHold),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (given) => {
        const tickets = given.map((each, i) => ticket(i, each));
        const { unanswered: _, ...parts }: Handed = sortHanded(tickets, 100, 200);
        const named = ids(Object.values(parts).flat());
        expect(named.toSorted((a, b) => a - b)).toEqual(ids(tickets));
        expect(isNothing(sortHanded(tickets, 100, 200))).toBe(tickets.length === 0);
      }),
    );
  });
});
