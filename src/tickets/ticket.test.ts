import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeskError } from '../errors.ts';
import type { Actor } from '../timeline/entry.ts';
import * as assignment from './assignment.ts';
import * as lifecycle from './lifecycle.ts';
import { type Change, changePriority, type Ticket } from './ticket.ts';

const bo: Actor = { kind: 'staff', user: 'UBO' };
const ana: Actor = { kind: 'customer', user: 'UANA' };

const open: Ticket = {
  id: 7,
  customerId: 'acme',
  channel: 'C1',
  thread: '1.000000',
  summary: 'disk is filling up',
  description: 'disk is filling up',
  priority: 'medium',
  requestType: 'incident',
  environment: null,
  workaround: false,
  tier: 'premium',
  state: { kind: 'open' },
  assignee: null,
  help: null,
  openedBy: 'UANA',
  startedAt: 0,
  openedAt: 0,
  policyVersion: 'v1',
  dueAt: null,
  dueClock: null,
  settledUnder: 'v1',
  cardsBehind: false,
  version: 1,
};
const held = lifecycle.hold(open, 'data', 'which?', bo, 10).ticket;
const resolved = lifecycle.resolve(open, 'done', bo, 10).ticket;
const closed = lifecycle.close(open, ana, 10).ticket;

const kinds = ({ entries }: Change) => entries.map(({ kind }) => kind);

describe('doing a thing twice is the same as once', () => {
  it.each<[string, (ticket: Ticket) => Change]>([
    ['assign', (t) => assignment.assign(t, 'UBO', bo, 5)],
    ['change the priority', (t) => changePriority(t, 'high', bo, 5)],
    ['hold', (t) => lifecycle.hold(t, 'data', 'which?', bo, 5)],
    ['resolve', (t) => lifecycle.resolve(t, 'done', bo, 5)],
    ['close', (t) => lifecycle.close(t, ana, 5)],
    ['accept a call', (t) => assignment.acceptHelp(t, 'ops-duty', 'UCY', 5)],
  ])('%s', (_, verb) => {
    const first = verb(open);
    expect(first.entries.length).toBeGreaterThan(0);
    expect(verb(first.ticket)).toEqual({ ticket: first.ticket, entries: [] });
  });

  it('resume and reopen', () => {
    expect(kinds(lifecycle.resume(held, bo, 5))).toEqual(['resumed']);
    expect(lifecycle.resume(open, bo, 5).entries).toEqual([]);
    expect(kinds(lifecycle.reopen(closed, bo, 5))).toEqual(['reopened']);
    expect(lifecycle.reopen(open, bo, 5).entries).toEqual([]);
  });
});

describe('a ticket that is over', () => {
  it.each<[string, (ticket: Ticket, by: Actor) => Change]>([
    ['be assigned', (t, by) => assignment.assign(t, 'UBO', by, 20)],
    ['get another priority', (t, by) => changePriority(t, 'high', by, 20)],
    ['be put on hold', (t, by) => lifecycle.hold(t, 'data', null, by, 20)],
    ['be taken up again', (t, by) => lifecycle.resume(t, by, 20)],
    ['be escalated', (t, by) => assignment.escalate(t, { level: 'l1', reason: 'r' }, by, 20)],
  ])("can't %s, and says what to do to each kind of person", (what, verb) => {
    for (const ticket of [resolved, closed]) {
      const start = `SUP-7 is ${ticket.state.kind}, so it can't ${what}.`;
      expect(() => verb(ticket, bo)).toThrow(`${start} Reopen it first.`);
      expect(() => verb(ticket, ana)).toThrow(`${start} Write in its thread if it is not solved.`);
    }
  });

  it('keeps the note it was resolved with', () => {
    expect(() => lifecycle.resolve(resolved, 'another note', bo, 20)).toThrow(
      'was resolved meanwhile, with another note',
    );
    expect(() => lifecycle.resolve(closed, 'done', bo, 20)).toThrow('is closed already');
  });
});

