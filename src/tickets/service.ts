import { type CustomerOutline, customerOfChannel, roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { holdReasonOf, priorityOf, requestTypeOf } from '../policy/policy.ts';
import { onRole } from '../rotations/service.ts';
import { isAnswer } from '../sla/story.ts';
import { namesOf } from '../slack/people.ts';
import type { Actor, NewEntry } from '../timeline/entry.ts';
import { history, record } from '../timeline/timeline.ts';
import { type From, mustBeTheirs } from './access.ts';
import type { Card } from './card.ts';
import { isCustomerAwaited, waitsForCustomer } from './hold.ts';
import {
  announceDetails,
  announceHold,
  announceResolved,
  announceSeen,
  announceSpecialist,
  cardOf,
  settle,
  settleNew,
} from './settle.ts';
import * as store from './store.ts';
import type { Change, Ticket } from './ticket.ts';
import * as rules from './ticket.ts';

/** What a request says of itself; `by` is who opens it, `startedAt` when the customer wrote it. */
export interface Request {
  channel: string;
  /** null: there is no message yet, the ticket's own card starts the thread. */
  thread: string | null;
  startedAt: number;
  summary: string;
  description: string;
  priority: string;
  requestType: string;
  environment: string | null;
  workaround: boolean;
  by: string;
}

/**
 * Opens a ticket on a thread. The same thread again answers the ticket that is there.
 * Throws `not_found` for a channel of no customer and `invalid` for words the policy doesn't know.
 */
export async function openTicket(desk: Desk, tx: Tx, customer: CustomerOutline, request: Request): Promise<Ticket> {
  const known = request.thread ? await store.ofThread(tx, request.channel, request.thread) : null;
  if (known) return known;
  const priority = priorityOf(desk.policy, request.priority).key;
  const requestType = requestTypeOf(desk.policy, request.requestType).key;
  const startedAt = Math.min(request.startedAt, tx.now);
  const { tier } = customer;
  const policyVersion = desk.policy.version;
  const opened: NewEntry = {
    kind: 'opened',
    at: startedAt,
    by: await actorOf(tx, request.by),
    data: { startedAt, tier, priority, requestType, policyVersion },
  };
  const drawn = {
    customerId: customer.id,
    channel: request.channel,
    thread: request.thread,
    summary: request.summary,
    description: request.description,
    priority,
    requestType,
    environment: request.environment,
    workaround: request.workaround,
    tier,
    state: { kind: 'open' as const },
    assignee: null,
    help: null,
    openedBy: request.by,
    startedAt,
    openedAt: tx.now,
    policyVersion,
  };
  return settleNew(desk, tx, drawn, opened);
}

/** Takes a ticket that nobody has. Throws `forbidden` for anybody who isn't staff, `conflict` when somebody was first. */
export async function claim(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'claim tickets');
  const ticket = await store.get(tx, id);
  if (ticket.assignee !== null && ticket.assignee !== who) {
    const name = await namesOf(tx, [ticket.assignee]);
    throw conflict(
      `${rules.ticketKey(id)} is with ${name(ticket.assignee)} already. Use “Assign…” on its card to take it over.`,
    );
  }
  return apply(desk, tx, rules.assign(ticket, who, by, tx.now));
}

/** Gives a ticket to a person of ours, or back to the queue (`to` null). */
export async function assign(desk: Desk, tx: Tx, id: number, to: string | null, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'assign tickets');
  if (to !== null && (await roleOf(tx, to)) === 'customer') {
    throw invalid('That person is not support staff. Choose somebody who is, or add them first.', 'to');
  }
  const ticket = await store.get(tx, id);
  return apply(desk, tx, rules.assign(ticket, to, by, tx.now));
}

/** Changes how bad it is. Who may is policy; leads always. */
export async function changePriority(desk: Desk, tx: Tx, id: number, to: string, who: string): Promise<Ticket> {
  const ticket = await store.get(tx, id);
  if (!(await mayChangePriority(desk, tx, ticket, who))) {
    throw forbidden('You may not change the priority. Ask whoever has the ticket or is on support now, or a lead.');
  }
  const by = await actorOf(tx, who);
  return apply(desk, tx, rules.changePriority(ticket, priorityOf(desk.policy, to).key, by, tx.now));
}

/** Whether the policy lets somebody change the priority of a ticket. */
export async function mayChangePriority({ policy }: Desk, tx: Tx, ticket: Ticket, who: string): Promise<boolean> {
  const may = policy.mayChangePriority;
  const role = await roleOf(tx, who);
  if (role === 'customer') return may.includes('customer');
  if (role === 'lead' || may.includes('staff')) return true;
  if (may.includes('assignee') && ticket.assignee === who) return true;
  return may.includes('on_shift') && (await onRole(tx, policy, 'first_line', tx.now)).includes(who);
}

/** Puts a ticket aside; a customer who is waited for is told so. */
export async function hold(
  desk: Desk,
  tx: Tx,
  id: number,
  reason: string,
  note: string | null,
  who: string,
): Promise<Ticket> {
  const by = await staff(tx, who, 'put tickets on hold');
  const known = holdReasonOf(desk.policy, reason);
  const change = rules.hold(await store.get(tx, id), known.key, note, by, tx.now);
  const ticket = await apply(desk, tx, change);
  if (change.entries.length > 0 && waitsForCustomer(known)) await announceHold(desk, tx, ticket, note);
  return ticket;
}

export async function resume(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'resume tickets');
  return apply(desk, tx, rules.resume(await store.get(tx, id), by, tx.now));
}

