import { z } from 'zod';
import { buttonId } from '../slack/ids.ts';

export const accept = buttonId('handover-accept', z.object({ handoverId: z.int() }));
