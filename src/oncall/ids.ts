import { z } from 'zod';
import { buttonId, formId } from '../slack/ids.ts';

export const SHOWN = ['now', 'me', 'week', 'next', 'history', 'help'] as const;
export type Shown = (typeof SHOWN)[number];
/** Another answer of `/oncall`, from a button. */
export const showOncall = buttonId('oncall-show', z.object({ what: z.enum(SHOWN) }));

export const openCover = buttonId('rotation-open-cover', z.object({}));
export const endCover = buttonId('rotation-end-cover', z.object({ coverId: z.int() }));

/** Slack gives a date and time as whole seconds. */
const instant = (missing: string) => z.number(missing).transform((seconds) => seconds * 1000);

export const coverForm = formId('rotation-cover', z.object({}), {
  rotation: z.string('Choose a rotation.'),
  layer: z.string().optional(),
  user: z.string('Choose somebody.'),
  from: instant('Say when it starts.'),
  to: instant('Say when it ends.'),
  replaces: z.string().optional(),
});

/** The same fields while the form is being filled in: any may still be empty. */
export const filledIn = coverForm.fields.partial().catch({});

const rotation = z.object({ rotation: z.string() });
export const openOrder = buttonId('rotation-open-order', rotation);
export const orderForm = formId('rotation-order', rotation, { users: z.array(z.string()).default([]) });
