import { stopwatch } from '../clock.ts';
import { deskChannel } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellPerson, tellTeam } from '../outbox/outbox.ts';
import { isInForce } from '../policy/service.ts';
import { leadsNow } from '../rotations/service.ts';
import { clocks } from '../sla/clock.ts';
import { history, record } from '../timeline/timeline.ts';
import { setTimer, timerDueAt } from '../timers/timers.ts';
import { closesAt, follow, nextDue, setTimers } from './due.ts';
import { closeQuietTicket, lookAtTicket, type Recomputed, recomputeTickets, refreshCards } from './jobs.ts';
import * as store from './out-of-date.ts';
import { recomputedPost } from './recomputed.ts';
import { settle } from './settle.ts';
import { difference } from './shown.ts';
import type { Ticket } from './ticket.ts';

/** Nobody shall wait for the background: a batch ends as soon as it took so long. */
const LONGEST_MS = 15;

/** A process of the policy in force takes it up; this one runs with another. */
const LEAVE_TO_OTHERS_MS = 5_000;

/** Cards that are brought up to date at once, where something is due soon; the others wait for each other, so that live posts flow. */
const CARDS_AT_ONCE = 20;
const CARDS_PER_BATCH = 5;
const SOON_MS = 4 * 60 * 60_000;
const CARD_EVERY_MS = 2_000;

/** At the start: when tickets were last settled under another policy than the one in force, the background begins. */
export async function planRecompute(desk: Desk, tx: Tx): Promise<void> {
  const { version } = desk.policy;
  const none: Recomputed = { version, startedAt: tx.now, tickets: 0, earlier: 0, later: 0, late: 0 };
  if ((await timerDueAt(tx, recomputeTickets, none)) !== null) return;
  if ((await store.outOfDate(tx, version)).length > 0) await setTimer(tx, recomputeTickets, none, tx.now);
}

/**
 * Works out due instants and timers of the next tickets under the policy in force, and plans the next batch. The rows say what is left, so a
 * kill loses nothing. Cards are not touched; those that show something untrue now are marked and follow.
 */
export async function recompute(desk: Desk, tx: Tx, before: Recomputed): Promise<void> {
  const { version } = desk.policy;
  if (before.version !== version) {
    if (await isInForce(tx, before.version)) await setTimer(tx, recomputeTickets, before, tx.now + LEAVE_TO_OTHERS_MS);
    return;
  }
  const spent = stopwatch();
  const done = { ...before };
  const batch = await store.outOfDate(tx, version);
  for (const ticket of batch) {
    try {
      await recomputeOne(desk, tx, ticket, done);
    } catch (error) {
      await putAside(desk, tx, ticket, error);
    }
    if (spent() > LONGEST_MS) break;
  }
  if (batch.length > 0) return setTimer(tx, recomputeTickets, done, tx.now);
  const { startedAt, ...counts } = done;
  desk.log.info({ ...counts, ms: tx.now - startedAt }, 'open tickets are recomputed under the policy in force');
  if (done.earlier + done.later + done.late > 0) await report(desk, tx, done);
  await setTimer(tx, refreshCards, { atOnce: CARDS_AT_ONCE }, tx.now);
}

async function recomputeOne(desk: Desk, tx: Tx, ticket: Ticket, done: Recomputed): Promise<void> {
  const { version } = desk.policy;
  if (ticket.state.kind === 'resolved') {
    await store.markSettled(tx, ticket.id, version);
    return setTimer(tx, closeQuietTicket, { ticketId: ticket.id }, closesAt(desk, ticket));
  }
  const known = await history(tx, ticket.id);
  const followed = follow(desk, ticket, known, tx.now);
  const readings = clocks(followed.history, desk, tx.now);
  const { due, late, shows } = difference(desk, ticket, known, readings, tx.now);
  if (due === 'earlier') done.earlier += 1;
  if (due === 'later') done.later += 1;
  if (late) done.late += 1;
  done.tickets += 1;

  for (const entry of followed.entries) await record(tx, ticket.id, entry);
  const settled = { ...followed.ticket, ...nextDue(readings), settledUnder: version };
  await store.saveDue(tx, { ...settled, cardsBehind: ticket.cardsBehind || shows });
  await setTimers(desk, tx, settled, followed.history, readings);
}

/** One that can't be read is left to its own timer, which fails by itself, is parked in the end and shows there; it holds up nothing. */
async function putAside(desk: Desk, tx: Tx, { id }: Ticket, error: unknown): Promise<void> {
  desk.log.error({ ticket: id, err: error }, 'a ticket can not be recomputed under the policy in force');
  await store.markSettled(tx, id, desk.policy.version);
  await setTimer(tx, lookAtTicket, { ticketId: id }, tx.now);
}

/** Once per coming into force of a policy: what it did to open tickets. */
async function report(desk: Desk, tx: Tx, done: Recomputed): Promise<void> {
  const post = recomputedPost(desk.policy, done);
  const once = `policy-${desk.policy.version}-${desk.policySince}`;
  const triage = await deskChannel(tx, 'triage');
  if (triage) return tellTeam(tx, { channel: triage }, post, once);
  for (const lead of await leadsNow(tx, desk.policy)) await tellPerson(tx, lead, post, `${once}-${lead}`);
}

/** Brings the next cards that a change of the policy or of shifts left behind up to date, what is due first, and plans the next. */
export async function showPolicyOnCards(desk: Desk, tx: Tx, { atOnce }: { atOnce: number }): Promise<void> {
  const behind = await store.behind(tx, CARDS_PER_BATCH);
  const soon = behind.filter(({ dueAt }) => dueAt !== null && dueAt <= tx.now + SOON_MS).slice(0, atOnce);
  const now = soon.length > 0 ? soon : behind.slice(0, 1);
  for (const ticket of now) {
    try {
      await settle(desk, tx, ticket);
    } catch (error) {
      desk.log.error({ ticket: ticket.id, err: error }, 'the cards of a ticket can not be brought up to date');
      await store.markShown(tx, ticket.id);
      await setTimer(tx, lookAtTicket, { ticketId: ticket.id }, tx.now);
    }
  }
  if (now.length === 0) return;
  const next = soon.length > 0 ? tx.now : tx.now + CARD_EVERY_MS;
  await setTimer(tx, refreshCards, { atOnce: atOnce - soon.length }, next);
}

/** Somebody else is on: the cards of tickets that nobody has shall name them. */
export async function nameWhoIsOn(tx: Tx): Promise<void> {
  const behind = await store.markUnassignedBehind(tx);
  if (behind > 0) await setTimer(tx, refreshCards, { atOnce: CARDS_AT_ONCE }, tx.now);
}

/** What a change of the policy has left to do: tickets to be recomputed, and cards that show what was before. */
export async function leftToRecompute(on: Reader, version: string): Promise<{ tickets: number; cards: number }> {
  return { tickets: await store.countOutOfDate(on, version), cards: await store.countBehind(on) };
}
