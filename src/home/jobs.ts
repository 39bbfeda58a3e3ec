import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** What homes show has changed or is about to; one for everybody's. */
export const refreshHomes = timer('homes', z.object({}), { key: () => 'all', urgency: 1 });
