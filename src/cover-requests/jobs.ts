import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** The next step of a request that nobody has taken, or its end. */
export const lookAtCoverRequest = timer('cover-request', z.object({ requestId: z.int() }), {
  key: ({ requestId }) => String(requestId),
});
