import { customerOfChannel, roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { forbidden } from '../errors.ts';
import type { Here } from '../slack/listener.ts';
import type { Actor } from '../timeline/entry.ts';
import { history } from '../timeline/timeline.ts';
import type { Card } from './card.ts';
import { cardOf } from './facts.ts';
import * as store from './store.ts';
import { type Ticket, ticketKey } from './ticket.ts';

/** Where somebody acts. */
export type From = Pick<Here, 'channel'>;

/** The ticket, for staff anywhere and for a customer only in the channel it belongs to. Throws `forbidden` for everybody else. */
export async function mustBeTheirs(tx: Tx, id: number, who: string, here: From): Promise<Ticket> {
  const ticket = await store.get(tx, id);
  if ((await roleOf(tx, who)) !== 'customer' || here.channel === ticket.channel) return ticket;
  throw forbidden('That ticket belongs to another channel. Use the card in your own channel.');
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
    throw forbidden(`There is no ticket ${ticketKey(id)} in this channel. Use the card in your ticket's thread.`);
  }
  return cardOf(desk, tx, await store.get(tx, id), await history(tx, id));
}

async function isOfChannel(tx: Tx, id: number, channel: string | null): Promise<boolean> {
  const ours = channel === null ? null : await customerOfChannel(tx, channel);
  return ours !== null && (await store.customerOf(tx, id)) === ours.customer.id;
}
