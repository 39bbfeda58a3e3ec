import { z } from 'zod';
import { buttonId, formId, writtenText } from '../slack/ids.ts';
import { LENGTH } from '../tickets/ids.ts';

const message = z.object({ channel: z.string(), ts: z.string() });
/** The message in the thread on which a ticket is opened, where that is not the one that started it. */
const on = z.string().optional();

export const openTicket = buttonId('intake-open', message.extend({ on }));
export const justAsking = buttonId('intake-just-asking', message);

/** About the message it starts from; `ts` is null when staff open a ticket where nobody wrote yet. */
export const ticketForm = formId(
  'intake-ticket',
  z.object({ channel: z.string().nullable(), ts: z.string().nullable(), on }),
  {
    customer: z.string().optional(),
    summary: writtenText(LENGTH.summary),
    description: writtenText(LENGTH.text),
    priority: z.string(),
    type: z.string(),
    environment: z.string().optional(),
    workaround: z.enum(['no', 'yes']).default('no'),
  },
);

export const MESSAGE_SHORTCUT = 'open-ticket';
