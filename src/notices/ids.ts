import { z } from 'zod';
import { buttonId } from '../slack/ids.ts';

const stretch = {
  rotation: z.string(),
  from: z.int(),
  to: z.int(),
  layer: z.string().optional(),
};

export const fillIn = buttonId('notice-fill-in', z.object({ ...stretch, replaces: z.string().optional() }));
export const askOthers = buttonId('notice-ask-others', z.object(stretch));
