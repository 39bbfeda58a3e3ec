import { z } from 'zod';
import { buttonId, formId } from '../slack/ids.ts';
import { LENGTH } from '../tickets/ids.ts';

const message = z.object({ channel: z.string(), ts: z.string() });

export const openTicket = buttonId('intake-open', message);
export const justAsking = buttonId('intake-just-asking', message);

const required = (max: number) =>
  z
    .string('Please write something here.')
    .trim()
    .min(1, 'Please write something here.')
    .max(max, `At most ${max} characters.`);

/** About the message it starts from; `ts` is null when staff open a ticket where nobody wrote yet. */
export const ticketForm = formId(
  'intake-ticket',
  z.object({ channel: z.string().nullable(), ts: z.string().nullable() }),
  {
    customer: z.string().optional(),
    summary: required(LENGTH.summary),
    description: required(LENGTH.text),
    priority: z.string(),
    type: z.string(),
    environment: z.string().optional(),
    workaround: z.enum(['no', 'yes']).default('no'),
  },
);

export const MESSAGE_SHORTCUT = 'open-ticket';
