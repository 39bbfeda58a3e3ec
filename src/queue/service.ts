import { customers, roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import type { Content } from '../outbox/post.ts';
import { namesOf } from '../slack/people.ts';
import { cardForCustomer, cardForStaff, staff } from '../tickets/access.ts';
import { explainedClocks } from '../tickets/explained.ts';
import { promisedMessage } from '../tickets/public-views.ts';
import { countOngoing, ongoingTickets } from '../tickets/service.ts';
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
  return views.oneTicket(await cardForStaff(desk, tx, id, who, 'look up tickets'), desk.policy);
}

/** How the clocks of a ticket came to what they show; to a customer, what they were promised and when they hear. */
export async function due(desk: Desk, tx: Tx, id: number, who: string, channel: string | null): Promise<Content> {
  if ((await roleOf(tx, who)) === 'customer') {
    return promisedMessage(await cardForCustomer(desk, tx, id, who, channel), desk, tx.now);
  }
  return explainedClocks(await cardForStaff(desk, tx, id, who, 'see how clocks count'), desk, tx.now);
}
