import { deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import * as outbox from '../outbox/outbox.ts';
import { clocks } from '../sla/clock.ts';
import { type Entry, isKind, type NewEntry } from '../timeline/entry.ts';
import { history, record } from '../timeline/timeline.ts';
import { setTimer } from '../timers/timers.ts';
import type { Card } from './card.ts';
import { follow, nextDue, remindersIn, setTimers } from './due.ts';
import { cardOf } from './facts.ts';
import { endCallsForHelp, lookAtTicket } from './jobs.ts';
import { offerOf } from './lowering.ts';
import { offerMessage } from './lowering-views.ts';
import { customerCardOf, loudly, ticketOfCard, triageCardOf } from './places.ts';
import * as publicViews from './public-views.ts';
import { clockRemindedOf, heeded, reminderOf } from './reminded.ts';
import * as store from './store.ts';
import type { Ticket } from './ticket.ts';
import { internalThreadHint, triageCard } from './views.ts';

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

/** A ticket's own card has got its place in Slack, which makes the thread that all else links to. */
export async function cardPosted(tx: Tx, once: string): Promise<void> {
  const ticketId = ticketOfCard(once);
  if (ticketId === null || (await store.get(tx, ticketId)).thread !== null) return;
  await setTimer(tx, lookAtTicket, { ticketId }, tx.now);
}
