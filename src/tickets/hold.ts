import type { HoldReason, Policy } from '../policy/policy.ts';
import type { Ticket } from './ticket.ts';

/** Whether a ticket held for this reason waits for its customer: the clocks stand still only while we can't go on without them. */
export const waitsForCustomer = (reason: HoldReason): boolean => reason.pauses.length > 0;

/** Whether a ticket is held until its customer answers. A reason that the policy no longer knows waits for whoever comes first. */
export function isCustomerAwaited({ holdReasons }: Policy, { state }: Ticket): boolean {
  if (state.kind !== 'on_hold') return false;
  const reason = holdReasons.find(({ key }) => key === state.reason);
  return reason === undefined || waitsForCustomer(reason);
}
