import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** The end of a shift. One a rotation: the next that will come. */
export const endOfShift = timer('handover', z.object({ rotation: z.string(), at: z.int() }), {
  key: ({ rotation }) => rotation,
  urgency: -1,
});
