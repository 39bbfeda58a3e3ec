import type { HoldReason } from '../policy/policy.ts';

/** Whether a ticket held for this reason waits for its customer: the clocks stand still only while we can't go on without them. */
export const waitsForCustomer = (reason: HoldReason): boolean => reason.pauses.length > 0;
