import { z } from 'zod';
import { timer } from '../timers/timer.ts';

/** Looks at a ticket's clocks again: a reminder or a breach may be due. One a ticket, at the next such instant. */
export const lookAtTicket = timer('ticket-look', z.object({ ticketId: z.int() }), {
  key: ({ ticketId }) => String(ticketId),
});

/** Nobody needs help with the ticket any more: calls that could still be answered are over. */
export const endCallsForHelp = timer('ticket-end-calls', z.object({ ticketId: z.int() }), {
  key: ({ ticketId }) => String(ticketId),
});

/** A held ticket has waited so long that its priority may be lowered. */
export const mayLowerPriority = timer('ticket-may-lower-priority', z.object({ ticketId: z.int() }), {
  key: ({ ticketId }) => String(ticketId),
});

/** How far a recomputing of open tickets has come: what it changed so far. */
const recomputed = z.object({
  version: z.string(),
  startedAt: z.int(),
  tickets: z.int(),
  earlier: z.int(),
  later: z.int(),
  late: z.int(),
});
export type Recomputed = z.infer<typeof recomputed>;

/** Works off tickets that were settled under another policy, batch by batch: it sets itself again until none is left. */
export const recomputeTickets = timer('policy-recompute', recomputed, { key: ({ version }) => version, urgency: 1 });

/** Brings cards up to date that a change of the policy or of shifts left behind, a few at a time; `atOnce` so many more without waiting. */
export const refreshCards = timer('policy-cards', z.object({ atOnce: z.int() }), { key: () => 'all', urgency: 1 });

/** Closes a resolved ticket that stayed quiet. */
export const closeQuietTicket = timer('ticket-auto-close', z.object({ ticketId: z.int() }), {
  key: ({ ticketId }) => String(ticketId),
});
