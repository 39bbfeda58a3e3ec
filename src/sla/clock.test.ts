import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  all,
  ana,
  at,
  bo,
  desk,
  entry,
  hold,
  message,
  one,
  opened,
  policy,
  priority,
  reopen,
  reply,
  resolve,
  resume,
  T0,
  terms,
  text,
  write,
} from '../../test/fixtures/histories.ts';
import { readPolicy } from '../policy/read.ts';
import { HOUR, MINUTE } from '../time/duration.ts';
import { openStretches } from '../time/segments.ts';
import { outside } from '../time/stretch.ts';
import type { Actor, Entry } from '../timeline/entry.ts';
import { clocks } from './clock.ts';
import type { Terms } from './rules.ts';

describe('the first response clock', () => {
  it('starts at the customer message, not at the click that made the ticket', () => {
    const reading = one('first_response', [opened({}, 0.5)], 0.75);
    expect(reading).toMatchObject({ state: 'running', startedAt: T0, dueAt: at(1), elapsedMs: 45 * MINUTE });
    expect(reading).toMatchObject({ remainingMs: 15 * MINUTE, usedPercent: 75, policyVersion: policy.version });
  });

  it.each([
    ['a public reply', reply(0.5)],
    ['an acknowledgement to the customer', entry('acknowledged', 0.5, bo, {})],
  ])('is stopped by %s', (_, answer) => {
    expect(one('first_response', [opened(), answer], 3)).toMatchObject({
      state: 'met',
      metAt: at(0.5),
      breachedAt: null,
      elapsedMs: 30 * MINUTE,
    });
  });

  it.each([
    ['a bot post', entry('staff_replied', 0.5, desk, message)],
    ['an internal note', entry('noted', 0.5, bo, { text: 'hm' })],
    ['another person of the customer', entry('customer_wrote', 0.5, { kind: 'customer', user: 'al' }, message)],
    ['an assignment', entry('assigned', 0.5, bo, { to: 'bo', from: null })],
  ])('is not stopped by %s', (_, other) => {
    expect(one('first_response', [opened(), other], 0.75).state).toBe('running');
  });

  it('is met by an answer that came before somebody pressed the button', () => {
    expect(one('first_response', [reply(0.1), opened({}, 0.2)], 1)).toMatchObject({ state: 'met', metAt: at(0.1) });
  });

  it('is met at once by an answer in the same moment, and not by one from before', () => {
    expect(one('first_response', [opened(), reply(0)], 1)).toMatchObject({ state: 'met', metAt: T0, elapsedMs: 0 });
    expect(one('first_response', [reply(-1), opened()], 0.5).state).toBe('running');
  });

  it('is in time at the due instant and late a moment after', () => {
    expect(one('first_response', [opened(), reply(1)], 1)).toMatchObject({ state: 'met', breachedAt: null });
    const late = { ...reply(1), at: at(1) + 1 } as Entry;
    expect(one('first_response', [opened(), late], 2)).toMatchObject({ state: 'met', breachedAt: at(1) });
  });

  it('is broken from the due instant on when nobody answered', () => {
    expect(one('first_response', [opened()], 1).state).toBe('breached');
    expect(clocks([opened()], terms, at(1) - 1)[0]?.state).toBe('running');
  });

  it('stays broken after a late answer', () => {
    const reading = one('first_response', [opened(), reply(1.5)], 9);
    expect(reading).toMatchObject({ state: 'met', metAt: at(1.5), breachedAt: at(1), dueAt: at(1) });
    expect(reading.remainingMs).toBe(-30 * MINUTE);
  });

  it('is cancelled by a close without an answer and goes on after the reopening', () => {
    const history = [opened(), entry('closed', 0.5, ana, {})];
    expect(one('first_response', history, 9)).toMatchObject({ state: 'cancelled', metAt: null, breachedAt: null });
    const reopened = one('first_response', [...history, reopen(5)], 5.25);
    expect(reopened).toMatchObject({ state: 'running', dueAt: at(5.5), elapsedMs: 45 * MINUTE });
  });

  it('is met by the note of a resolve, which the customer reads, and is not owed again after the reopening', () => {
    const history = [opened(), resolve(0.5)];
    const met = { state: 'met', metAt: at(0.5), breachedAt: null };
    expect(one('first_response', history, 9)).toMatchObject(met);
    const reopened = [...history, write(4.9), reopen(5)];
    expect(one('first_response', reopened, 6)).toMatchObject(met);
    expect(one('next_response', reopened, 6)).toMatchObject({ state: 'running', startedAt: at(4.9) });
    expect(all('next_response', [...history, reopen(5, bo)], 6)).toEqual([]);
    expect(one('first_response', [opened(), resolve(2)], 9)).toMatchObject({ state: 'met', breachedAt: at(1) });
  });

  it('counts from the next opening when the message came outside hours', () => {
    const night = Date.parse('2026-03-03T20:00:00+01:00');
    const history = [opened({ tier: 'office', startedAt: night })];
    const due = Date.parse('2026-03-04T11:00:00+01:00');
    expect(clocks(history, terms, night)[0]).toMatchObject({ dueAt: due, elapsedMs: 0 });
  });

  it('keeps the time on the wall for business days, over a holiday', () => {
    const wednesday = Date.parse('2026-03-04T16:30:00+01:00');
    const history = [opened({ tier: 'office', priority: 'low', startedAt: wednesday })];
    const [reading] = clocks(history, terms, wednesday);
    expect(reading).toMatchObject({ dueAt: Date.parse('2026-03-06T16:30:00+01:00'), targetMs: 8 * HOUR });
  });
});

