import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** A call was not answered in time: on to the next level. */
export const climb = timer('page-climb', z.object({ pageId: z.int() }), {
  key: ({ pageId }) => String(pageId),
  urgency: -2,
});
