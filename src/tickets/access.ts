import { roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import { forbidden } from '../errors.ts';
import type { Here } from '../slack/listener.ts';
import * as store from './store.ts';
import type { Ticket } from './ticket.ts';

/** Where somebody acts. */
export type From = Pick<Here, 'channel'>;

/** The ticket, for staff anywhere and for a customer only in the channel it belongs to. Throws `forbidden` for everybody else. */
export async function mustBeTheirs(tx: Tx, id: number, who: string, here: From): Promise<Ticket> {
  const ticket = await store.get(tx, id);
  if ((await roleOf(tx, who)) !== 'customer' || here.channel === ticket.channel) return ticket;
  throw forbidden('That ticket belongs to another channel. Use the card in your own channel.');
}
