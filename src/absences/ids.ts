import { z } from 'zod';
import { buttonId, formId, optionalText } from '../slack/ids.ts';
import { midnight } from '../time/zone.ts';

export const openAway = buttonId('absence-open', z.object({}));
export const endAbsence = buttonId('absence-end', z.object({ absenceId: z.int() }));

export const NOTE_LENGTH = 200;
const date = (missing: string) => z.string(missing).refine((text) => !Number.isNaN(midnight(text)), missing);

/** Dates on the wall of whoever is away, both inclusive. */
export const awayForm = formId('absence-away', z.object({}), {
  first: date('Say which day is the first.'),
  last: date('Say which day is the last.'),
  note: optionalText(NOTE_LENGTH),
  cover: z.enum(['ask', 'later']).default('later'),
});
