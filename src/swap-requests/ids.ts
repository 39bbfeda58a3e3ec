import { z } from 'zod';
import { shiftChoice } from '../rotations/ids.ts';
import { buttonId, formId, optionalText } from '../slack/ids.ts';

/** `shift`, as an option carries it, is the one chosen at first. */
export const openSwap = buttonId('swap-request-open', z.object({ shift: z.string().optional() }));
export const NOTE_LENGTH = 500;
export const swapForm = formId('swap-request-ask', z.object({}), {
  mine: shiftChoice('Choose a shift to give.'),
  theirs: shiftChoice('Choose a shift to take.'),
  note: optionalText(NOTE_LENGTH),
});

const request = z.object({ requestId: z.int() });
export const acceptSwap = buttonId('swap-request-accept', request);
export const declineSwap = buttonId('swap-request-decline', request);
export const withdrawSwap = buttonId('swap-request-withdraw', request);
