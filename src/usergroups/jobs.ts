import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** Looks at who belongs into the user groups: somebody else comes on, or what Slack did not take is tried again. */
export const lookAtGroups = timer('user-groups', z.object({}), { key: () => 'all' });
