import { roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { postAt } from '../outbox/outbox.ts';
import { writtenAt } from '../slack/text.ts';
import { assign } from '../tickets/assignment.ts';
import { isCustomerAwaited } from '../tickets/hold.ts';
import * as lifecycle from '../tickets/lifecycle.ts';
import { announceWritten } from '../tickets/merging.ts';
import { ticketOfCard } from '../tickets/places.ts';
import * as tickets from '../tickets/service.ts';
import { type Change, type Ticket, unchanged } from '../tickets/ticket.ts';
import type { Actor } from '../timeline/entry.ts';
import { record } from '../timeline/timeline.ts';
import type * as store from './store.ts';
import { isThanks } from './thanks.ts';

interface Heard {
  channel: string;
  ts: string;
  thread: string;
  user: string;
  text: string;
}

/** The ticket a message belongs to: by its thread, or because our own card started the thread. */
export async function ticketOfMessage(tx: Tx, message: { channel: string; thread: string }): Promise<Ticket | null> {
  const known = await tickets.ticketOfThread(tx, message.channel, message.thread);
  if (known) return known;
  const id = ticketOfCard(await postAt(tx, message.channel, message.thread));
  return id === null ? null : tickets.ticketById(tx, id);
}

/** A thread with what was said in it, and the message in it that somebody wants a ticket on. */
export interface Thread {
  ts: string;
  on: string;
  said: readonly store.Message[];
}

/**
 * `ts` of the customer's message that a ticket in a thread is about, from which its clocks start: the one it was opened on, or
 * where that is not a customer's the last one before it, or where there is none the first one after it.
 */
export async function requestIn(tx: Tx, { ts: thread, on, said }: Thread): Promise<string> {
  if (on === thread && said[0]?.ts !== thread) return thread;
  const theirs: string[] = [];
  for (const { ts, user } of said) if (!user || (await roleOf(tx, user)) === 'customer') theirs.push(ts);
  return theirs.findLast((ts) => ts <= on) ?? theirs[0] ?? thread;
}

/**
 * What a message in a ticket's thread does to the ticket: answers stop clocks, customers wake what waits for them. In the thread of one
 * that was merged it counts for the ticket that goes on, no earlier than the merge.
 */
export async function hear(desk: Desk, tx: Tx, inThread: Ticket, message: Heard): Promise<void> {
  const isCustomer = (await roleOf(tx, message.user)) === 'customer';
  const by: Actor = { kind: isCustomer ? 'customer' : 'staff', user: message.user };
  const written = writtenAt(message.ts);
  const data = { channel: message.channel, ts: message.ts };
  const kind = isCustomer ? 'customer_wrote' : 'staff_replied';
  if (!(await record(tx, inThread.id, { kind, at: written, by, data }, `message-${message.ts}`))) return;
  const { ticket, since } = await tickets.ticketGoingOn(tx, inThread);
  const at = Math.max(written, since ?? written);
  if (ticket.id !== inThread.id) {
    await record(tx, ticket.id, { kind, at, by, data }, `message-${inThread.id}-${message.ts}`);
    if (isCustomer) await announceWritten(desk, tx, ticket, inThread, message);
  }
  const change = isCustomer ? wake(desk, ticket, message.text, by, at) : takeUp(ticket, message.user, by, at);
  for (const entry of change.entries) await record(tx, ticket.id, entry);
  await tickets.bringUpToDate(desk, tx, change.ticket);
}

/** A customer who writes wakes what waits for them or was over, unless they only say thanks afterwards. */
function wake(desk: Desk, ticket: Ticket, text: string, by: Actor, at: number): Change {
  const isOver = ticket.state.kind === 'resolved' || ticket.state.kind === 'closed';
  if (isOver && isThanks(text)) return unchanged(ticket);
  return lifecycle.wake(ticket, isCustomerAwaited(desk, ticket), by, at);
}

/** Whoever of us answers first has the ticket, unless somebody has it. */
const takeUp = (ticket: Ticket, user: string, by: Actor, at: number): Change =>
  ticket.assignee === null && ticket.state.kind === 'open' ? assign(ticket, user, by, at) : unchanged(ticket);
