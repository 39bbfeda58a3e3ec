import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** Somebody's hours begin: what they missed is told, in one message. */
export const hoursBeganFor = timer('reminders-hours-began', z.object({ user: z.string() }), {
  key: ({ user }) => user,
});
