import { z } from 'zod';
import type { Desk } from '../desk.ts';
import type { EventVerb } from '../inbox/inbox.ts';
import type { Directory } from '../slack/directory.ts';
import { openHome } from './service.ts';

const opened = z.looseObject({ user: z.string(), tab: z.string() });

/** Somebody looks at our Home tab. */
export const homeEvents = (desk: Desk, directory: Directory): [string, EventVerb][] => [
  [
    'app_home_opened',
    {
      matters: (event) => opened.safeParse(event).data?.tab === 'home',
      prepare: async (event) => void (await directory.person(opened.parse(event).user)),
      work: (tx, event) => openHome(desk, tx, opened.parse(event).user),
    },
  ],
];
