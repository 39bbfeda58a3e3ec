import { z } from 'zod';
import { buttonId, formId } from '../slack/ids.ts';

const LONGEST = 1000;
const words = z.string().trim().max(LONGEST, `At most ${LONGEST} characters.`);

export const maxLength = LONGEST;

export const accept = buttonId('page-accept', z.object({ pageId: z.int() }));
export const openDecline = buttonId('page-open-decline', z.object({ pageId: z.int() }));
export const declineForm = formId('page-decline', z.object({ pageId: z.int() }), { why: words.optional() });

export const escalateForm = formId('ticket-escalate', z.object({ ticketId: z.int() }), {
  reason: z.string('Please say why.').trim().min(1, 'Please say why.').max(LONGEST, `At most ${LONGEST} characters.`),
  tried: words.optional(),
  wanted: words.optional(),
});
