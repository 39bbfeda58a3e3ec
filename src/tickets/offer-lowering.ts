import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import { holdReasonOf } from '../policy/policy.ts';
import { reachableAmong } from '../rotations/reachable.ts';
import { leadsNow, onRole } from '../rotations/service.ts';
import { sayDuration } from '../time/duration.ts';
import { type Actor, type Entry, isKind, theDesk } from '../timeline/entry.ts';
import { history } from '../timeline/timeline.ts';
import { staff } from './access.ts';
import { answerTo, loweringDueAt, type Offer, oneStepLower } from './lowering.ts';
import { apply, mayChangePriority } from './service.ts';
import { settle } from './settle.ts';
import * as store from './store.ts';
import { changePriority, type Ticket, ticketKey } from './ticket.ts';

/** Offers to lower the priority of a ticket that has waited long enough. Does nothing but plan when the world has moved on. */
export async function offerLowering(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  const ticket = await store.get(tx, ticketId);
  const entries = await history(tx, ticketId);
  const dueAt = loweringDueAt(desk.policy, ticket, entries);
  const to = oneStepLower(desk.policy, ticket.priority);
  if (dueAt === null || dueAt > tx.now || to === null || ticket.state.kind !== 'on_hold') {
    return void (await settle(desk, tx, ticket));
  }
  const reason = holdReasonOf(desk.policy, ticket.state.reason);
  const data = {
    since: ticket.state.since,
    from: ticket.priority,
    to,
    waitedMs: reason.lowerPriorityAfter ?? 0,
    waitedFor: reason.label,
    customerWaitedFor: reason.customerLabel,
    user: await engineerFor(desk, tx, ticket, entries),
  };
  await apply(desk, tx, { ticket, entries: [{ kind: 'lowering_offered', at: tx.now, by: theDesk, data }] });
}

/** Who looks after a waiting ticket and can be reached: who has it, else who asked, who is on duty, a lead; null for nobody. */
async function engineerFor(desk: Desk, tx: Tx, ticket: Ticket, entries: readonly Entry[]): Promise<string | null> {
  const asked = entries.findLast(isKind('held'))?.by;
  const fitting = [
    ...(ticket.assignee === null ? [] : [ticket.assignee]),
    ...(asked?.kind === 'staff' ? [asked.user] : []),
    ...(await onRole(tx, desk.policy, 'first_line', tx.now)),
    ...(await leadsNow(tx, desk.policy)),
  ];
  const reached = await reachableAmong(tx, desk.policy, fitting, tx.now);
  return fitting.find((user) => reached.has(user)) ?? null;
}

/** An offer as a button names it. */
interface Offered {
  ticketId: number;
  /** When the hold began. */
  since: number;
}

/**
 * Lowers the priority one step, as it was offered. Twice is once. Whoever is on duty may, whatever the policy says of other changes.
 * Throws `conflict` when the offer was answered otherwise or is needless by now.
 */
export async function lowerPriority(desk: Desk, tx: Tx, offered: Offered, who: string): Promise<void> {
  const { ticket, offer, by, answer } = await answering(desk, tx, offered, who);
  if (answer?.kind === 'priority_changed' && answer.data.to === offer.data.to) return;
  mustStand(ticket, answer);
  const waited = `waited ${sayDuration(offer.data.waitedMs)} for`;
  const why = {
    why: `${waited} ${offer.data.waitedFor}`,
    customerReads: `we have ${waited} ${offer.data.customerWaitedFor}`,
  };
  await apply(desk, tx, changePriority(ticket, offer.data.to, by, tx.now, why));
}

/** Leaves the priority as it is, as it was offered. Twice is once; throws like {@link lowerPriority}. */
export async function keepPriority(desk: Desk, tx: Tx, offered: Offered, who: string): Promise<void> {
  const { ticket, offer, by, answer } = await answering(desk, tx, offered, who);
  if (answer?.kind === 'priority_kept') return;
  mustStand(ticket, answer);
  const kept = { kind: 'priority_kept' as const, at: tx.now, by, data: { since: offer.data.since } };
  await apply(desk, tx, { ticket, entries: [kept] });
}

async function answering(
  desk: Desk,
  tx: Tx,
  { ticketId, since }: Offered,
  who: string,
): Promise<{ ticket: Ticket; offer: Offer; by: Actor; answer: Entry | null }> {
  const by = await staff(tx, who, 'change the priority');
  const ticket = await store.get(tx, ticketId);
  const entries = await history(tx, ticketId);
  const offer = entries.find(
    (entry): entry is Offer => entry.kind === 'lowering_offered' && entry.data.since === since,
  );
  if (!offer) throw notFound(`Nothing of the kind was offered for ${ticketKey(ticketId)}. Change it on its card.`);
  if (!(await mayAnswer(desk, tx, ticket, offer, who))) {
    throw forbidden('Whoever has the ticket or is on duty decides this. Ask them, or a lead.');
  }
  return { ticket, offer, by, answer: answerTo(offer, entries) };
}

async function mayAnswer(desk: Desk, tx: Tx, ticket: Ticket, offer: Offer, who: string): Promise<boolean> {
  if (who === offer.data.user || who === ticket.assignee) return true;
  if ((await onRole(tx, desk.policy, 'first_line', tx.now)).includes(who)) return true;
  return mayChangePriority(desk, tx, ticket, who);
}

function mustStand(ticket: Ticket, answer: Entry | null): void {
  if (answer === null) return;
  const key = ticketKey(ticket.id);
  throw conflict(`That was settled meanwhile, so ${key} stays as it is. Change its priority on its card if need be.`);
}
