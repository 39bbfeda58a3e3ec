import { z } from 'zod';
import { customerOfChannel } from '../customers/service.ts';
import type { Desk } from '../desk.ts';
import type { EventVerb } from '../inbox/inbox.ts';
import type { Directory } from '../slack/directory.ts';
import type { History } from '../slack/history.ts';
import { messageEvent, readMessage } from './message.ts';
import { callsUs } from './offers.ts';
import * as intake from './service.ts';

/** 🎫 on a message opens a ticket on it. */
const TICKET_EMOJI = new Set(['ticket', 'admission_tickets']);

const reactionEvent = z.looseObject({
  user: z.string(),
  reaction: z.string(),
  item: z.looseObject({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
});

/** The message that a reaction asks a ticket for; null for every other reaction. */
function wanted(event: unknown): { channel: string; ts: string; user: string } | null {
  const { reaction, item, user } = reactionEvent.parse(event);
  if (!TICKET_EMOJI.has(reaction.split('::')[0] as string) || !item.channel || !item.ts) return null;
  return { channel: item.channel, ts: item.ts, user };
}

/** What people write and how they react, as events of Slack. Whoever acts is looked up before anything is decided. */
export function intakeEvents(desk: Desk, directory: Directory, history: History): [string, EventVerb][] {
  /** Reads back a thread that we did not hear from its start, so that what it is about and who answered is known; what came `before` is enough where the rest reaches us itself. */
  const readBack = async (channel: string, ts: string, before?: string): Promise<void> => {
    const on = desk.db.reader;
    if (!(await customerOfChannel(on, channel))) return;
    const known = await intake.messageAt(on, channel, ts);
    if (known && (await intake.messageAt(on, channel, known.thread))) return;
    const found = known ? null : await history.one(channel, ts);
    const thread = known?.thread ?? found?.thread_ts;
    const past = thread ? await history.since(channel, '0', thread) : [found];
    for (const each of past) {
      const said = each && readMessage(messageEvent.parse({ ...each, type: 'message', channel }));
      if (said?.kind !== 'written' || (before && said.ts >= before)) continue;
      await directory.person(said.user);
      await intake.keepRead(desk, said);
    }
  };
  const message: EventVerb = {
    matters: (event) => {
      const read = messageEvent.safeParse(event);
      return !read.success || readMessage(read.data).kind !== 'nothing';
    },
    prepare: async (event) => {
      const said = readMessage(messageEvent.parse(event));
      if (said.kind !== 'written') return;
      await directory.person(said.user);
      if (said.thread !== said.ts && callsUs(desk, said.text)) await readBack(said.channel, said.thread, said.ts);
    },
    work: (tx, event) => intake.takeIn(desk, tx, messageEvent.parse(event)),
  };
  const reaction: EventVerb = {
    matters: (event) => wanted(event) !== null,
    prepare: async (event) => {
      const asked = wanted(event);
      if (!asked) return;
      await directory.person(asked.user);
      await readBack(asked.channel, asked.ts);
    },
    work: async (tx, event) => {
      const asked = wanted(event);
      if (asked) await intake.openFromMessage(desk, tx, asked.channel, asked.ts, asked.user);
    },
  };
  return [
    ['message', message],
    ['app_mention', message],
    ['reaction_added', reaction],
  ];
}