/** Ends the work with a note that the customer reads. */
export async function resolve(desk: Desk, tx: Tx, id: number, note: string, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'resolve tickets');
  const change = rules.resolve(await store.get(tx, id), note, by, tx.now);
  const ticket = await apply(desk, tx, change);
  if (change.entries.length > 0) await announceResolved(desk, tx, ticket);
  return ticket;
}

export async function reopen(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'reopen tickets');
  return apply(desk, tx, rules.reopen(await store.get(tx, id), by, tx.now));
}

/** A customer takes a ticket of theirs back, or staff close a resolved one. */
export async function close(desk: Desk, tx: Tx, id: number, who: string, here: From): Promise<Ticket> {
  return apply(desk, tx, rules.close(await mustBeTheirs(tx, id, who, here), await actorOf(tx, who), tx.now));
}

/** Tells the customer that somebody looks at it, which counts as a first response. Once there was an answer, it does nothing. */
export async function acknowledge(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'acknowledge tickets');
  const ticket = await store.get(tx, id);
  if ((await history(tx, id)).some(isAnswer)) return ticket;
  const ours = await apply(desk, tx, rules.acknowledge(ticket, by, tx.now));
  await announceSeen(desk, tx, ours, who);
  return ours;
}

/** Adds to the description. From a customer it counts like a message: it wakes what waits for them or was over. */
export async function addDetails(
  desk: Desk,
  tx: Tx,
  id: number,
  text: string,
  who: string,
  here: From,
): Promise<Ticket> {
  const by = await actorOf(tx, who);
  const { ticket } = await store.goingOn(tx, await mustBeTheirs(tx, id, who, here));
  const description = `${ticket.description}\n\n${text}`;
  const entries: Change['entries'] = [{ kind: 'details_added', at: tx.now, by, data: { text } }];
  const woken =
    by.kind === 'customer' ? rules.wake(ticket, isCustomerAwaited(desk, ticket), by, tx.now) : rules.unchanged(ticket);
  const changed = { ticket: { ...woken.ticket, description }, entries: [...entries, ...woken.entries] };
  const ours = await apply(desk, tx, changed);
  await announceDetails(desk, tx, ours, text, who);
  return ours;
}

/** A specialist took over; the customer hears only that. */
export async function acceptHelp(desk: Desk, tx: Tx, id: number, level: string, user: string): Promise<Ticket> {
  const change = rules.acceptHelp(await store.get(tx, id), level, user, tx.now);
  const ticket = await apply(desk, tx, change);
  if (change.entries.length > 0) await announceSpecialist(desk, tx, ticket, user);
  return ticket;
}

/** Saves a change with its history, and brings everything that shows or watches the ticket up to date. */
export async function apply(desk: Desk, tx: Tx, { ticket, entries }: Change): Promise<Ticket> {
  if (entries.length === 0) return ticket;
  for (const entry of entries) await record(tx, ticket.id, entry);
  return settle(desk, tx, ticket);
}

/** Who acts, as history names them. */
export async function actorOf(tx: Tx, who: string): Promise<Extract<Actor, { user: string }>> {
  return { kind: (await roleOf(tx, who)) === 'customer' ? 'customer' : 'staff', user: who };
}

/** The acting person as staff. Throws `forbidden` for everybody else; `what` completes "Only support staff can …". */
export async function staff(tx: Tx, who: string, what: string): Promise<Extract<Actor, { user: string }>> {
  const by = await actorOf(tx, who);
  if (by.kind !== 'staff')
    throw forbidden(`Only support staff can ${what}. Write in your ticket's thread and we take care of it.`);
  return by;
}

/** All that is shown of a ticket, to staff alone; `what` as for {@link staff}. */
export async function cardForStaff(desk: Desk, tx: Tx, id: number, who: string, what: string): Promise<Card> {
  await staff(tx, who, what);
  return cardOf(desk, tx, await store.get(tx, id), await history(tx, id));
}

/**
 * All that is shown of a ticket, for what its customer may know. Staff see it anywhere, people of the customer in that customer's
 * channels; for everybody else there is no such ticket, whether its number was given or not.
 */
export async function cardForCustomer(
  desk: Desk,
  tx: Tx,
  id: number,
  who: string,
  channel: string | null,
): Promise<Card> {
  if ((await roleOf(tx, who)) === 'customer' && !(await isOfChannel(tx, id, channel))) {
    throw forbidden(`There is no ticket ${rules.ticketKey(id)} in this channel. Use the card in your ticket's thread.`);
  }
  return cardOf(desk, tx, await store.get(tx, id), await history(tx, id));
}

async function isOfChannel(tx: Tx, id: number, channel: string | null): Promise<boolean> {
  const ours = channel === null ? null : await customerOfChannel(tx, channel);
  return ours !== null && (await store.customerOf(tx, id)) === ours.customer.id;
}

/** After entries of a ticket were recorded elsewhere: saves it and brings all that shows or watches it up to date. */
export const bringUpToDate = settle;

export const ticketById = store.get;
export const ticketGoingOn = store.goingOn;
export const ticketOfThread = store.ofThread;
export const moveChannel = store.moveChannel;
export const ongoingTickets = store.ongoing;
export const ticketsThatListen = store.thatListen;
export const countOngoing = store.countOngoing;
export const ongoingOutlines = store.ongoingOutlines;
export const ticketOutlines = store.outlines;
export const ticketsOpenedBetween = store.openedBetween;
