import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/**
 * What homes show has changed or is about to; one for everybody's. In the middle of it: `after` whom it goes on, and at what instant those
 * shown so far change by themselves.
 */
export const refreshHomes = timer('homes', z.object({ after: z.string(), changesAt: z.int() }).partial(), {
  key: () => 'all',
  urgency: 1,
});
export type Refreshing = z.infer<typeof refreshHomes.schema>;
