import { z } from 'zod';
import type { Desk } from '../desk.ts';
import type { EventVerb } from '../inbox/inbox.ts';
import type { Directory } from '../slack/directory.ts';
import type { History } from '../slack/history.ts';
import { messageEvent, readMessage } from './message.ts';
import * as intake from './service.ts';

/** 🎫 on a message opens a ticket on it. */
const TICKET_EMOJI = new Set(['ticket', 'admission_tickets']);

const reactionEvent = z.looseObject({
  user: z.string(),
  reaction: z.string(),
  item: z.looseObject({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
});

/** What people write and how they react, as events of Slack. Whoever acts is looked up before anything is decided. */
export function intakeEvents(desk: Desk, directory: Directory, history: History): [string, EventVerb][] {
  const message: EventVerb = {
    prepare: async (event) => {
      const said = readMessage(messageEvent.parse(event));
      if (said.kind === 'written') await directory.person(said.user);
    },
    work: (tx, event) => intake.takeIn(desk, tx, messageEvent.parse(event)),
  };
  const reaction: EventVerb = {
    prepare: async (event) => {
      const { reaction: name, item, user } = reactionEvent.parse(event);
      if (!TICKET_EMOJI.has(name.split('::')[0] as string) || !item.channel || !item.ts) return;
      await directory.person(user);
      if (await intake.messageAt(desk.db.reader, item.channel, item.ts)) return;
      const found = await history.one(item.channel, item.ts);
      if (found) await intake.keepRead(desk, messageEvent.parse({ ...found, type: 'message', channel: item.channel }));
    },
    work: async (tx, event) => {
      const { reaction: name, item, user } = reactionEvent.parse(event);
      if (!TICKET_EMOJI.has(name.split('::')[0] as string) || !item.channel || !item.ts) return;
      await intake.openFromMessage(desk, tx, item.channel, item.ts, user);
    },
  };
  return [
    ['message', message],
    ['app_mention', message],
    ['reaction_added', reaction],
  ];
}
