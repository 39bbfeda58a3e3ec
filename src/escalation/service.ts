import { deskChannel, roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, forbidden, unavailable } from '../errors.ts';
import * as outbox from '../outbox/outbox.ts';
import type { EscalationLevel } from '../policy/policy.ts';
import { actorOf, type From, mustBeTheirs } from '../tickets/access.ts';
import { escalate as escalated, unanswered } from '../tickets/assignment.ts';
import { cardOf } from '../tickets/facts.ts';
import { loudly, triageCardOf } from '../tickets/places.ts';
import * as tickets from '../tickets/service.ts';
import { ticketKey } from '../tickets/ticket.ts';
import { history, record } from '../timeline/timeline.ts';
import { clearTimer, setTimer } from '../timers/timers.ts';
import { climb } from './jobs.ts';
import { levelAfter, type Page } from './page.ts';
import { peopleOfLevel } from './people.ts';
import * as store from './store.ts';
import * as views from './views.ts';

const pageOf = (id: number): string => `page-${id}`;

export interface Asked {
  reason: string;
  tried?: string | undefined;
  wanted?: string | undefined;
}

/**
 * Asks for help with a ticket: calls whoever is on for the first level, and climbs until somebody takes it.
 * Throws `conflict` while help is asked for already or given, and `forbidden` for whom the ticket is none of theirs.
 */
export async function escalate(
  desk: Desk,
  tx: Tx,
  ticketId: number,
  asked: Asked,
  who: string,
  here: From,
): Promise<void> {
  const first = desk.policy.escalation[0];
  if (!first) throw unavailable('The policy has no escalation levels, so there is nobody to call. Ask a lead.');
  const ticket = await mustBeTheirs(tx, ticketId, who, here);
  const by = await actorOf(tx, who);
  const data = {
    level: first.key,
    reason: asked.reason,
    ...(asked.tried ? { tried: asked.tried } : {}),
    ...(asked.wanted ? { wanted: asked.wanted } : {}),
  };
  const change = escalated(ticket, data, by, tx.now);
  await endCalls(desk, tx, ticketId);
  await tickets.apply(desk, tx, change);
  await call(desk, tx, ticketId, first, { reason: asked.reason, askedBy: who });
}

/** Calls of an earlier escalation are over; they must not climb in this one. */
async function endCalls(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  for (const page of await store.ofTicket(tx, ticketId)) {
    if (page.state !== 'waiting' && page.state !== 'passed') continue;
    await store.answer(tx, page.id, 'over');
    await clearTimer(tx, climb, { pageId: page.id });
    await show(desk, tx, { ...page, state: 'over' });
  }
}

/** Who needs no call: whoever asks, and whoever was called since this escalation began. */
async function calledAlready(tx: Tx, ticketId: number, askedBy: string): Promise<Set<string | null>> {
  const began = (await history(tx, ticketId)).findLast(({ kind }) => kind === 'escalated');
  const pages = (await store.ofTicket(tx, ticketId)).filter((page) => page.startedAt >= (began?.at ?? 0));
  return new Set([askedBy, ...pages.filter(({ state }) => state !== 'over').map(({ user }) => user)]);
}

/** Calls the people of a level. A level with nobody to call is passed over; after the last, the triage channel hears it. */
async function call(
  desk: Desk,
  tx: Tx,
  ticketId: number,
  level: EscalationLevel | null,
  asked: Pick<Page, 'reason' | 'askedBy'>,
): Promise<void> {
  if (!level) return callEverybody(desk, tx, ticketId);
  const earlier = await calledAlready(tx, ticketId, asked.askedBy);
  const people = (await peopleOfLevel(desk, tx, level)).filter((user) => !earlier.has(user));
  if (people.length === 0) {
    await record(tx, ticketId, {
      kind: 'paged',
      at: tx.now,
      by: { kind: 'desk' },
      data: { level: level.key, user: null },
    });
    return call(desk, tx, ticketId, levelAfter(desk.policy.escalation, level.key), asked);
  }
  const ticket = await tickets.ticketById(tx, ticketId);
  const entries = people.map((user) => ({
    kind: 'paged' as const,
    at: tx.now,
    by: { kind: 'desk' as const },
    data: { level: level.key, user },
  }));
  const help = { level: level.key, accepted: null };
  await tickets.apply(desk, tx, { ticket: { ...ticket, help }, entries });
  for (const user of people) {
    const page = await store.insert(tx, {
      ticketId,
      level: level.key,
      user,
      state: 'waiting',
      startedAt: tx.now,
      until: tx.now + level.acceptWithin,
      answeredAt: null,
      reason: asked.reason,
      askedBy: asked.askedBy,
    });
    await setTimer(tx, climb, { pageId: page.id }, page.until);
    await show(desk, tx, page);
  }
}

