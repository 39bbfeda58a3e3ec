import type { Instant } from '../clock.ts';
import { type CustomerOutline, customerById, customerOfChannel, roleOf } from '../customers/service.ts';
import { inTransaction, type Reader, type Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { defaultPriority, defaultRequestType, priorityWithWorkaround } from '../policy/policy.ts';
import { cut, firstLine, writtenAt } from '../slack/text.ts';
import { staff } from '../tickets/access.ts';
import { LENGTH } from '../tickets/ids.ts';
import { openTicket } from '../tickets/opening.ts';
import * as tickets from '../tickets/service.ts';
import { type Ticket, ticketKey } from '../tickets/ticket.ts';
import { DAY } from '../time/duration.ts';
import { setTimer } from '../timers/timers.ts';
import { wordsOf } from './forms.ts';
import { hear, requestIn, type Thread, ticketOfMessage } from './hear.ts';
import { forgetOffers } from './jobs.ts';
import { type MessageEvent, readMessage } from './message.ts';
import { callsUs, closeOffers, offerTicket, takeBackOffer } from './offers.ts';
import type { TicketForm } from './public-views.ts';
import * as store from './store.ts';

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
    await openWithDefaults(desk, tx, found.customer, message, null, message.user);
    return;
  }
  await offerTicket(desk, tx, found.customer, message);
  if (ofCustomer) {
    const { channel, thread, ts: asked } = message;
    await store.noteOffer(tx, { channel, thread, customerId: found.customer.id, asked });
  }
}

/** Opens a ticket on a message without asking anything: the 🎫 reaction, and channels that take in everything. */
export async function openFromMessage(desk: Desk, tx: Tx, channel: string, ts: string, who: string): Promise<void> {
  const found = await customerOfChannel(tx, channel);
  if (!found) return;
  const message = await store.get(tx, channel, ts);
  if (!message || message.deleted) return;
  await openWithDefaults(desk, tx, found.customer, message, await ticketOfMessage(tx, message), who);
}

async function openWithDefaults(
  desk: Desk,
  tx: Tx,
  customer: CustomerOutline,
  { channel, thread, ts }: { channel: string; thread: string; ts: string },
  ticket: Ticket | null,
  who: string,
) {
  const said = await store.ofThread(tx, channel, thread);
  const text = (await wordsOf(desk, tx, said)) || 'A request without words';
  await open(desk, tx, customer, { channel, thread: { ts: thread, on: ts, said, ticket } }, who, {
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
  about: TicketForm['about'],
  fields: FormFields,
  who: string,
): Promise<Ticket> {
  if (about.channel) {
    const found = await customerOfChannel(tx, about.channel);
    if (!found) throw notFound('This channel belongs to no customer any more. Ask your support team.');
    const thread = about.ts ? await threadAt(tx, about.channel, about.ts, about.on) : null;
    const known = thread?.ticket;
    if (known && !(known.openedBy === who && known.summary === fields.summary)) {
      throw conflict(
        `${ticketKey(known.id)} was opened for this meanwhile. Copy what it lacks into the thread, then cancel this form.`,
      );
    }
    return open(desk, tx, found.customer, { channel: about.channel, thread }, who, fields);
  }
  await staff(tx, who, 'open tickets for customers');
  if (!fields.customer) throw invalid('Choose the customer it is for.', 'customer');
  const customer = await customerById(tx, fields.customer);
  const channel = customer.channels[0];
  if (!channel)
    throw invalid(`${customer.name} has no channel yet, so there is nowhere to answer. Add one first.`, 'customer');
  return open(desk, tx, customer, { channel: channel.id, thread: null }, who, fields);
}

/** What was said in a thread so far, and the ticket that it has already. */
const threadAt = async (tx: Tx, channel: string, ts: string, on = ts): Promise<Asked> => ({
  ts,
  on,
  said: await store.ofThread(tx, channel, ts),
  ticket: await ticketOfMessage(tx, { channel, thread: ts }),
});

type Asked = Thread & { ticket: Ticket | null };

/** Opens a ticket on a thread, or without one where nobody wrote. What was said there since the request is heard now. */
async function open(
  desk: Desk,
  tx: Tx,
  customer: CustomerOutline,
  { channel, thread }: { channel: string; thread: Asked | null },
  who: string,
  fields: FormFields,
): Promise<Ticket> {
  const workaround = fields.workaround === 'yes';
  const known = thread?.ticket;
  const asked = thread && (known ? thread.ts : await requestIn(tx, thread));
  const request = {
    channel,
    thread: thread?.ts ?? null,
    startedAt: asked ? writtenAt(asked) : tx.now,
    summary: fields.summary,
    description: fields.description,
    priority: priorityWithWorkaround(desk.policy, fields.priority, workaround),
    requestType: fields.type,
    environment: fields.environment ?? null,
    workaround,
    by: who,
  };
  const ticket = known ?? (await openTicket(desk, tx, customer, request));
  if (!thread || !asked) return ticket;
  for (const message of thread.said) {
    const asksForTicket = message.ts === thread.on && callsUs(desk, message.text);
    if (message.ts > asked && message.user && !asksForTicket)
      await hear(desk, tx, await tickets.ticketById(tx, ticket.id), message as Written);
  }
  await closeOffers(desk, tx, customer, { channel, thread: thread.ts, said: thread.said }, ticketKey(ticket.id));
  return ticket;
}

/** "Just asking": no ticket, and no more asking until somebody mentions us. */
export async function declineOffer(desk: Desk, tx: Tx, channel: string, thread: string): Promise<void> {
  const found = await customerOfChannel(tx, channel);
  if (!found) return;
  const { said, ticket } = await threadAt(tx, channel, thread);
  await closeOffers(desk, tx, found.customer, { channel, thread, said }, ticket && ticketKey(ticket.id));
}

/** Keeps a message that was read back from Slack, without acting on it. */
export const keepRead = (desk: Desk, { channel, ts, thread, user, text }: Written): Promise<boolean> =>
  inTransaction(desk, (tx) => store.written(tx, { channel, ts, thread, user, text }));

/** Everything of a channel follows it to its new id. */
export const moveChannel = store.moveChannel;
/** Older messages that nobody answered are no news to anybody. */
const UNANSWERED_FOR_MS = 7 * DAY;
const sinceAt = (now: Instant): string => String(Math.floor((now - UNANSWERED_FOR_MS) / 1000));

/** Customers' threads that neither a ticket, a no, nor an answer of ours followed, of messages of the last seven days, oldest first. */
export const unansweredThreads = (on: Reader, now: Instant): Promise<store.OpenOffer[]> =>
  store.openOffers(on, sinceAt(now));

/** Once a day: forgets the threads that are named nowhere any more. Their buttons work on. */
export async function forgetUnanswered(tx: Tx): Promise<void> {
  await store.forgetOffers(tx, sinceAt(tx.now));
  await setTimer(tx, forgetOffers, {}, tx.now + DAY);
}

export const newestMessage = store.newest;
export const messageAt = store.get;