describe('the next response clock', () => {
  it('does not run while the first answer is owed', () => {
    expect(all('next_response', [opened(), write(0.2)], 0.5)).toEqual([]);
  });

  it('starts with the first message after our answer and is stopped by the next', () => {
    const history = [opened(), reply(0.5), write(1), write(1.5), reply(2)];
    expect(one('next_response', history, 1.75)).toMatchObject({ state: 'running', startedAt: at(1), dueAt: at(3) });
    expect(one('next_response', history, 9)).toMatchObject({ state: 'met', metAt: at(2) });
  });

  it('has a reading for every time the customer waited', () => {
    const history = [opened(), reply(0.5), write(1), reply(4), write(5), reply(6)];
    expect(all('next_response', history, 9)).toMatchObject([
      { cycle: 1, state: 'met', breachedAt: at(3) },
      { cycle: 2, state: 'met', breachedAt: null },
    ]);
  });

  it('is started by details the customer adds, not by our own', () => {
    const details = (by: Actor) => entry('details_added', 1, by, { text: 'logs' });
    expect(all('next_response', [opened(), reply(0.5), details(ana)], 2)).toHaveLength(1);
    expect(all('next_response', [opened(), reply(0.5), details(bo)], 2)).toEqual([]);
  });

  it('is stopped by a resolve', () => {
    const history = [opened(), reply(0.5), write(1), resolve(1.5)];
    expect(one('next_response', history, 9)).toMatchObject({ state: 'met', metAt: at(1.5) });
  });

  it('is not started by thanks after a resolve', () => {
    expect(all('next_response', [opened(), reply(0.5), resolve(1), write(1.1)], 9)).toEqual([]);
  });

  it('starts at the message a resolved ticket is reopened for', () => {
    const history = [opened(), reply(0.5), resolve(1), write(5), reopen(5.1)];
    expect(one('next_response', history, 6)).toMatchObject({ state: 'running', startedAt: at(5), dueAt: at(7) });
  });

  it('starts at the press when the customer reopens long after saying thanks', () => {
    const history = [opened(), reply(0.5), resolve(1), write(1.1), reopen(30, ana)];
    expect(one('next_response', history, 31)).toMatchObject({ startedAt: at(30), dueAt: at(32) });
  });

  it('is not owed when we reopen by ourselves, whatever was written and answered before', () => {
    const first = [opened(), reply(0.5), resolve(1)];
    expect(all('next_response', [...first, reopen(2, bo)], 3)).toEqual([]);
    expect(all('next_response', [...first, write(2), reply(2.5), reopen(3, bo)], 4)).toEqual([]);
    const again = [...first, write(2), reopen(2.1), resolve(2.5), reopen(3, bo)];
    expect(all('next_response', again, 4)).toMatchObject([{ startedAt: at(2), state: 'met' }]);
  });

  it('stands still from its start when the ticket already waits', () => {
    const reading = one('next_response', [opened(), reply(0.5), hold(0.6), write(1)], 2);
    expect(reading).toMatchObject({ state: 'paused', pausedSince: at(1), pauses: [{ from: at(1) }], elapsedMs: 0 });
  });
});

