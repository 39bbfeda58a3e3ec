import { type Customer, customerById, customerOfChannel, roleOf } from '../customers/service.ts';
import { inTransaction, type Reader, type Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import * as outbox from '../outbox/outbox.ts';
import { defaultPriority, defaultRequestType, priorityWithWorkaround } from '../policy/policy.ts';
import { cut, firstLine, mentionedIn, writtenAt } from '../slack/text.ts';
import { LENGTH } from '../tickets/ids.ts';
import * as tickets from '../tickets/service.ts';
import { type Ticket, ticketKey } from '../tickets/ticket.ts';
import { wordsOf } from './forms.ts';
import { hear, requestIn, ticketOfMessage } from './hear.ts';
import { type MessageEvent, readMessage } from './message.ts';
import * as views from './public-views.ts';
import * as store from './store.ts';

/** Our name of an offer: one a thread, and one for every later mention. Without the channel, whose id may change. */
const offerOf = (customer: Customer, thread: string, asked = thread): string =>
  `offer-${customer.id}-${thread}${asked === thread ? '' : `-${asked}`}`;

/** Takes in what was written, edited or deleted in a channel. Channels of no customer don't concern us. */
export async function takeIn(desk: Desk, tx: Tx, event: MessageEvent): Promise<void> {
  const said = readMessage(event);
  if (said.kind === 'nothing') return;
  const found = await customerOfChannel(tx, said.channel);
  if (!found) return;
  switch (said.kind) {
    case 'edited':
      return store.edited(tx, said);
    case 'deleted':
      await store.deleted(tx, said.channel, said.ts);
      return takeBackOffer(tx, found.customer, said.channel, said.ts);
    case 'written': {
      const { kind: _, ...message } = said;
      const isNew = await store.written(tx, message);
      const starts = message.thread === message.ts;
      const kept = (await store.get(tx, message.channel, message.ts)) as store.Message;
      if (kept.deleted) return;
      /** One that was read back or shown by a shortcut is known, but nothing followed from it yet; what did follow does not again. */
      const ticket = await ticketOfMessage(tx, message);
      if (ticket) return isNew || !starts ? hear(desk, tx, ticket, message) : undefined;
      return isNew || starts ? answer(desk, tx, found, message) : undefined;
    }
  }
}

type Written = { channel: string; ts: string; thread: string; user: string; text: string };

/** A message that belongs to no ticket: whether we offer one, open one, or leave it. */
async function answer(
  desk: Desk,
  tx: Tx,
  found: NonNullable<Awaited<ReturnType<typeof customerOfChannel>>>,
  message: Written,
) {
  const starts = message.thread === message.ts;
  const calledUs = callsUs(desk, message.text);
  const ofCustomer = (await roleOf(tx, message.user)) === 'customer';
  const wanted = calledUs || (starts && ofCustomer && found.intake !== 'manual');
  if (!ofCustomer) await store.dropOffer(tx, message.channel, message.thread);
  if (!wanted) return;
  if (found.intake === 'auto' && ofCustomer) {
    await openWithDefaults(desk, tx, found.customer, message, message.user);
    return;
  }
  const place = { channel: message.channel, thread: message.thread };
  const { channel, thread, ts, user } = message;
  const offer = views.offer(desk.policy, { channel, ts: thread, user, ...(starts ? {} : { on: ts }) });
  const isFirst = !(await outbox.isOwed(tx, offerOf(found.customer, message.thread)));
  await outbox.tellCustomer(
    tx,
    place,
    offer,
    offerOf(found.customer, message.thread, isFirst ? undefined : message.ts),
  );
  if (ofCustomer) await store.noteOffer(tx, { ...place, customerId: found.customer.id });
}

/** Whether a message mentions us. */
export const callsUs = (desk: Desk, text: string): boolean => mentionedIn(text).includes(desk.home.botUserId);

/** Opens a ticket on a message without asking anything: the 🎫 reaction, and channels that take in everything. */
export async function openFromMessage(desk: Desk, tx: Tx, channel: string, ts: string, who: string): Promise<void> {
  const found = await customerOfChannel(tx, channel);
  if (!found) return;
  const message = await store.get(tx, channel, ts);
  if (!message || message.deleted) return;
  await openWithDefaults(desk, tx, found.customer, message, who);
}

async function openWithDefaults(
  desk: Desk,
  tx: Tx,
  customer: Customer,
  { channel, thread, ts }: { channel: string; thread: string; ts: string },
  who: string,
) {
  const text = (await wordsOf(desk, tx, channel, thread)) || 'A request without words';
  await open(desk, tx, customer, { channel, ts: thread, on: ts }, who, {
    summary: cut(firstLine(text), LENGTH.summary),
    description: cut(text, LENGTH.text),
    priority: defaultPriority(desk.policy).key,
    type: defaultRequestType(desk.policy).key,
    workaround: 'no',
  });
}

export interface FormFields {
  customer?: string | undefined;
  summary: string;
  description: string;
  priority: string;
  type: string;
  environment?: string | undefined;
  workaround: 'yes' | 'no';
}

/** Opens a ticket with what somebody filled in; the answered offer under the message says so. */
export async function submitForm(
  desk: Desk,
  tx: Tx,
  about: views.TicketForm['about'],
  fields: FormFields,
  who: string,
): Promise<Ticket> {
  if (about.channel) {
    const found = await customerOfChannel(tx, about.channel);
    if (!found) throw notFound('This channel belongs to no customer any more. Ask your support team.');
    const known = about.ts ? await ticketOfMessage(tx, { channel: about.channel, thread: about.ts }) : null;
    if (known && !(known.openedBy === who && known.summary === fields.summary)) {
      throw conflict(
        `${ticketKey(known.id)} was opened for this meanwhile. Copy what it lacks into the thread, then cancel this form.`,
      );
    }
    return open(desk, tx, found.customer, { ...about, channel: about.channel }, who, fields);
  }
  await tickets.staff(tx, who, 'open tickets for customers');
  if (!fields.customer) throw invalid('Choose the customer it is for.', 'customer');
  const customer = await customerById(tx, fields.customer);
  const channel = customer.channels[0];
  if (!channel)
    throw invalid(`${customer.name} has no channel yet, so there is nowhere to answer. Add one first.`, 'customer');
  return open(desk, tx, customer, { channel: channel.id, ts: null }, who, fields);
}

async function open(
  desk: Desk,
  tx: Tx,
  customer: Customer,
  at: { channel: string; ts: string | null; on?: string | undefined },
  who: string,
  fields: FormFields,
): Promise<Ticket> {
  const workaround = fields.workaround === 'yes';
  const known = at.ts ? await ticketOfMessage(tx, { channel: at.channel, thread: at.ts }) : null;
  const asked = at.ts && !known ? await requestIn(tx, at.channel, at.ts, at.on ?? at.ts) : at.ts;
  const request = {
    channel: at.channel,
    thread: at.ts,
    startedAt: asked ? writtenAt(asked) : tx.now,
    summary: fields.summary,
    description: fields.description,
    priority: priorityWithWorkaround(desk.policy, fields.priority, workaround),
    requestType: fields.type,
    environment: fields.environment ?? null,
    workaround,
    by: who,
  };
  const ticket = known ?? (await tickets.openTicket(desk, tx, customer, request));
  if (!at.ts || !asked) return ticket;
  for (const message of await store.ofThread(tx, at.channel, at.ts)) {
    const asksForTicket = message.ts === at.on && callsUs(desk, message.text);
    if (message.ts > asked && message.user && !asksForTicket)
      await hear(desk, tx, await tickets.ticketById(tx, ticket.id), message as Written);
  }
  await closeOffers(desk, tx, customer, at.channel, at.ts, ticketKey(ticket.id));
  return ticket;
}

/** Offers of a thread that were answered lose their buttons. */
async function closeOffers(
  desk: Desk,
  tx: Tx,
  customer: Customer,
  channel: string,
  thread: string,
  key: string | null,
): Promise<void> {
  await store.dropOffer(tx, channel, thread);
  const mentions = (await store.ofThread(tx, channel, thread)).filter(({ text }) => callsUs(desk, text));
  for (const asked of new Set([thread, ...mentions.map(({ ts }) => ts)])) {
    const once = offerOf(customer, thread, asked);
    if (await outbox.isOwed(tx, once))
      await outbox.keepCustomerCard(tx, { channel, thread }, views.answeredOffer(key), once);
  }
}

/** Nobody is asked any more about a message that was deleted. */
async function takeBackOffer(tx: Tx, customer: Customer, channel: string, ts: string): Promise<void> {
  const once = offerOf(customer, ts);
  await store.dropOffer(tx, channel, ts);
  if (await outbox.withdraw(tx, once)) return;
  if ((await outbox.isOwed(tx, once)) && !(await ticketOfMessage(tx, { channel, thread: ts })))
    await outbox.keepCustomerCard(tx, { channel, thread: ts }, views.answeredOffer(null), once);
}

/** "Just asking": no ticket, and no more asking until somebody mentions us. */
export async function declineOffer(desk: Desk, tx: Tx, channel: string, thread: string): Promise<void> {
  const found = await customerOfChannel(tx, channel);
  const ticket = await ticketOfMessage(tx, { channel, thread });
  if (found) await closeOffers(desk, tx, found.customer, channel, thread, ticket && ticketKey(ticket.id));
}

/** Keeps a message that was read back from Slack, without acting on it. */
export const keepRead = (desk: Desk, { channel, ts, thread, user, text }: Written): Promise<boolean> =>
  inTransaction(desk, (tx) => store.written(tx, { channel, ts, thread, user, text }));

/** Everything of a channel follows it to its new id. */
export const moveChannel = store.moveChannel;
/** Customers' threads that neither a ticket, a no, nor an answer of ours followed, of messages from `since` on, oldest first. */
export const unansweredThreads = (on: Reader, since: number): Promise<store.OpenOffer[]> =>
  store.openOffers(on, String(Math.floor(since / 1000)));
export const newestMessage = store.newest;
export const messageAt = store.get;
