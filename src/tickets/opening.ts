import type { CustomerOutline } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { priorityOf, requestTypeOf } from '../policy/policy.ts';
import type { NewEntry } from '../timeline/entry.ts';
import { actorOf } from './access.ts';
import { settleNew } from './settle.ts';
import * as store from './store.ts';
import type { Ticket } from './ticket.ts';

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