describe('the resolution clock', () => {
  it('is stopped by a resolve, also when the ticket closes afterwards', () => {
    const history = [opened(), resolve(6), entry('closed', 100, desk, {})];
    expect(one('resolution', history, 200)).toMatchObject({ state: 'met', metAt: at(6), dueAt: at(8) });
  });

  it('goes on at the reopening with the time already used', () => {
    const history = [opened(), resolve(6), reopen(26)];
    const reading = one('resolution', history, 27);
    expect(reading).toMatchObject({ state: 'running', metAt: null, dueAt: at(28), elapsedMs: 7 * HOUR });
    expect(reading.pauses).toMatchObject([{ from: at(6), to: at(26), reason: 'resolved', by: bo }]);
    expect(one('resolution', history, 28)).toMatchObject({ state: 'breached', breachedAt: at(28) });
  });

  it('is cancelled when the ticket is closed unresolved', () => {
    const history = [opened(), entry('closed', 2, ana, {})];
    expect(one('resolution', history, 50)).toMatchObject({ state: 'cancelled', breachedAt: null, metAt: null });
  });
});

describe('a pause', () => {
  it('stops the clocks its reason names, with reason and author, and no others', () => {
    const history = [opened(), hold(0.5)];
    const reading = one('resolution', history, 3);
    expect(reading).toMatchObject({ state: 'paused', pausedSince: at(0.5), dueAt: null, elapsedMs: 30 * MINUTE });
    expect(reading.pauses).toEqual([{ from: at(0.5), to: null, reason: 'access', by: bo, note: 'asked' }]);
    expect(one('first_response', history, 3)).toMatchObject({ state: 'breached', pausedSince: null });
  });

  it('stops them from its very instant', () => {
    const reading = one('resolution', [opened(), hold(0.5)], 0.5);
    expect(reading).toMatchObject({ state: 'paused', pausedSince: at(0.5), dueAt: null, elapsedMs: 30 * MINUTE });
  });

  it('does not stop anything for a reason that pauses nothing', () => {
    expect(one('resolution', [opened(), hold(0.5, 'vendor')], 3)).toMatchObject({ state: 'running', pauses: [] });
  });

  it('moves the due instant by its length', () => {
    expect(one('resolution', [opened(), hold(1), resume(4)], 5)).toMatchObject({ state: 'running', dueAt: at(11) });
  });

  it('counts in working time', () => {
    const monday = [opened({ tier: 'office' }), hold(6), resume(22)];
    const reading = one('resolution', monday, 22);
    expect(reading.elapsedMs).toBe(6 * HOUR);
    expect(reading.dueAt).toBe(Date.parse('2026-03-04T11:00:00+01:00'));
  });

  it('ends where another reason takes over that does not pause', () => {
    expect(one('resolution', [opened(), hold(1), hold(2, 'vendor')], 5).elapsedMs).toBe(4 * HOUR);
  });

  it('may be there from the creation on', () => {
    const history = [opened({ waitingFor: 'access' }, 0.5), resume(3)];
    expect(one('resolution', history, 2)).toMatchObject({ state: 'paused', pausedSince: at(0.5) });
    expect(one('resolution', history, 4).dueAt).toBe(at(10.5));
  });

  it('ends with a resolve and does not come back with the reopening', () => {
    const history = [opened(), hold(1), resolve(3), reopen(5)];
    expect(one('resolution', history, 4)).toMatchObject({ state: 'met', metAt: at(3), elapsedMs: HOUR });
    expect(one('resolution', history, 6)).toMatchObject({ state: 'running', elapsedMs: 2 * HOUR, dueAt: at(12) });
  });

  it('does not heal what was late before it', () => {
    const reading = one('resolution', [opened(), hold(9)], 12);
    expect(reading).toMatchObject({ state: 'breached', breachedAt: at(8), dueAt: at(8), pausedSince: at(9) });
  });

  it('is read by the new rules when the policy changes meanwhile', () => {
    const next = readPolicy({ text: text.replace('[next_response, resolution]', '[]'), file: 'next.yml' });
    const change = entry('policy_changed', 3, desk, { from: policy.version, to: next.version });
    const both = { policy: next, earlier: [policy] };
    const history = [opened(), hold(1), change];
    expect(one('resolution', history, 2, both)).toMatchObject({ state: 'paused', policyVersion: policy.version });
    const reading = one('resolution', history, 4, both);
    expect(reading).toMatchObject({ state: 'running', dueAt: at(8), policyVersion: next.version, targetSince: T0 });
  });
});

