import { customers } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import type { Content } from '../outbox/post.ts';
import { namesOf } from '../slack/people.ts';
import { countOngoing, ongoingTickets, staff, ticketById } from '../tickets/service.ts';
import { cardOf } from '../tickets/settle.ts';
import { history } from '../timeline/timeline.ts';
import * as views from './views.ts';

const FEW = 5;
/** More never fit into a message. */
const MANY = 60;

/** The queue by due time, or one person's part of it. Staff only: the lists name every customer. */
export async function list(desk: Desk, tx: Tx, who: string, scope: 'all' | 'mine', whole = false): Promise<Content> {
  await staff(tx, who, 'see the queue');
  const filter = scope === 'mine' ? { assignee: who } : {};
  const tickets = await ongoingTickets(tx, { ...filter, limit: whole ? MANY : FEW });
  const known = new Map((await customers(tx)).map((customer) => [customer.id, customer.name]));
  const listed: views.Listed = {
    tickets,
    total: await countOngoing(tx, filter),
    customer: (id) => known.get(id) ?? id,
    name: await namesOf(
      tx,
      tickets.map((ticket) => ticket.assignee),
    ),
  };
  const title = scope === 'mine' ? 'Your tickets' : 'All tickets';
  return whole
    ? views.wholeList(title, listed, desk.policy, tx.now)
    : views.list(title, listed, desk.policy, tx.now, scope);
}

/** What is mine; with nothing of mine, the queue. */
export async function overview(desk: Desk, tx: Tx, who: string): Promise<Content> {
  await staff(tx, who, 'see the queue');
  const mine = await countOngoing(tx, { assignee: who });
  return list(desk, tx, who, mine > 0 ? 'mine' : 'all');
}

export async function one(desk: Desk, tx: Tx, id: number, who: string): Promise<Content> {
  await staff(tx, who, 'look up tickets');
  const ticket = await ticketById(tx, id);
  return views.oneTicket(await cardOf(desk, tx, ticket, await history(tx, id)), desk.policy);
}
