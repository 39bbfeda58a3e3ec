import { roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { holdReasonOf, priorityOf } from '../policy/policy.ts';
import { onRole } from '../rotations/service.ts';
import { isAnswer } from '../sla/story.ts';
import { namesOf } from '../slack/people.ts';
import { history, record } from '../timeline/timeline.ts';
import { actorOf, type From, mustBeTheirs, staff } from './access.ts';
import { announceDetails, announceHold, announceResolved, announceSeen, announceSpecialist } from './announce.ts';
import * as assignment from './assignment.ts';
import { isCustomerAwaited, waitsForCustomer } from './hold.ts';
import * as lifecycle from './lifecycle.ts';
import * as lists from './lists.ts';
import { settle } from './settle.ts';
import * as store from './store.ts';
import { type Change, type Ticket, ticketKey, unchanged, changePriority as withPriority } from './ticket.ts';

/** Takes a ticket that nobody has. Throws `forbidden` for anybody who isn't staff, `conflict` when somebody was first. */
export async function claim(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'claim tickets');
  const ticket = await store.get(tx, id);
  if (ticket.assignee !== null && ticket.assignee !== who) {
    const name = await namesOf(tx, [ticket.assignee]);
    throw conflict(
      `${ticketKey(id)} is with ${name(ticket.assignee)} already. Use “Assign…” on its card to take it over.`,
    );
  }
  return apply(desk, tx, assignment.assign(ticket, who, by, tx.now));
}

/** Gives a ticket to a person of ours, or back to the queue (`to` null). */
export async function assign(desk: Desk, tx: Tx, id: number, to: string | null, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'assign tickets');
  if (to !== null && (await roleOf(tx, to)) === 'customer') {
    throw invalid('That person is not support staff. Choose somebody who is, or add them first.', 'to');
  }
  const ticket = await store.get(tx, id);
  return apply(desk, tx, assignment.assign(ticket, to, by, tx.now));
}

/** Changes how bad it is. Who may is policy; leads always. */
export async function changePriority(desk: Desk, tx: Tx, id: number, to: string, who: string): Promise<Ticket> {
  const ticket = await store.get(tx, id);
  if (!(await mayChangePriority(desk, tx, ticket, who))) {
    throw forbidden('You may not change the priority. Ask whoever has the ticket or is on support now, or a lead.');
  }
  const by = await actorOf(tx, who);
  return apply(desk, tx, withPriority(ticket, priorityOf(desk.policy, to).key, by, tx.now));
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
  const change = lifecycle.hold(await store.get(tx, id), known.key, note, by, tx.now);
  const ticket = await apply(desk, tx, change);
  if (change.entries.length > 0 && waitsForCustomer(known)) await announceHold(desk, tx, ticket, note);
  return ticket;
}

export async function resume(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'resume tickets');
  return apply(desk, tx, lifecycle.resume(await store.get(tx, id), by, tx.now));
}

/** Ends the work with a note that the customer reads. */
export async function resolve(desk: Desk, tx: Tx, id: number, note: string, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'resolve tickets');
  const change = lifecycle.resolve(await store.get(tx, id), note, by, tx.now);
  const ticket = await apply(desk, tx, change);
  if (change.entries.length > 0) await announceResolved(desk, tx, ticket);
  return ticket;
}

export async function reopen(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'reopen tickets');
  return apply(desk, tx, lifecycle.reopen(await store.get(tx, id), by, tx.now));
}

/** A customer takes a ticket of theirs back, or staff close a resolved one. */
export async function close(desk: Desk, tx: Tx, id: number, who: string, here: From): Promise<Ticket> {
  return apply(desk, tx, lifecycle.close(await mustBeTheirs(tx, id, who, here), await actorOf(tx, who), tx.now));
}

/** Tells the customer that somebody looks at it, which counts as a first response. Once there was an answer, it does nothing. */
export async function acknowledge(desk: Desk, tx: Tx, id: number, who: string): Promise<Ticket> {
  const by = await staff(tx, who, 'acknowledge tickets');
  const ticket = await store.get(tx, id);
  if ((await history(tx, id)).some(isAnswer)) return ticket;
  const ours = await apply(desk, tx, assignment.acknowledge(ticket, by, tx.now));
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
    by.kind === 'customer' ? lifecycle.wake(ticket, isCustomerAwaited(desk, ticket), by, tx.now) : unchanged(ticket);
  const changed = { ticket: { ...woken.ticket, description }, entries: [...entries, ...woken.entries] };
  const ours = await apply(desk, tx, changed);
  await announceDetails(desk, tx, ours, text, who);
  return ours;
}

/** A specialist took over; the customer hears only that. */
export async function acceptHelp(desk: Desk, tx: Tx, id: number, level: string, user: string): Promise<Ticket> {
  const change = assignment.acceptHelp(await store.get(tx, id), level, user, tx.now);
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

/** After entries of a ticket were recorded elsewhere: saves it and brings all that shows or watches it up to date. */
export const bringUpToDate = settle;

export const ticketById = store.get;
export const ticketGoingOn = store.goingOn;
export const ticketOfThread = store.ofThread;
export const moveChannel = store.moveChannel;
export const ongoingTickets = lists.ongoing;
export const ticketsThatListen = lists.thatListen;
export const countOngoing = lists.countOngoing;
export const ongoingOutlines = lists.ongoingOutlines;
export const ticketOutlines = lists.outlines;
export const ticketsOpenedBetween = lists.openedBetween;
