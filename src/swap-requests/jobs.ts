import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** The last instant at which the other one can accept a swap. */
export const endOfSwapRequest = timer('swap-request', z.object({ requestId: z.int() }), {
  key: ({ requestId }) => String(requestId),
});
