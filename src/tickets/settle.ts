import { customerName, deskChannel } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import * as outbox from '../outbox/outbox.ts';
import type { Place } from '../outbox/post.ts';
import { lastEntry, type Policy, type Priority } from '../policy/policy.ts';
import { firstLineNow } from '../rotations/service.ts';
import { clocks } from '../sla/clock.ts';
import { namesOf } from '../slack/people.ts';
import { permalink } from '../slack/text.ts';
import { isOpen, nextOpen } from '../time/business-time.ts';
import { type Entry, isKind, type NewEntry } from '../timeline/entry.ts';
import { history, record } from '../timeline/timeline.ts';
import { setTimer } from '../timers/timers.ts';
import type { Card } from './card.ts';
import { follow, nextDue, remindersIn, setTimers } from './due.ts';
import { heldFor, isCustomerAwaited } from './hold.ts';
import { endCallsForHelp, lookAtTicket } from './jobs.ts';
import { offerOf } from './lowering.ts';
import { offerMessage } from './lowering-views.ts';
import * as publicViews from './public-views.ts';
import { clockRemindedOf, heeded, reminderOf } from './reminded.ts';
import * as store from './store.ts';
import { mayEscalate, mergedInto, type Ticket, ticketKey } from './ticket.ts';
import { addedDetails, internalThreadHint, triageCard } from './views.ts';

/** Our names of a ticket's two cards. */
export const customerCardOf = (id: number): string => `ticket-${id}-customer`;
export const triageCardOf = (id: number): string => `ticket-${id}-triage`;

/** Where the whole team hears something of a ticket: in its card's thread and in the channel. */
export const loudly = (triage: string, id: number): Place => ({
  channel: triage,
  under: triageCardOf(id),
  broadcast: true,
});

/** The ticket whose customer card stands at a post of ours, out of that post's name. */
export const ticketOfCard = (once: string | null): number | null => {
  const id = /^ticket-(\d+)-customer$/.exec(once ?? '')?.[1];
  return id ? Number(id) : null;
};

/** A ticket's own card has got its place in Slack, which makes the thread that all else links to. */
export async function cardPosted(tx: Tx, once: string): Promise<void> {
  const ticketId = ticketOfCard(once);
  if (ticketId === null || (await store.get(tx, ticketId)).thread !== null) return;
  await setTimer(tx, lookAtTicket, { ticketId }, tx.now);
}

/** Where the customer reads about a ticket. */
export const customerPlace = (ticket: Ticket): Place =>
  ticket.thread
    ? { channel: ticket.channel, thread: ticket.thread }
    : { channel: ticket.channel, under: customerCardOf(ticket.id) };

/** `ts` of the message that the customer's thread hangs on: theirs, or our card; null until that is posted. */
export const threadOf = async (on: Reader, ticket: Pick<Ticket, 'id' | 'thread'>): Promise<string | null> =>
  ticket.thread ?? (await outbox.whereIs(on, customerCardOf(ticket.id)))?.ts ?? null;

/**
 * Brings all that follows from a ticket up to date: the policy it is measured by, its next due instant, both cards, and the timers that
 * look at it again. Every verb on a ticket ends here, so nothing that shows or watches it can be forgotten.
 */
export async function settle(desk: Desk, tx: Tx, changed: Ticket): Promise<Ticket> {
  const entries = await history(tx, changed.id);
  const followed = follow(desk, changed, entries, tx.now);
  for (const entry of followed.entries) await record(tx, changed.id, entry);
  const card = await cardOf(desk, tx, followed.ticket, followed.history);
  const settled = { ...nextDue(card.clocks), settledUnder: desk.policy.version, cardsBehind: false };
  const ticket = await store.save(tx, { ...followed.ticket, ...settled });
  if (hasEndedHelp(ticket, entries)) await setTimer(tx, endCallsForHelp, { ticketId: ticket.id }, tx.now);
  await watchAndShow(desk, tx, { ...card, ticket });
  return ticket;
}

/** Stores a new ticket and how it began, settled from the first: its due instant goes into the row at once, since saving it again costs as much. */
export async function settleNew(
  desk: Desk,
  tx: Tx,
  drawn: Omit<Ticket, 'id' | 'version' | 'dueAt' | 'dueClock' | 'settledUnder' | 'cardsBehind'>,
  opened: NewEntry,
): Promise<Ticket> {
  const due = nextDue(clocks([{ ...opened, seq: 0 }], desk, tx.now));
  const settled = { ...due, settledUnder: desk.policy.version, cardsBehind: false };
  const ticket = await store.insert(tx, { ...drawn, ...settled });
  await record(tx, ticket.id, opened);
  await watchAndShow(desk, tx, await cardOf(desk, tx, ticket, await history(tx, ticket.id)));
  return ticket;
}

