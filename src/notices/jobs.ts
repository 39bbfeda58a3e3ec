import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** Looks at what people are to be told of their shifts. `since` is up to when that was done. */
export const lookAtNotices = timer('shift-notices', z.object({ since: z.int() }), { key: () => 'all' });
