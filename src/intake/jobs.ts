import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** Forgets threads that nobody answered and nobody is told of any more. */
export const forgetOffers = timer('intake-forget-offers', z.object({}), { key: () => 'all', urgency: 1 });
