import { customers } from '../customers/service.ts';
import type { Desk } from '../desk.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { History } from '../slack/history.ts';
import { ongoingTickets } from '../tickets/service.ts';
import { threadOf } from '../tickets/settle.ts';
import { newestMessage } from './service.ts';

/** Messages may reach us out of order, so a little before the newest is read again; what is known is not taken in twice. */
const OVERLAP_S = 600;
/** Reading threads costs a call each, and Slack allows about fifty a minute. */
const MOST_THREADS = 40;

/**
 * Reads what was written in customer channels while no connection was there, and hands it to the inbox. A channel that can't
 * be read is named in the log and left.
 */
export async function catchUp(desk: Desk, history: History, inbox: Inbox): Promise<void> {
  const on = desk.db.reader;
  for (const customer of await customers(on)) {
    const threads: { channel: string; thread: string }[] = [];
    for (const ticket of await ongoingTickets(on, { customerId: customer.id, limit: MOST_THREADS })) {
      const thread = await threadOf(on, ticket);
      if (thread) threads.push({ channel: ticket.channel, thread });
    }
    for (const { id: channel } of customer.channels) {
      const newest = await newestMessage(on, channel);
      if (!newest) continue;
      const oldest = `${Number(newest.split('.')[0]) - OVERLAP_S}.000000`;
      const places = [undefined, ...threads.filter((each) => each.channel === channel).map((each) => each.thread)];
      for (const thread of places) {
        try {
          for (const message of await history.since(channel, oldest, thread)) {
            await inbox.keepFound(`found-${channel}-${message.ts}`, { ...message, type: 'message', channel });
          }
        } catch (error) {
          desk.log.warn(
            { channel, problem: error instanceof Error ? error.message : error },
            "a channel can't be read back",
          );
        }
      }
    }
  }
}