describe('a replaced policy', () => {
  const next = readPolicy({
    text: text
      .replace('first_response: { high: 1h', 'first_response: { high: 30m, urgent: 15m')
      .replace('priorities:', 'priorities:\n  - { key: urgent, label: Urgent }')
      .replace('key: access', 'key: access_now')
      .replace('key: vendor, label: Vendor, customer_label: a vendor', '$&, pauses: [resolution]')
      .replace(
        'hold_reasons:',
        'hold_reasons:\n  - { key: parts, label: Parts, customer_label: parts, pauses: [resolution] }',
      ),
    file: 'next.yml',
  });
  const both: Terms = { policy: next, earlier: [policy] };

  it('still measures what was promised under it', () => {
    expect(one('first_response', [opened()], 0.1, both)).toMatchObject({ dueAt: at(1), policyVersion: policy.version });
    const later = opened({ policyVersion: next.version });
    expect(one('first_response', [later], 0.1, both)).toMatchObject({ dueAt: at(0.5), policyVersion: next.version });
  });

  it('gives way where a ticket gets a word that only the newer rules have', () => {
    const history = [opened(), priority(0.1, 'high', 'urgent')];
    expect(one('first_response', history, 0.2, both)).toMatchObject({
      dueAt: at(0.25),
      policyVersion: next.version,
    });
    expect(one('first_response', [...history, priority(0.2, 'urgent', 'high')], 0.3, both)).toMatchObject({
      breachedAt: null,
      dueAt: at(1),
      policyVersion: policy.version,
    });
  });

  it('says what its reasons stop; a reason it does not know stops what the newer rules say', () => {
    const waiting = (reason: string) => one('resolution', [opened(), hold(1, reason)], 2, both).state;
    expect([waiting('access'), waiting('vendor'), waiting('parts')]).toEqual(['paused', 'running', 'paused']);
  });

  it('says what its reasons stop also to a ticket that moved on to rules without them', () => {
    const moved = entry('policy_changed', 2, desk, { from: policy.version, to: next.version });
    const history = [opened(), hold(1, 'access'), moved];
    expect(one('resolution', history, 3, both)).toMatchObject({
      state: 'paused',
      elapsedMs: HOUR,
      policyVersion: next.version,
    });
  });
});

describe('a change of what is promised', () => {
  it('counts from the start of the clock', () => {
    const history = [opened({ priority: 'low' }), priority(0.5, 'low', 'high')];
    expect(one('first_response', history, 0.75)).toMatchObject({ dueAt: at(1), targetSince: at(0.5) });
  });

  it('breaks the promise at the change when the new due instant is past', () => {
    const history = [opened({ priority: 'low' }), priority(2, 'low', 'high')];
    expect(one('first_response', history, 2)).toMatchObject({ state: 'breached', dueAt: at(1), breachedAt: at(2) });
  });

  it('does not heal a breach when the priority is lowered afterwards', () => {
    const history = [opened(), priority(2, 'high', 'low')];
    expect(one('first_response', history, 3)).toMatchObject({ state: 'breached', breachedAt: at(1), dueAt: at(1) });
  });

  it('leaves a clock alone that was met before', () => {
    const history = [opened({ priority: 'low' }), reply(2), priority(3, 'low', 'high')];
    expect(one('first_response', history, 9)).toMatchObject({ state: 'met', breachedAt: null, dueAt: at(4) });
  });

  it('does not touch what was answered in the same moment', () => {
    const history = [opened({ priority: 'low' }), reply(2), priority(2, 'low', 'high')];
    expect(one('first_response', history, 9)).toMatchObject({ state: 'met', breachedAt: null, dueAt: at(4) });
  });

  it('measures by the new tier in its own hours', () => {
    const history = [opened(), entry('tier_changed', 0.5, bo, { from: 'gold', to: 'office' })];
    expect(one('first_response', history, 0.75)).toMatchObject({ dueAt: at(2), calendar: { name: 'office' } });
    expect(all('next_response', [...history, reply(1), write(1.5)], 2)).toEqual([]);
  });

  it('cancels the clocks when nothing is promised any more, and revives them when it is again', () => {
    const type = (hours: number, from: string, to: string) => entry('request_type_changed', hours, bo, { from, to });
    const history = [opened(), type(0.25, 'incident', 'billing'), type(0.5, 'billing', 'incident')];
    expect(one('first_response', history, 0.3)).toMatchObject({ state: 'cancelled', dueAt: null });
    expect(one('first_response', history, 0.75)).toMatchObject({ state: 'running', dueAt: at(1) });
  });

  it('has no clocks at all where nothing was ever promised', () => {
    expect(clocks([opened({ requestType: 'billing' })], terms, at(5))).toEqual([]);
  });
});

