import { z } from 'zod';
import { buttonId, formId } from '../slack/ids.ts';

const request = z.object({ requestId: z.int() });

export const takeShift = buttonId('cover-request-take', request);
export const withdrawRequest = buttonId('cover-request-withdraw', request);
export const openPutOn = buttonId('cover-request-open-put-on', request);
export const putOnForm = formId('cover-request-put-on', request, { user: z.string('Choose somebody.') });
