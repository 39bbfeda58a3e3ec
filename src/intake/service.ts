import { type Customer, customerById, customerOfChannel, customers, roleOf } from '../customers/service.ts';
import { inTransaction, type Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { forbidden, invalid, notFound } from '../errors.ts';
import * as outbox from '../outbox/outbox.ts';
import { defaultPriority, defaultRequestType, priorityWithWorkaround, tierOf } from '../policy/policy.ts';
import { section } from '../slack/blocks.ts';
import { noteView } from '../slack/ids.ts';
import type { Answer } from '../slack/listener.ts';
import { cut, firstLine, md, plain, writtenAt } from '../slack/text.ts';
import { LENGTH } from '../tickets/ids.ts';
import * as tickets from '../tickets/service.ts';
import { type Ticket, ticketKey } from '../tickets/ticket.ts';
import { hear, ticketOfMessage } from './hear.ts';
import { type MessageEvent, readMessage } from './message.ts';
import * as views from './public-views.ts';
import * as store from './store.ts';

const offerOf = (channel: string, thread: string): string => `offer-${channel}-${thread}`;

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
      return store.deleted(tx, said.channel, said.ts);
    case 'written': {
      const { kind: _, ...message } = said;
      if (!(await store.written(tx, message))) return;
      const kept = (await store.get(tx, message.channel, message.ts)) as store.Message;
      if (kept.deleted) return;
      const ticket = await ticketOfMessage(tx, message);
      if (ticket) return hear(desk, tx, ticket, message);
      return answer(desk, tx, found, message);
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
  const calledUs = message.text.includes(`<@${desk.home.botUserId}>`);
  const ofCustomer = (await roleOf(tx, message.user)) === 'customer';
  const wanted = calledUs || (starts && ofCustomer && found.intake !== 'manual');
  if (!wanted) return;
  if (found.intake === 'auto' && ofCustomer) {
    await openWithDefaults(desk, tx, found.customer, message.channel, message.thread, message.user);
    return;
  }
  const place = { channel: message.channel, thread: message.thread };
  const offer = views.offer(desk.policy, { channel: message.channel, ts: message.thread, user: message.user });
  await outbox.tellCustomer(tx, place, offer, offerOf(message.channel, message.thread));
}

/** Opens a ticket on a message without asking anything: the 🎫 reaction, and channels that take in everything. */
export async function openFromMessage(desk: Desk, tx: Tx, channel: string, ts: string, who: string): Promise<void> {
  const found = await customerOfChannel(tx, channel);
  if (!found) return;
  const message = await store.get(tx, channel, ts);
  if (!message || message.deleted) return;
  await openWithDefaults(desk, tx, found.customer, channel, message.thread, who);
}

async function openWithDefaults(desk: Desk, tx: Tx, customer: Customer, channel: string, thread: string, who: string) {
  const root = await store.get(tx, channel, thread);
  const text = plain(root?.text ?? '') || 'A request without words';
  await open(desk, tx, customer, { channel, ts: thread }, who, {
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
  about: { channel: string | null; ts: string | null },
  fields: FormFields,
  who: string,
): Promise<Ticket> {
  if (about.channel) {
    const found = await customerOfChannel(tx, about.channel);
    if (!found) throw notFound('This channel belongs to no customer any more. Ask your support team.');
    return open(desk, tx, found.customer, { channel: about.channel, ts: about.ts }, who, fields);
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
  at: { channel: string; ts: string | null },
  who: string,
  fields: FormFields,
): Promise<Ticket> {
  const workaround = fields.workaround === 'yes';
  const ticket = await tickets.openTicket(desk, tx, customer, {
    channel: at.channel,
    thread: at.ts,
    startedAt: at.ts ? writtenAt(at.ts) : tx.now,
    summary: fields.summary,
    description: fields.description,
    priority: priorityWithWorkaround(desk.policy, fields.priority, workaround),
    requestType: fields.type,
    environment: fields.environment ?? null,
    workaround,
    by: who,
  });
  if (!at.ts) return ticket;
  for (const message of await store.ofThread(tx, at.channel, at.ts)) {
    if (message.ts !== at.ts && message.user)
      await hear(desk, tx, await tickets.ticketById(tx, ticket.id), message as Written);
  }
  await closeOffer(tx, at.channel, at.ts, ticketKey(ticket.id));
  return ticket;
}

/** An offer that was answered loses its buttons. */
async function closeOffer(tx: Tx, channel: string, thread: string, key: string | null): Promise<void> {
  const once = offerOf(channel, thread);
  if (!(await outbox.isOwed(tx, once))) return;
  await outbox.keepCustomerCard(tx, { channel, thread }, views.answeredOffer(key), once);
}

/** "Just asking": no ticket, and no more asking. */
export const declineOffer = (tx: Tx, channel: string, thread: string): Promise<void> =>
  closeOffer(tx, channel, thread, null);

/** The form for a message, prefilled from it; or a word on the ticket that it already has. */
export async function formFor(desk: Desk, tx: Tx, channel: string, ts: string): Promise<Answer> {
  const found = await customerOfChannel(tx, channel);
  if (!found) throw notFound('This channel belongs to no customer yet. A lead can set it up with `firstline import`.');
  const message = await store.get(tx, channel, ts);
  const thread = message?.thread ?? ts;
  const known = await tickets.ticketOfThread(tx, channel, thread);
  if (known)
    return {
      open: noteView(ticketKey(known.id), [
        section(md`*${ticketKey(known.id)}* is open for this already: ${known.summary}`),
      ]),
    };
  const root = thread === ts ? message : await store.get(tx, channel, thread);
  return {
    open: views.ticketModal(desk.policy, {
      about: { channel, ts: thread },
      customers: [],
      tier: tierOf(desk.policy, found.customer.tier),
      text: plain(root?.text ?? ''),
      chosen: { priority: defaultPriority(desk.policy).key, workaround: false },
    }),
  };
}

/** The form as it must look after priority or workaround changed in it. */
export async function formAgain(
  desk: Desk,
  tx: Tx,
  about: { channel: string | null; ts: string | null },
  values: Record<string, unknown>,
): Promise<Answer> {
  const found = about.channel ? await customerOfChannel(tx, about.channel) : null;
  const chosen = String(values.priority ?? defaultPriority(desk.policy).key);
  return {
    update: views.ticketModal(desk.policy, {
      about,
      customers: about.channel ? [] : await customers(tx),
      tier: found ? tierOf(desk.policy, found.customer.tier) : null,
      text: String(values.description ?? ''),
      chosen: { priority: chosen, workaround: values.workaround === 'yes' },
    }),
  };
}

/** The empty form, for staff: somebody phoned, or a ticket is needed where nobody wrote. */
export async function emptyForm(desk: Desk, tx: Tx, who: string, channel: string | null): Promise<Answer> {
  await tickets.staff(tx, who, 'open tickets for customers');
  const found = channel ? await customerOfChannel(tx, channel) : null;
  const all = await customers(tx);
  if (all.length === 0) throw forbidden('There is no customer yet. Add them with `firstline import people.yml`.');
  return {
    open: views.ticketModal(desk.policy, {
      about: { channel: found ? channel : null, ts: null },
      customers: found ? [] : all,
      tier: found ? tierOf(desk.policy, found.customer.tier) : null,
      text: '',
      chosen: { priority: defaultPriority(desk.policy).key, workaround: false },
    }),
  };
}

/** Keeps a message we were shown by a shortcut, which works also where we did not hear it. */
export const keepShown = (tx: Tx, message: Written): Promise<boolean> => store.written(tx, message);

/** Keeps a message that was read back from Slack, without acting on it. */
export async function keepRead(desk: Desk, event: MessageEvent): Promise<void> {
  const said = readMessage(event);
  if (said.kind !== 'written') return;
  const { kind: _, ...message } = said;
  await inTransaction(desk, (tx) => store.written(tx, message));
}

/** Everything of a channel follows it to its new id. */
export const moveChannel = store.moveChannel;
export const newestMessage = store.newest;
export const messageAt = store.get;
