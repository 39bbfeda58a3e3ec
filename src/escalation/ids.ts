import { z } from 'zod';
import { buttonId, formId, optionalText, writtenText } from '../slack/ids.ts';
import { openedIn } from '../tickets/ids.ts';

const LONGEST = 1000;
const words = optionalText(LONGEST);

export const maxLength = LONGEST;

export const accept = buttonId('page-accept', z.object({ pageId: z.int() }));
export const openDecline = buttonId('page-open-decline', z.object({ pageId: z.int() }));
export const declineForm = formId('page-decline', z.object({ pageId: z.int() }), { why: words });

export const escalateForm = formId('ticket-escalate', openedIn, {
  reason: writtenText(LONGEST, 'Please say why.'),
  tried: words,
  wanted: words,
});
