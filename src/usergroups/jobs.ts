import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** The hours of a lead begin who was not told of a refusal at night; one a refusal and lead. */
export const refusalWaits = timer(
  'user-groups-refusal',
  z.object({ problem: z.string(), handles: z.array(z.string()), at: z.int(), lead: z.string() }),
  { key: ({ problem, handles, at, lead }) => `${problem}-${handles.join('-')}-${at}-${lead}` },
);

/** Looks at who belongs into the user groups: somebody else comes on, or what Slack did not take is tried again. */
export const lookAtGroups = timer('user-groups', z.object({}), { key: () => 'all' });
