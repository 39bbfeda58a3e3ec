import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../policy/read.ts';
import { HOUR } from '../time/duration.ts';
import { type Entry, isKind, type TicketEventKind, type TicketEvents } from '../timeline/entry.ts';
import { clocks } from './clock.ts';
import { owed } from './reminder.ts';

const text = `
name: Test
timezone: Europe/Berlin
calendars:
  always: { hours: 24x7 }
  office: { hours: { mon-fri: 09:00-17:00 } }
priorities: [{ key: high, label: High }, { key: low, label: Low }]
request_types: [{ key: incident, label: Incident }]
tiers:
  gold:
    label: Gold
    calendar: always
    targets: { first_response: { high: 2h, low: 10h }, next_response: { high: 2h, low: 4h }, resolution: { high: 20h, low: 40h } }
  office: { label: Office, calendar: office, targets: { first_response: { high: 10h, low: 1bd } } }
hold_reasons: [{ key: access, label: Access, customer_label: access, pauses: [first_response] }]
reminders:
  first_response:
    - { at: 50%, to: [on_shift] }
    - { at: 75%, to: [on_shift, assignee] }
    - { at: 15m left, to: [lead] }
    - { at: 5h left, to: [channel] }
  next_response: [{ at: 50%, to: [assignee] }]
breaches: { first_response: [lead, channel] }
rotations:
  support: { label: Support, role: first_line, handoff: { every: day, at: 09:00 }, anchor: 2026-01-05T09:00 }
`;
const policy = readPolicy({ text, file: 'test.yml' });

/** Monday, 2 March 2026, 10:00 in Berlin. */
const T0 = Date.parse('2026-03-02T10:00:00+01:00');
const at = (hours: number) => T0 + hours * HOUR;

let seq = 0;
function entry<K extends TicketEventKind>(kind: K, when: number, data: TicketEvents[K]): Entry {
  return { seq: ++seq, kind, at: when, by: { kind: 'staff', user: 'bo' }, data } as Entry;
}
const opened = (data: Partial<TicketEvents['opened']> = {}) =>
  entry('opened', T0, {
    startedAt: T0,
    tier: 'gold',
    priority: 'high',
    requestType: 'incident',
    policyVersion: policy.version,
    ...data,
  });
const reply = (hours: number) => entry('staff_replied', at(hours), { channel: 'C1', ts: '1' });
const write = (hours: number) => entry('customer_wrote', at(hours), { channel: 'C1', ts: '1' });
const hold = (hours: number) => entry('held', at(hours), { reason: 'access' });
const resume = (hours: number) => entry('resumed', at(hours), {});
const priority = (hours: number, to: string) => entry('priority_changed', at(hours), { from: '', to });

const at1 = (history: Entry[], now: number) =>
  owed(clocks(history, { policy }, now), policy, history.filter(isKind('reminded')), now);

/** Looks whenever the rules ask for it, and at every entry; records and answers everything that was sent until `end`. */
function told(history: Entry[], end: number): { at: number; what: string; to: string[] }[] {
  const known = [...history];
  const sent: { at: number; what: string; to: string[] }[] = [];
  let now = T0;
  for (let looks = 0; looks < 200; looks++) {
    const { notify, lookAgainAt } = at1(known, now);
    for (const { clock, kind, threshold, recipients, dueAt } of notify) {
      known.push(entry('reminded', now, { clock: clock.name, kind, threshold, dueAt, recipients }));
      sent.push({ at: (now - T0) / HOUR, what: `${clock.name} ${threshold}`, to: recipients });
    }
    const next = Math.min(lookAgainAt ?? end, ...history.map((one) => one.at).filter((then) => then > now));
    if (next >= end) return sent;
    expect(next).toBeGreaterThan(now);
    now = next;
  }
  throw new Error('it never stops asking to be looked at');
}

