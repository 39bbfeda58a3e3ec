import { type HoldReason, lastHoldReason } from '../policy/policy.ts';
import type { Terms } from '../sla/rules.ts';
import type { Ticket } from './ticket.ts';

/** Whether a ticket held for this reason waits for its customer: the clocks stand still only while we can't go on without them. */
export const waitsForCustomer = (reason: HoldReason): boolean => reason.pauses.length > 0;

/** Why a ticket is held, also for a reason that only a replaced policy has; null for one that is not held. */
export function heldFor({ policy, earlier = [] }: Terms, { state }: Ticket): HoldReason | null {
  return state.kind === 'on_hold' ? (lastHoldReason([...earlier, policy], state.reason) ?? null) : null;
}

/** Whether a ticket is held until its customer answers. A reason that no policy knows waits for whoever comes first. */
export function isCustomerAwaited(terms: Terms, ticket: Ticket): boolean {
  if (ticket.state.kind !== 'on_hold') return false;
  const reason = heldFor(terms, ticket);
  return reason === null || waitsForCustomer(reason);
}