/** Sets the timers that look at a ticket again, and lets all that shows it say how it stands. */
async function watchAndShow(desk: Desk, tx: Tx, shown: Card): Promise<void> {
  const { ticket } = shown;
  await setTimers(desk, tx, ticket, shown.history, shown.clocks);
  const place = ticket.thread ? { channel: ticket.channel, thread: ticket.thread } : { channel: ticket.channel };
  await outbox.keepCustomerCard(tx, place, publicViews.customerCard(shown), customerCardOf(ticket.id));
  const triage = await deskChannel(tx, 'triage');
  if (triage) {
    await outbox.keepTeamCard(tx, { channel: triage }, triageCard(shown, desk.policy), triageCardOf(ticket.id));
    const under = { channel: triage, under: triageCardOf(ticket.id) };
    await outbox.keepTeamCard(tx, under, internalThreadHint(shown.threadUrl), `${triageCardOf(ticket.id)}-hint`);
  }
  await keepReminders(tx, shown, triage);
  await keepOffers(tx, shown, triage);
}

/** Whether calls for help may still stand in somebody's messages although nobody is asked any more. */
const hasEndedHelp = (ticket: Ticket, entries: Entry[]): boolean =>
  ticket.help === null &&
  entries.some(isKind('paged')) &&
  ENDING_HELP.has(entries.reduce((last, entry) => (entry.seq > last.seq ? entry : last)).kind);
const ENDING_HELP = new Set<Entry['kind']>(['resolved', 'closed', 'merged_into', 'assigned']);

/** Reminders that were sent stay true: once somebody has done something they say so, and offer only what is still of use. */
async function keepReminders(tx: Tx, card: Card, triage: string | null): Promise<void> {
  for (const reminder of remindersIn(card.history)) {
    const clock = clockRemindedOf(card, reminder);
    const said = clock && heeded(card, reminder, clock);
    if (!said) continue;
    const named = (to: string) => reminderOf(card.ticket.id, { ...reminder.data, cycle: clock.cycle }, to);
    for (const user of reminder.data.recipients) {
      if (await outbox.isOwed(tx, named(user))) await outbox.keepPersonCard(tx, user, said, named(user));
    }
    if (triage && (await outbox.isOwed(tx, named('triage'))))
      await outbox.keepTeamCard(tx, loudly(triage, card.ticket.id), said, named('triage'));
  }
}

/** Offers to lower the priority go out once they are recorded, and say what became of them. */
async function keepOffers(tx: Tx, card: Card, triage: string | null): Promise<void> {
  for (const offer of card.history.filter(isKind('lowering_offered'))) {
    const [said, named] = [offerMessage(card, offer), offerOf(card.ticket.id, offer)];
    if (offer.data.user) await outbox.keepPersonCard(tx, offer.data.user, said, named);
    else if (triage) await outbox.keepTeamCard(tx, loudly(triage, card.ticket.id), said, named);
  }
}

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

/** Tells the team what was added: the card has room for the beginning of a description only. */
export async function announceDetails(desk: Desk, tx: Tx, ticket: Ticket, text: string, who: string): Promise<void> {
  const triage = await deskChannel(tx, 'triage');
  if (!triage) return;
  const entries = await history(tx, ticket.id);
  const { name } = await cardOf(desk, tx, ticket, entries);
  const card = triageCardOf(ticket.id);
  const once = `${card}-details-${newest(entries)}`;
  await outbox.tellTeam(tx, { channel: triage, under: card }, addedDetails(name(who), text), once);
}

/** The line that was recorded last. By time another may stand behind it: Slack's clock, which dates messages, can be ahead of ours. */
const newest = (entries: Entry[]): number => Math.max(0, ...entries.map(({ seq }) => seq));

/** Tells the customer something once, under the name of the history line it follows from. */
async function announce(
  desk: Desk,
  tx: Tx,
  ticket: Ticket,
  kind: string,
  view: (card: Card) => ReturnType<typeof publicViews.resolvedNotice>,
): Promise<void> {
  const entries = await history(tx, ticket.id);
  const card = await cardOf(desk, tx, ticket, entries);
  await outbox.tellCustomer(tx, customerPlace(ticket), view(card), `ticket-${ticket.id}-${kind}-${newest(entries)}`);
}

export const announceResolved = (desk: Desk, tx: Tx, ticket: Ticket): Promise<void> =>
  announce(desk, tx, ticket, 'resolved', (card) =>
    publicViews.resolvedNotice(card, card.ticket.state as { by: string | null; note: string }),
  );

export const announceHold = (desk: Desk, tx: Tx, ticket: Ticket, note: string | null): Promise<void> =>
  announce(desk, tx, ticket, 'waiting', (card) => publicViews.waitingNotice(card, note));

export const announceSpecialist = (desk: Desk, tx: Tx, ticket: Ticket, user: string): Promise<void> =>
  announce(desk, tx, ticket, 'specialist', (card) => publicViews.specialistNotice(card, user));

export const announceMerged = (desk: Desk, tx: Tx, ticket: Ticket): Promise<void> =>
  announce(desk, tx, ticket, 'merged', publicViews.mergedNotice);

export const announceSeen = (desk: Desk, tx: Tx, ticket: Ticket, user: string): Promise<void> =>
  announce(desk, tx, ticket, 'seen', (card) => publicViews.acknowledgedNotice(card, user));