const step = fc.oneof(
  ...[reply, write, resolve, (h: number) => reopen(h), (h: number) => reopen(h, ana), hold, resume].map((make) =>
    fc.integer({ min: 0, max: 120 }).map((tenths) => make(tenths / 10)),
  ),
  fc.tuple(fc.integer({ min: 0, max: 120 }), fc.constantFrom('high', 'low')).map(([h, to]) => priority(h / 10, '', to)),
  fc.tuple(fc.integer({ min: 0, max: 120 }), fc.nat(60), fc.nat(60)).map(([h, before, length]) => {
    const since = at((h - before) / 10);
    const paused = { from: since, to: Math.min(at(h / 10), since + length * 6 * MINUTE), by: bo, note: null };
    const owed = { since, pauses: paused.to > since ? [{ ...paused, reason: 'access' }] : [] };
    return entry('merged_in', h / 10, bo, { ticket: 9, response: owed, resolution: owed });
  }),
);

describe('any history', () => {
  it('reads the same in whatever order it is handed in', () => {
    fc.assert(
      fc.property(
        fc
          .array(step, { maxLength: 12 })
          .chain((s) => fc.tuple(fc.constant(s), fc.shuffledSubarray(s, { minLength: s.length }))),
        ([steps, shuffled]) => {
          const start = opened();
          expect(clocks([start, ...steps], terms, at(40))).toEqual(clocks([...shuffled, start], terms, at(40)));
        },
      ),
    );
  });

  it('never loses or moves a breach as time goes on', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(150), fc.nat(150), (steps, a, b) => {
        const history = [opened(), ...steps];
        const [early, late] = [Math.min(a, b) / 10, Math.max(a, b) / 10].map((h) => clocks(history, terms, at(h)));
        for (const before of early ?? []) {
          const after = late?.find(({ name, cycle }) => name === before.name && cycle === before.cycle);
          if (before.breachedAt !== null) expect(after?.breachedAt).toBe(before.breachedAt);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not know what comes after now', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(150), (steps, h) => {
        const history = [opened(), ...steps];
        const known = history.filter((each) => each.at <= at(h / 10));
        expect(clocks(history, terms, at(h / 10))).toEqual(clocks(known, terms, at(h / 10)));
      }),
      { numRuns: 500 },
    );
  });

  it('is on time exactly while open time is left, in whichever state', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(150), (steps, h) => {
        for (const reading of clocks([opened(), ...steps], terms, at(h / 10))) {
          if (reading.state === 'running') expect(reading.remainingMs).toBeGreaterThan(0);
          if (reading.state === 'running') expect(reading.dueAt).toBe(at(h / 10) + reading.remainingMs);
          if (reading.state === 'breached') expect(reading.breachedAt).toBeLessThanOrEqual(at(h / 10));
          const until = reading.endedAt ?? at(h / 10);
          const pauses = reading.pauses.map(({ from, to }) => ({ from, to: Math.min(to ?? until, until) }));
          const counted = outside(openStretches(reading.calendar, reading.startedAt, until), pauses);
          expect(reading.elapsedMs).toBe(counted.reduce((ms, { from, to }) => ms + to - from, 0));
        }
      }),
      { numRuns: 500 },
    );
  });
});
