import { z } from 'zod';
import { buttonId } from '../slack/ids.ts';

/** Opens a person's own calendar links, from wherever it stands. */
export const openLinks = buttonId('calendar-open-links', z.object({}));
/** Makes a link anew; `rotation` is empty for one's own shifts. */
export const newLink = buttonId('calendar-new-link', z.object({ rotation: z.string() }));
export const endLinks = buttonId('calendar-end-links', z.object({ user: z.string() }));
