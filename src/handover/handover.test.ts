import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketOutline } from '../tickets/ticket.ts';
import { type Change, concerns, countHanded, idsOf, isUnattended, MOST_TOLD, sortHanded } from './handover.ts';

const ticket = (id: number, with_: Partial<TicketOutline> = {}) =>
  ({ id, assignee: null, dueAt: null, dueClock: null, state: { kind: 'open' }, help: null, ...with_ }) as TicketOutline;
const onHold = { kind: 'on_hold', since: 0, reason: 'data', note: null } as const;
const calling = { level: 'l1', accepted: null };

describe('what changes hands', () => {
  it('is sorted by what is late, called for, due soon, waiting, and the rest, each by due time', () => {
    const handed = sortHanded(
      [
        ticket(1, { dueAt: 500 }),
        ticket(2),
        ticket(3, { dueAt: 150 }),
        ticket(4, { dueAt: 90, help: calling }),
        ticket(5, { state: onHold }),
        ticket(6, { dueAt: 300, help: calling }),
        ticket(7, { dueAt: 100 }),
        ticket(8, { help: { level: 'l1', accepted: 'UCY' } }),
      ],
      100,
      200,
    );
    expect(handed.first.map(({ part, id }) => `${part} ${id}`)).toEqual([
      'late 4',
      'late 7',
      'calls 6',
      'dueSoon 3',
      'waiting 5',
      'later 1',
      'later 2',
      'later 8',
    ]);
    expect(handed.counts).toEqual({ late: 2, calls: 1, dueSoon: 1, waiting: 1, later: 3 });
    expect(handed.calls).toBe(2);
  });

  it('holds every ticket once, told one by one or counted', () => {
    const any = fc.record({
      dueAt: fc.option(fc.integer({ min: 0, max: 300 })),
      state: fc.constantFrom<TicketOutline['state']>({ kind: 'open' }, onHold),
      help: fc.constantFrom<TicketOutline['help']>(null, calling),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 3 * MOST_TOLD }), (given) => {
        const tickets = given.map((each, i) => ticket(i, each));
        const handed = sortHanded(tickets, 100, 200);
        expect(idsOf(handed).toSorted((a, b) => a - b)).toEqual(tickets.map(({ id }) => id));
        expect(countHanded(handed)).toBe(tickets.length);
        expect(handed.first.length).toBe(Math.min(tickets.length, MOST_TOLD));
      }),
    );
  });

  it('is everything for the first line, and for others what is theirs, called for, or late', () => {
    const tickets = [
      ticket(1, { assignee: 'UELI' }),
      ticket(2, { assignee: 'UBO' }),
      ticket(3, { help: calling }),
      ticket(4, { dueAt: 99 }),
      ticket(5, { dueAt: 101 }),
    ];
    const ids = (isFirstLine: boolean, from: string | null = 'UELI') =>
      tickets.filter(concerns({ at: 100, from }, isFirstLine)).map(({ id }) => id);
    expect(ids(true)).toEqual([1, 2, 3, 4, 5]);
    expect(ids(false)).toEqual([1, 3, 4]);
    expect(ids(false, null)).toEqual([3, 4]);
  });
});

describe('nobody on', () => {
  const change = (to: string | null) => ({ to }) as Change;
  const due = sortHanded([ticket(1, { dueAt: 150 })], 100, 200);
  const later = sortHanded([ticket(1, { dueAt: 250 })], 100, 200);

  it('is alarming where somebody should be, whatever is open', () => {
    expect(isUnattended(change(null), false, later)).toBe(true);
    expect(isUnattended(change('UELI'), false, due)).toBe(false);
  });

  it('is as it should be where the desk closes, unless something is due or called for before it opens', () => {
    expect(isUnattended(change(null), true, later)).toBe(false);
    expect(isUnattended(change(null), true, due)).toBe(true);
    expect(isUnattended(change(null), true, sortHanded([ticket(1, { help: calling })], 100, 200))).toBe(true);
  });
});
