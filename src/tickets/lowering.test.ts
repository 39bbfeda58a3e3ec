import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPolicy } from '../policy/read.ts';
import { elapsed } from '../time/business-time.ts';
import { HOUR, MINUTE } from '../time/duration.ts';
import type { Entry } from '../timeline/entry.ts';
import { answerTo, loweringDueAt, type Offer, oneStepLower } from './lowering.ts';
import type { Ticket } from './ticket.ts';

const policy = readPolicy('policies/stakater-service-desk.yml');
const since = Date.parse('2026-03-06T16:00Z');
const held = (of: Partial<Ticket> = {}): Ticket =>
  ({
    priority: 'high',
    tier: 'everybody',
    state: { kind: 'on_hold', since, reason: 'access', note: null },
    ...of,
  }) as Ticket;
const by = { kind: 'staff', user: 'UBO' } as const;
const changed = (from: string, to: string, at: number): Entry => ({
  seq: 1,
  kind: 'priority_changed',
  at,
  by,
  data: { from, to },
});
const offer = (of = since): Offer => ({
  seq: 5,
  kind: 'lowering_offered',
  at: of + 3 * HOUR,
  by: { kind: 'desk' },
  data: {
    since: of,
    from: 'high',
    to: 'medium',
    waitedMs: 3 * HOUR,
    waitedFor: 'Access',
    customerWaitedFor: 'access',
    user: 'UBO',
  },
});

it('steps down one priority, and not below the lowest', () => {
  expect(policy.priorities.map(({ key }) => oneStepLower(policy, key))).toEqual([
    'high',
    'medium',
    'low',
    'lowest',
    null,
  ]);
  expect(oneStepLower(policy, 'gone')).toBeNull();
});

it('is due when so much of the contract’s hours went by since the hold', () => {
  const office = policy.calendars.office as NonNullable<typeof policy.calendars.office>;
  const tier = { ...(policy.tiers.everybody as NonNullable<typeof policy.tiers.everybody>), calendar: office };
  const inOffice = { ...policy, tiers: { everybody: tier } };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 14 * 24 * 60 }), (minutes) => {
      const from = since + minutes * MINUTE;
      const ticket = held({ state: { kind: 'on_hold', since: from, reason: 'data', note: null } });
      expect(loweringDueAt(policy, ticket, [])).toBe(from + 3 * HOUR);
      const dueAt = loweringDueAt(inOffice, ticket, []) ?? 0;
      expect(elapsed(office, from, dueAt)).toBe(3 * HOUR);
      expect(elapsed(office, from, dueAt - 1)).toBeLessThan(3 * HOUR);
    }),
  );
  expect(loweringDueAt(policy, held({ tier: 'gone' }), []), 'real time without a contract').toBe(since + 3 * HOUR);
});

it('is not offered for the lowest, for other reasons, without a hold, twice, or after somebody lowered it', () => {
  const third = held({ state: { kind: 'on_hold', since, reason: 'third-party', note: null } });
  const none = [held({ priority: 'lowest' }), third, held({ state: { kind: 'open' } })];
  expect(none.map((ticket) => loweringDueAt(policy, ticket, []))).toEqual([null, null, null]);
  expect(loweringDueAt(policy, held(), [offer()])).toBeNull();
  expect(loweringDueAt(policy, held(), [offer(since - HOUR)]), 'of an earlier hold').not.toBeNull();
  expect(loweringDueAt(policy, held(), [changed('highest', 'high', since + 1)])).toBeNull();
  expect(loweringDueAt(policy, held(), [changed('highest', 'high', since - 1)]), 'before the hold').not.toBeNull();
  expect(loweringDueAt(policy, held(), [changed('medium', 'high', since + 1)]), 'raised').not.toBeNull();
});

it('is answered by what was recorded first after it, whatever the order of instants', () => {
  const kept: Entry = { seq: 7, kind: 'priority_kept', at: since + 4 * HOUR, by, data: { since } };
  const resumed: Entry = { seq: 8, kind: 'resumed', at: since + 3 * HOUR, by, data: {} };
  expect(answerTo(offer(), [changed('low', 'high', since), offer()])).toBeNull();
  expect(answerTo(offer(), [offer(), resumed, kept])).toBe(kept);
});
