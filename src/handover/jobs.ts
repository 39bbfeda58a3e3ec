import { z } from 'zod';
import { timer } from '../timers/timer.ts';

const change = z.object({ rotation: z.string(), at: z.int() });

/** A change of shifts. One a rotation that carries the nights of others, or its own: the next that will come around it. */
export const changeOfShift = timer('handover', change, { key: ({ rotation }) => rotation, urgency: -1 });

/** Some time before it: the outgoing person may write notes. */
export const changeAhead = timer('handover-ahead', change, { key: ({ rotation }) => rotation });

/** The hours of a lead begin who was not called at night; one a call and lead. */
export const leadsHoursBegin = timer(
  'handover-leads-hours',
  z.object({ kind: z.enum(['unaccepted', 'gone', 'gap']), at: z.int(), toldAt: z.int(), lead: z.string() }),
  { key: ({ kind, at, toldAt, lead }) => `${kind}-${at}-${toldAt}-${lead}` },
);

/** Looks whether the incoming person has accepted; one a handover. */
export const notAccepted = timer('handover-not-accepted', z.object({ handoverId: z.int() }), {
  key: ({ handoverId }) => String(handoverId),
});
