import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/**
 * Who is on, now or later, is no longer what it was: all that goes by it follows, each `part` in a transaction of its own. Without
 * one, every part is woken.
 */
export const shiftsChanged = timer('shifts-changed', z.object({ part: z.string().optional() }), {
  key: ({ part }) => part ?? 'all',
});