describe('reminders', () => {
  it('come at each threshold, then the breach, each to its recipients', () => {
    expect(told([opened()], at(100)).filter(({ what }) => what.startsWith('first'))).toEqual([
      { at: 1, what: 'first_response 50%', to: ['on_shift'] },
      { at: 1.5, what: 'first_response 75%', to: ['on_shift', 'assignee'] },
      { at: 1.75, what: 'first_response 15m left', to: ['lead'] },
      { at: 2, what: 'first_response breach', to: ['lead', 'channel'] },
    ]);
  });

  it('are joined when two thresholds fall on the same instant', () => {
    const ten = told([opened({ priority: 'low' })], at(6)).filter(({ what }) => what.startsWith('first'));
    expect(ten).toEqual([{ at: 5, what: 'first_response 50%', to: ['on_shift', 'channel'] }]);
  });

  it('leave out one that wants more time left than the target has', () => {
    expect(at1([opened()], T0).notify).toEqual([]);
  });

  it('send only the most urgent of several that passed at once', () => {
    const { notify, lookAgainAt } = at1([opened()], at(1.6));
    expect(notify).toMatchObject([
      { kind: 'warn', threshold: '75%', recipients: ['on_shift', 'assignee'], dueAt: at(2) },
    ]);
    expect(lookAgainAt).toBe(at(1.75));
  });

  it('are suppressed by the breach', () => {
    const first = at1([opened()], at(2)).notify.filter(({ clock }) => clock.name === 'first_response');
    expect(first).toMatchObject([{ kind: 'breach', threshold: 'breach', dueAt: at(2) }]);
  });

  it('go to the triage channel when the policy names nobody for a breach', () => {
    const { notify } = at1([opened(), reply(1)], at(20));
    expect(notify).toMatchObject([{ kind: 'breach', clock: { name: 'resolution' }, recipients: ['channel'] }]);
  });

  it('are not sent once the answer is there, and a late answer is no news', () => {
    expect(told([opened(), reply(0.5)], at(19))).toEqual([]);
    expect(at1([opened(), reply(3)], at(4)).notify).toEqual([]);
  });

  it('stand still during a pause and are not repeated after it', () => {
    const first = told([opened(), hold(1.25), resume(5)], at(19)).filter(({ what }) => what.startsWith('first'));
    expect(first.map((sent) => sent.at)).toEqual([1, 5.25, 5.5, 5.75]);
    expect(at1([opened(), reply(0.1), write(0.2), hold(0.3)], at(0.4)).lookAgainAt).toBe(at(1.2));
  });

  it('start anew for a new target', () => {
    const first = told([opened(), priority(1.2, 'low'), priority(1.3, 'high')], at(2)).map(({ at, what }) => [
      at,
      what,
    ]);
    expect(first).toEqual([
      [1, 'first_response 50%'],
      [1.3, 'first_response 50%'],
      [1.5, 'first_response 75%'],
      [1.75, 'first_response 15m left'],
    ]);
  });

  it('start anew each time the customer waits again', () => {
    const history = [opened(), reply(0.5), write(1), reply(2.5), write(3), reply(4.5)];
    expect(told(history, at(10)).map(({ at, what }) => [at, what])).toEqual([
      [2, 'next_response 50%'],
      [4, 'next_response 50%'],
    ]);
  });

  it('of a clock that a merge brought are not taken for those of the one before', () => {
    const response = { since: at(2.5), pauses: [] };
    const brought = entry('merged_in', at(5), { ticket: 2, response, resolution: null });
    const wrote = { ...write(1), by: { kind: 'customer', user: 'ana' } } as Entry;
    const next = told([opened(), reply(0.5), wrote, reply(4), brought], at(10));
    expect(next.filter(({ what }) => what.startsWith('next'))).toEqual([
      { at: 2, what: 'next_response 50%', to: ['assignee'] },
      { at: 3, what: 'next_response breach', to: ['channel'] },
      { at: 5, what: 'next_response breach', to: ['channel'] },
    ]);
  });

  it('count in open hours', () => {
    const monday = told([opened({ tier: 'office' })], at(30));
    expect(monday.map((sent) => sent.at)).toEqual([5, 23.5, 25.75, 26]);
  });

  it('need no look at a ticket that waits or is done', () => {
    expect(at1([opened({ tier: 'office' }), hold(0.5)], at(1))).toEqual({ notify: [], lookAgainAt: null });
    expect(at1([opened({ tier: 'office' }), reply(0.5)], at(1))).toEqual({ notify: [], lookAgainAt: null });
  });
});

describe('whatever happens', () => {
  const step = fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('reply', 'write', 'hold', 'resume', 'high', 'low'))
    .map(([tenths, what]): Entry => {
      const hours = tenths / 10;
      if (what === 'reply') return reply(hours);
      if (what === 'write') return write(hours);
      if (what === 'hold') return hold(hours);
      if (what === 'resume') return resume(hours);
      return priority(hours, what);
    });

  it('no threshold is told twice without a new target, and every breach exactly once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const history = [opened(), ...steps];
        const sent = told(history, at(60));
        const changes = steps.filter(({ kind }) => kind === 'priority_changed' || kind === 'customer_wrote').length;
        for (const { what } of sent) {
          expect(sent.filter((other) => other.what === what).length, what).toBeLessThanOrEqual(1 + changes);
        }
        const breached = clocks(history, { policy }, at(60)).filter(({ breachedAt }) => breachedAt !== null);
        expect(sent.filter(({ what }) => what.endsWith('breach'))).toHaveLength(breached.length);
      }),
      { numRuns: 300 },
    );
  });
});