describe('a merge', () => {
  const none = { response: null, resolution: null };
  const other: Ticket = { ...open, id: 8 };
  const gone = lifecycle.merge(open, other, none, bo, 10).merged.ticket;

  it('ends the one and leaves its traces on both', () => {
    const asked = assignment.escalate(open, { level: 'l1', reason: 'r' }, bo, 5).ticket;
    const { merged, survivor } = lifecycle.merge(asked, other, none, bo, 10);
    expect(merged.ticket).toMatchObject({ state: { kind: 'closed', at: 10, into: 8 }, help: null });
    expect(merged.entries).toEqual([{ kind: 'merged_into', at: 10, by: bo, data: { ticket: 8 } }]);
    expect(survivor.ticket).toEqual(other);
    expect(survivor.entries).toEqual([{ kind: 'merged_in', at: 10, by: bo, data: { ticket: 7, ...none } }]);
  });

  it('takes the assignee along where the other has none', () => {
    const theirs = { ...open, assignee: 'UCY' };
    const { survivor } = lifecycle.merge(theirs, other, none, bo, 10);
    expect(survivor.ticket.assignee).toBe('UCY');
    expect(kinds(survivor)).toEqual(['merged_in', 'assigned']);
    expect(lifecycle.merge(theirs, { ...other, assignee: 'UBO' }, none, bo, 10).survivor.ticket.assignee).toBe('UBO');
  });

  it('twice is once', () => {
    const again = lifecycle.merge(gone, other, none, bo, 20);
    expect([...again.merged.entries, ...again.survivor.entries]).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ["SUP-7 can't be merged into itself. Choose another ticket.", () => lifecycle.merge(open, open, none, bo, 10)],
    [
      "SUP-8 is another customer's. Choose a ticket of the same customer.",
      () => lifecycle.merge(open, { ...other, customerId: 'globex' }, none, bo, 10),
    ],
    [
      "SUP-7 is resolved, so it can't be merged. Reopen it first.",
      () => lifecycle.merge(resolved, other, none, bo, 20),
    ],
    [
      'SUP-8 is closed, so nothing can be merged into it. Reopen it first.',
      () => lifecycle.merge(open, { ...closed, id: 8 }, none, bo, 20),
    ],
    [
      "SUP-7 was merged into SUP-8, so it can't be merged. Go on there.",
      () => lifecycle.merge(gone, { ...open, id: 9 }, none, bo, 20),
    ],
    [
      "SUP-7 was merged into SUP-8, so it can't take in SUP-9. Go on there.",
      () => lifecycle.merge({ ...open, id: 9 }, gone, none, bo, 20),
    ],
  ])('is refused: %s', (sentence, merge) => expect(merge).toThrow(sentence));

  it('is for good', () => {
    expect(() => lifecycle.reopen(gone, bo, 20)).toThrow("SUP-7 was merged into SUP-8, so it can't be reopened.");
    expect(() => lifecycle.resolve(gone, 'done', bo, 20)).toThrow("so it can't be resolved. Go on there.");
    expect(() => assignment.assign(gone, 'UBO', ana, 20)).toThrow("so it can't be assigned. Go on there.");
    expect(lifecycle.wake(gone, true, ana, 20)).toEqual({ ticket: gone, entries: [] });
    expect(lifecycle.close(gone, ana, 20).entries).toEqual([]);
  });
});

describe('a hold', () => {
  it('takes another reason or another note for the same one', () => {
    expect(kinds(lifecycle.hold(held, 'access', null, bo, 20))).toEqual(['held']);
    expect(lifecycle.hold(held, 'data', 'which one?', bo, 20).ticket.state).toMatchObject({
      note: 'which one?',
      since: 20,
    });
  });

  it('ends by a customer only where they are awaited, and not by what was said before it', () => {
    expect(kinds(lifecycle.wake(held, true, ana, 10))).toEqual(['resumed']);
    expect(kinds(lifecycle.wake(held, true, ana, 9))).toEqual([]);
    expect(kinds(lifecycle.wake(held, false, ana, 20))).toEqual([]);
  });
});

