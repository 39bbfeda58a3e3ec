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

/** Closes a resolved ticket that stayed quiet. */
export const closeQuietTicket = timer('ticket-auto-close', z.object({ ticketId: z.int() }), {
  key: ({ ticketId }) => String(ticketId),
});
