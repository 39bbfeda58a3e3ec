import type { Instant } from '../clock.ts';
import type { Policy } from '../policy/policy.ts';
import { due } from '../time/business-time.ts';
import type { Entry } from '../timeline/entry.ts';
import type { Ticket } from './ticket.ts';

/** That a priority may be lowered, because nothing came of what we wait for. */
export type Offer = Extract<Entry, { kind: 'lowering_offered' }>;

/** The priority one step below; null for the lowest, and for one that the policy doesn't know. */
export function oneStepLower({ priorities }: Policy, key: string): string | null {
  const place = priorities.findIndex((priority) => priority.key === key);
  return place < 0 ? null : (priorities[place + 1]?.key ?? null);
}

/**
 * When a held ticket has waited long enough that lowering its priority is offered; null when it is not. The wait counts in the hours of
 * the ticket's contract. It is offered once a hold, and not after somebody has lowered it during the hold.
 */
export function loweringDueAt(policy: Policy, ticket: Ticket, entries: readonly Entry[]): Instant | null {
  const { state } = ticket;
  if (state.kind !== 'on_hold' || oneStepLower(policy, ticket.priority) === null) return null;
  const after = policy.holdReasons.find(({ key }) => key === state.reason)?.lowerPriorityAfter ?? null;
  if (after === null || entries.some((entry) => isSettledBy(policy, entry, state.since))) return null;
  const calendar = policy.tiers[ticket.tier]?.calendar;
  return calendar ? due(calendar, state.since, { kind: 'open', ms: after }) : state.since + after;
}

/** Whether an entry leaves nothing to offer in the hold that began at `since`. */
function isSettledBy({ priorities }: Policy, entry: Entry, since: Instant): boolean {
  if (entry.kind === 'lowering_offered') return entry.data.since === since;
  if (entry.kind !== 'priority_changed' || entry.at < since) return false;
  const place = (key: string) => priorities.findIndex((priority) => priority.key === key);
  return place(entry.data.to) > place(entry.data.from);
}

const ANSWERS = new Set<Entry['kind']>([
  'priority_changed',
  'priority_kept',
  'held',
  'resumed',
  'resolved',
  'closed',
  'merged_into',
]);

/** What became of an offer: the first thing that happened after it which answers it or makes it needless; null while it stands. */
export const answerTo = (offer: Offer, entries: readonly Entry[]): Entry | null =>
  entries
    .filter((entry) => entry.seq > offer.seq && ANSWERS.has(entry.kind))
    .reduce<Entry | null>((first, entry) => (first && first.seq < entry.seq ? first : entry), null);

/** Our name of an offer's message. */
export const offerOf = (ticketId: number, { data: { since } }: Offer): string => `lower-${ticketId}-${since}`;
