import { z } from 'zod';
import { buttonId, formId, optionalText, writtenText } from '../slack/ids.ts';

/** Lengths of what people may write; the forms say so and the verbs rely on it. */
export const LENGTH = { summary: 150, text: 3000, note: 2000 } as const;

const of = z.object({ ticketId: z.int() });
/** A form that customers may send says in which channel it was opened: what is theirs is decided by it. */
export const openedIn = of.extend({ channel: z.string().nullable() });
export const claim = buttonId('ticket-claim', of);
export const resume = buttonId('ticket-resume', of);
export const reopen = buttonId('ticket-reopen', of);
export const withdraw = buttonId('ticket-withdraw', of);
export const acknowledge = buttonId('ticket-acknowledge', of);
export const setPriority = buttonId('ticket-priority', of.extend({ priority: z.string() }));

const offered = of.extend({ since: z.int() });
export const lowerPriority = buttonId('ticket-lower-priority', offered);
export const keepPriority = buttonId('ticket-keep-priority', offered);

export const openAssign = buttonId('ticket-open-assign', of);
export const assignForm = formId('ticket-assign', of, { to: z.string('Choose somebody.') });

export const openHold = buttonId('ticket-open-hold', of);
export const holdForm = formId('ticket-hold', of, {
  reason: z.string('Choose a reason.'),
  note: optionalText(LENGTH.note),
});

export const openResolve = buttonId('ticket-open-resolve', of);
export const resolveForm = formId('ticket-resolve', of, { note: writtenText(LENGTH.note) });

export const more = buttonId('ticket-more', of.extend({ open: z.enum(['merge']) }));
export const mergeForm = formId('ticket-merge', of, { into: z.string('Choose a ticket.').transform(Number) });

export const openDetails = buttonId('ticket-open-details', of);
export const detailsForm = formId('ticket-details', openedIn, { text: writtenText(LENGTH.text) });

export const explain = buttonId('ticket-explain', of);
export const openPromised = buttonId('ticket-open-promised', of);

export const showTicket = buttonId('ticket-show', of);
export const showList = buttonId('ticket-list', z.object({ scope: z.enum(['all', 'mine']) }));

/** On the cards of both audiences; what it does belongs to the escalation feature. */
export const openEscalate = buttonId('ticket-open-escalate', of);
