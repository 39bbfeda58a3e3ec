import { z } from 'zod';
import { buttonId, formId, optionalText } from '../slack/ids.ts';

/** As much as Slack lets people write into a field. */
export const NOTE_LENGTH = 3_000;

export const accept = buttonId('handover-accept', z.object({ handoverId: z.int() }));
export const showAll = buttonId('handover-show-all', z.object({ handoverId: z.int(), page: z.int().min(0) }));
export const readNotes = buttonId('handover-read-notes', z.object({ handoverId: z.int() }));

/** A change of a rotation's shifts, whether it has come or not. */
const change = z.object({ rotation: z.string(), at: z.int() });
export const openNotes = buttonId('handover-open-notes', change);
export const preview = buttonId('handover-preview', change);
export const notesForm = formId('handover-notes', change, { text: optionalText(NOTE_LENGTH) });