async function callEverybody(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  const ticket = await tickets.bringUpToDate(desk, tx, unanswered(await tickets.ticketById(tx, ticketId)));
  const triage = await deskChannel(tx, 'triage');
  if (!triage) return;
  const entries = await history(tx, ticketId);
  const said = views.nobodyAnswered(await cardOf(desk, tx, ticket, entries));
  const once = `${triageCardOf(ticketId)}-unanswered-${entries.at(-1)?.seq}`;
  await outbox.tellTeam(tx, loudly(triage, ticketId), said, once);
}

/** A called person takes the ticket. Twice is once. Throws `conflict` when somebody else was first or it is over. */
export async function accept(desk: Desk, tx: Tx, pageId: number, who: string): Promise<void> {
  const page = await answerable(desk, tx, pageId, who);
  if (page.state === 'accepted') return;
  await tickets.acceptHelp(desk, tx, page.ticketId, page.level, who);
  await store.endOthers(tx, page.ticketId);
  await store.answer(tx, pageId, 'accepted');
  for (const each of await store.ofTicket(tx, page.ticketId)) {
    await clearTimer(tx, climb, { pageId: each.id });
    await show(desk, tx, each);
  }
}

/** A called person can't: the next level is called at once. */
export async function decline(desk: Desk, tx: Tx, pageId: number, why: string | undefined, who: string): Promise<void> {
  const page = await answerable(desk, tx, pageId, who);
  if (page.state !== 'waiting') return;
  const data = { level: page.level, user: who, ...(why ? { why } : {}) };
  const entry = { kind: 'page_declined' as const, at: tx.now, by: { kind: 'staff' as const, user: who }, data };
  await tickets.apply(desk, tx, { ticket: await tickets.ticketById(tx, page.ticketId), entries: [entry] });
  await goOn(desk, tx, page, 'declined');
}

/** Help is no longer asked for: calls that could still be answered say so. Does nothing when it is asked for again. */
export async function notNeeded(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  if ((await tickets.ticketById(tx, ticketId)).help === null) await endCalls(desk, tx, ticketId);
}

/** A call was not answered in time. Does nothing when the world has moved on. */
export async function notAnswered(desk: Desk, tx: Tx, pageId: number): Promise<void> {
  const page = await store.get(tx, pageId);
  if (page.state !== 'waiting') return;
  const ticket = await tickets.ticketById(tx, page.ticketId);
  if (!ticket.help || ticket.help.accepted) {
    await store.answer(tx, pageId, 'over');
    return show(desk, tx, { ...page, state: 'over' });
  }
  await goOn(desk, tx, page, 'passed');
}

/** Somebody's account was deactivated: nobody waits for them to answer. */
export async function personLeft(desk: Desk, tx: Tx, user: string): Promise<void> {
  for (const page of await store.waitingFor(tx, user)) await notAnswered(desk, tx, page.id);
}

/** Leaves a call behind; the next level is called once nobody of this one can answer any more. */
async function goOn(desk: Desk, tx: Tx, page: Page, state: 'declined' | 'passed'): Promise<void> {
  await store.answer(tx, page.id, state);
  await clearTimer(tx, climb, { pageId: page.id });
  await show(desk, tx, { ...page, state });
  const others = await store.ofTicket(tx, page.ticketId);
  if (others.some((other) => other.state === 'waiting' && other.level === page.level)) return;
  await call(desk, tx, page.ticketId, levelAfter(desk.policy.escalation, page.level), page);
}

/** The call, if this person may answer it and it can still be answered. */
async function answerable(desk: Desk, tx: Tx, pageId: number, who: string): Promise<Page> {
  const page = await store.get(tx, pageId);
  if (page.user !== who || (await roleOf(tx, who)) === 'customer') throw forbidden('This call went to somebody else.');
  const ticket = await tickets.ticketById(tx, page.ticketId);
  const key = ticketKey(ticket.id);
  if (page.state === 'accepted') return page;
  if (ticket.help?.accepted) {
    const entries = await history(tx, ticket.id);
    const { name } = await cardOf(desk, tx, ticket, entries);
    throw conflict(`${key} was taken by ${name(ticket.help.accepted)}.`);
  }
  if (!ticket.help) throw conflict(`${key} is ${ticket.state.kind} and needs no help any more.`);
  return page;
}

/** Brings the called person's message up to date. */
async function show(desk: Desk, tx: Tx, page: Page): Promise<void> {
  if (!page.user) return;
  const ticket = await tickets.ticketById(tx, page.ticketId);
  const card = await cardOf(desk, tx, ticket, await history(tx, ticket.id));
  const label = desk.policy.escalation.find((level) => level.key === page.level)?.label ?? page.level;
  await outbox.keepPersonCard(tx, page.user, views.pageMessage(card, page, label), pageOf(page.id));
}

export const pageById = store.get;
