import type { CustomerOutline } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import * as outbox from '../outbox/outbox.ts';
import { mentionedIn } from '../slack/text.ts';
import { ticketOfMessage } from './hear.ts';
import * as views from './public-views.ts';
import * as store from './store.ts';

/** Our name of an offer: one a thread, and one for every later mention. Without the channel, whose id may change. */
const offerOf = (customer: CustomerOutline, thread: string, asked = thread): string =>
  `offer-${customer.id}-${thread}${asked === thread ? '' : `-${asked}`}`;

/** Whether a message mentions us. */
export const callsUs = (desk: Desk, text: string): boolean => mentionedIn(text).includes(desk.home.botUserId);

/** Offers a ticket in the thread of a message: the first time under the thread's own name, later under that of the message. */
export async function offerTicket(
  desk: Desk,
  tx: Tx,
  customer: CustomerOutline,
  { channel, thread, ts, user }: { channel: string; thread: string; ts: string; user: string },
): Promise<void> {
  const offer = views.offer(desk.policy, { channel, ts: thread, user, ...(thread === ts ? {} : { on: ts }) });
  const isFirst = !(await outbox.isOwed(tx, offerOf(customer, thread)));
  await outbox.tellCustomer(tx, { channel, thread }, offer, offerOf(customer, thread, isFirst ? undefined : ts));
}

/** Offers of a thread that were answered lose their buttons. */
export async function closeOffers(
  desk: Desk,
  tx: Tx,
  customer: CustomerOutline,
  { channel, thread, said }: { channel: string; thread: string; said: readonly store.Message[] },
  key: string | null,
): Promise<void> {
  await store.dropOffer(tx, channel, thread);
  const mentions = said.filter(({ text }) => callsUs(desk, text));
  for (const asked of new Set([thread, ...mentions.map(({ ts }) => ts)])) {
    const once = offerOf(customer, thread, asked);
    if (await outbox.isOwed(tx, once))
      await outbox.keepCustomerCard(tx, { channel, thread }, views.answeredOffer(key), once);
  }
}

/** Nobody is asked any more about a message that was deleted. */
export async function takeBackOffer(tx: Tx, customer: CustomerOutline, channel: string, ts: string): Promise<void> {
  const once = offerOf(customer, ts);
  await store.dropOffer(tx, channel, ts);
  if (await outbox.withdraw(tx, once)) return;
  if ((await outbox.isOwed(tx, once)) && !(await ticketOfMessage(tx, { channel, thread: ts })))
    await outbox.keepCustomerCard(tx, { channel, thread: ts }, views.answeredOffer(null), once);
}
