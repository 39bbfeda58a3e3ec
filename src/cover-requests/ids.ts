import { z } from 'zod';
import { shiftChoice } from '../rotations/ids.ts';
import { buttonId, formId, optionalText } from '../slack/ids.ts';

/** `shift`, as an option carries it, is the one chosen at first. */
export const openAsk = buttonId('cover-request-open-ask', z.object({ shift: z.string().optional() }));
export const NOTE_LENGTH = 500;
export const askForm = formId('cover-request-ask', z.object({}), {
  shift: shiftChoice('Choose a shift.'),
  note: optionalText(NOTE_LENGTH),
});

const request = z.object({ requestId: z.int() });

export const takeShift = buttonId('cover-request-take', request);
export const withdrawRequest = buttonId('cover-request-withdraw', request);
export const openPutOn = buttonId('cover-request-open-put-on', request);
export const putOnForm = formId('cover-request-put-on', request, { user: z.string('Choose somebody.') });
