import { customerName } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { lastEntry, type Policy, type Priority } from '../policy/policy.ts';
import { firstLineNow } from '../rotations/service.ts';
import { clocks } from '../sla/clock.ts';
import { namesOf } from '../slack/people.ts';
import { permalink } from '../slack/text.ts';
import { isOpen, nextOpen } from '../time/business-time.ts';
import { type Entry, isKind } from '../timeline/entry.ts';
import { mayEscalate } from './assignment.ts';
import type { Card } from './card.ts';
import { heldFor, isCustomerAwaited } from './hold.ts';
import { threadOf } from './places.ts';
import * as store from './store.ts';
import { mergedInto, type Ticket, ticketKey } from './ticket.ts';

/** A priority in words, also where only a replaced policy knows it. */
const priorityFor = (policies: readonly Policy[], key: string): Priority =>
  lastEntry(policies, ({ priorities }) => priorities, key) ?? {
    key,
    label: key,
    emoji: '▫️',
    description: '',
    default: false,
  };

/** All that the views say of a ticket, read once; `others` are people to be named besides those of its history. */
export async function cardOf(
  desk: Desk,
  tx: Tx,
  ticket: Ticket,
  entries: Entry[],
  others: string[] = [],
): Promise<Card> {
  const { policy, earlier = [] } = desk;
  const policies = [...earlier, policy];
  const customer = await customerName(tx, ticket.customerId);
  const tier = policy.tiers[ticket.tier];
  const onShift = await firstLineNow(tx, policy, tx.now);
  const users = entries.flatMap((entry) => [
    entry.by.kind === 'desk' ? null : entry.by.user,
    'to' in entry.data ? entry.data.to : null,
    'user' in entry.data ? entry.data.user : null,
  ]);
  const name = await namesOf(tx, [...users, ...others, ticket.openedBy, ticket.assignee, onShift?.user]);
  const level = policy.escalation.find(({ key }) => key === ticket.help?.level);
  return {
    ticket,
    key: ticketKey(ticket.id),
    priority: priorityFor(policies, ticket.priority),
    priorityLabel: (key) => priorityFor(policies, key).label,
    requestType:
      lastEntry(policies, ({ requestTypes }) => requestTypes, ticket.requestType)?.label ?? ticket.requestType,
    environment: lastEntry(policies, ({ environments }) => environments, ticket.environment ?? '')?.label ?? null,
    customer,
    tier: lastEntry(policies, ({ tiers }) => Object.values(tiers), ticket.tier)?.label ?? ticket.tier,
    clocks: clocks(entries, desk, tx.now),
    history: entries,
    onShift,
    opensAt: !tier || isOpen(tier.calendar, tx.now) ? null : nextOpen(tier.calendar, tx.now),
    outsideHours: policy.texts.outsideHours,
    waitingFor: waitingFor(desk, ticket),
    mayEscalate: policy.escalation.length > 0 && mayEscalate(ticket),
    helpLevel: level?.label ?? null,
    helper: level?.customerLabel ?? 'a specialist',
    name,
    threadUrl: await threadUrl(desk, tx, ticket),
    goesOn: await goesOn(desk, tx, ticket),
    takenIn: await takenIn(desk, tx, entries),
    zone: policy.timezone,
  };
}

/** The address of the thread in which the customer reads about a ticket; null until there is one. */
async function threadUrl(desk: Desk, on: Reader, ticket: Ticket): Promise<string | null> {
  const thread = await threadOf(on, ticket);
  return thread && permalink(desk.home, ticket.channel, thread);
}

async function goesOn(desk: Desk, on: Reader, ticket: Ticket): Promise<Card['goesOn']> {
  const id = mergedInto(ticket);
  if (id === null) return null;
  const into = await store.get(on, id);
  const channel = into.channel === ticket.channel ? null : into.channel;
  return { key: ticketKey(id), url: await threadUrl(desk, on, into), channel };
}

async function takenIn(desk: Desk, on: Reader, entries: Entry[]): Promise<Card['takenIn']> {
  const found: Card['takenIn'] = [];
  for (const { data } of entries.filter(isKind('merged_in'))) {
    found.push({ key: ticketKey(data.ticket), url: await threadUrl(desk, on, await store.get(on, data.ticket)) });
  }
  return found;
}

function waitingFor(desk: Desk, ticket: Ticket): Card['waitingFor'] {
  const { state } = ticket;
  if (state.kind !== 'on_hold') return null;
  const reason = heldFor(desk, ticket);
  const fromCustomer = isCustomerAwaited(desk, ticket);
  return { staff: reason?.label ?? state.reason, customer: reason?.customerLabel ?? 'an answer', fromCustomer };
}