describe('a customer who writes', () => {
  it('reopens what is over, and changes nothing of what is open', () => {
    for (const ticket of [resolved, closed]) {
      expect(lifecycle.wake(ticket, false, ana, 11).ticket.state).toEqual({ kind: 'open' });
      expect(lifecycle.wake(ticket, true, ana, 9)).toEqual({ ticket, entries: [] });
    }
    expect(lifecycle.wake(open, true, ana, 11)).toEqual({ ticket: open, entries: [] });
  });
});

describe('help', () => {
  it('makes the ticket theirs who accepted, and is over with the ticket', () => {
    const asked = assignment.escalate(open, { level: 'ops-duty', reason: 'stuck' }, bo, 5).ticket;
    expect(asked.help).toEqual({ level: 'ops-duty', accepted: null });
    const taken = assignment.acceptHelp(asked, 'ops-duty', 'UCY', 6).ticket;
    expect(taken).toMatchObject({ assignee: 'UCY', help: { accepted: 'UCY' } });
    expect(lifecycle.resolve(taken, 'done', bo, 7).ticket.help).toBeNull();
    expect(lifecycle.close(taken, bo, 7).ticket.help).toBeNull();
    expect(() => assignment.acceptHelp(closed, 'ops-duty', 'UCY', 20)).toThrow(DeskError);
  });

  it('ends when the ticket goes from the specialist to somebody else, and is still asked for when nobody took it', () => {
    const asked = assignment.escalate(open, { level: 'ops-duty', reason: 'stuck' }, bo, 5).ticket;
    expect(assignment.assign(asked, 'UFAY', bo, 6).ticket.help).toEqual(asked.help);
    const taken = assignment.acceptHelp(asked, 'ops-duty', 'UCY', 6).ticket;
    const passedOn = assignment.assign(taken, 'UFAY', bo, 7).ticket;
    expect(passedOn).toMatchObject({ assignee: 'UFAY', help: null });
    expect(assignment.escalate(passedOn, { level: 'ops-duty', reason: 'again' }, bo, 8).entries).toHaveLength(1);
  });
});

describe('whatever is done in whatever order', () => {
  type Step = (ticket: Ticket, at: number) => Change;
  const steps: Record<string, Step> = {
    assign: (t, at) => assignment.assign(t, 'UBO', bo, at),
    release: (t, at) => assignment.assign(t, null, bo, at),
    raise: (t, at) => changePriority(t, 'high', bo, at),
    lower: (t, at) => changePriority(t, 'low', bo, at),
    hold: (t, at) => lifecycle.hold(t, 'data', null, bo, at),
    resume: (t, at) => lifecycle.resume(t, bo, at),
    resolve: (t, at) => lifecycle.resolve(t, `done at ${at}`, bo, at),
    reopen: (t, at) => lifecycle.reopen(t, bo, at),
    close: (t, at) => lifecycle.close(t, ana, at),
    wake: (t, at) => lifecycle.wake(t, true, ana, at),
    escalate: (t, at) => assignment.escalate(t, { level: 'l1', reason: 'r' }, bo, at),
    accept: (t, at) => assignment.acceptHelp(t, 'l1', 'UCY', at),
  };

  it('a change has a record, no record means no change, a refusal is a sentence, and nothing else moves', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 30 }), (names) => {
        let ticket = open;
        names.forEach((name, at) => {
          let change: Change;
          try {
            change = (steps[name] as Step)(ticket, at + 1);
          } catch (error) {
            if (!(error instanceof DeskError)) throw error;
            expect(error).toMatchObject({ code: 'conflict', message: expect.stringMatching(/SUP-7 .+\.$/) });
            return;
          }
          if (change.entries.length === 0) expect(change.ticket).toEqual(ticket);
          else expect(change.ticket).not.toEqual(ticket);
          expect(change.entries.every((entry) => entry.at === at + 1)).toBe(true);
          ticket = change.ticket;
          const { state, assignee, help, priority, ...rest } = ticket;
          const { state: _s, assignee: _a, help: _h, priority: _p, ...before } = open;
          expect(rest).toEqual(before);
          if (state.kind === 'resolved' || state.kind === 'closed') expect(help).toBeNull();
          if (help?.accepted) expect([help.accepted, 'UBO', null]).toContain(assignee);
          expect(['medium', 'high', 'low']).toContain(priority);
        });
      }),
    );
  });
});
