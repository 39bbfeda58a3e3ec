import type { Instant } from '../clock.ts';
import type { Actor, Entry, NewEntry } from '../timeline/entry.ts';

/** A ticket that never was, to see what a policy makes of it. */
export interface InventedCase {
  tier: string;
  priority: string;
  requestType: string;
  policyVersion: string;
  /** When the customer writes. */
  startedAt: Instant;
  /** When it waits, and for which reason; `to` null: to the end. */
  holds: { reason: string; from: Instant; to: Instant | null }[];
  /** When we answer. */
  replies: Instant[];
  /** When the customer writes again. */
  messages: Instant[];
  resolvedAt: Instant | null;
}

const customer: Actor = { kind: 'customer', user: 'the customer' };
const staff: Actor = { kind: 'staff', user: 'us' };

/** The history that a ticket would have. */
export function historyOf(invented: InventedCase): Entry[] {
  const { startedAt, tier, priority, requestType, policyVersion } = invented;
  const said = { channel: '', ts: '' };
  const entries: NewEntry[] = [
    {
      kind: 'opened',
      at: startedAt,
      by: customer,
      data: { startedAt, tier, priority, requestType, policyVersion },
    },
    ...invented.messages.map((at): NewEntry => ({ kind: 'customer_wrote', at, by: customer, data: said })),
    ...invented.replies.map((at): NewEntry => ({ kind: 'staff_replied', at, by: staff, data: said })),
    ...invented.holds.flatMap(({ reason, from, to }): NewEntry[] => [
      { kind: 'held', at: from, by: staff, data: { reason } },
      ...(to === null ? [] : [{ kind: 'resumed' as const, at: to, by: customer, data: {} }]),
    ]),
    ...(invented.resolvedAt === null
      ? []
      : [{ kind: 'resolved' as const, at: invented.resolvedAt, by: staff, data: { note: '' } }]),
  ];
  return entries.sort((a, b) => a.at - b.at).map((entry, seq) => ({ ...entry, seq }));
}

/** The last instant at which something happens in it. */
export const endOf = (invented: InventedCase): Instant => Math.max(...historyOf(invented).map(({ at }) => at));
