import { roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, forbidden } from '../errors.ts';
import { isOwed, keepPersonCard } from '../outbox/outbox.ts';
import { onNow } from '../rotations/service.ts';
import { namesOf, personById } from '../slack/people.ts';
import { staff } from '../tickets/access.ts';
import { setTimer, timerDueAt } from '../timers/timers.ts';
import { showAhead } from './ahead.ts';
import { callLeads, reminderFor, showCalls } from './calls.ts';
import { isOver, mainOf } from './change.ts';
import { type Facts, type Handover, isGoingOn, isSomething } from './handover.ts';
import { notAccepted } from './jobs.ts';
import { needsSomebody, notesOf, showPost } from './post.ts';
import * as store from './store.ts';

/**
 * Somebody has read a handover and has the work: the incoming person, a lead, or whoever is on now. Twice is once; somebody
 * else's acceptance stands. What the same message hands to the same person is accepted with it.
 */
export async function acceptHandover(desk: Desk, tx: Tx, id: number, who: string): Promise<void> {
  await staff(tx, who, 'accept handovers');
  const handover = await store.get(tx, id);
  if (handover.acceptedBy === who) return;
  const name = await namesOf(tx, [handover.acceptedBy, handover.to]);
  if (handover.acceptedBy) throw conflict(`${name(handover.acceptedBy)} has accepted this handover already.`);
  if (!(await mayAccept(desk, tx, handover, who))) {
    const theirs = handover.to === null ? 'nobody' : name(handover.to);
    throw forbidden(
      `This handover is for ${theirs}. A lead, or whoever is on now, may accept it too; ask one of them.`,
    );
  }
  for (const each of await store.ofPost(tx, handover.post)) {
    if (each.to !== handover.to || each.acceptedBy !== null) continue;
    await store.change(tx, each.id, { acceptedBy: who, acceptedAt: tx.now });
  }
  await show(desk, tx, handover.post);
}

async function mayAccept({ policy }: Desk, tx: Tx, { to, rotation, through }: Handover, who: string): Promise<boolean> {
  if (who === to || (await roleOf(tx, who)) === 'lead') return true;
  for (const key of new Set([rotation, through])) {
    if (key && policy.rotations[key] && (await onNow(tx, policy, key, tx.now)).user === who) return true;
  }
  return false;
}

/** Brings everything that tells of a handover up to date: its message, and what was written to single people about it. */
export async function show(desk: Desk, tx: Tx, post: string): Promise<void> {
  const changes = await store.ofPost(tx, post);
  await showPost(desk, tx, changes);
  for (const change of changes) await showAhead(desk, tx, change);
  for (const to of new Set(changes.map((change) => change.to))) {
    if (to !== null && (await isOwed(tx, reminderOf(post, to)))) await remind(desk, tx, changes, to);
  }
  for (const at of new Set(changes.map((change) => change.at))) await showCalls(desk, tx, at);
}

/** Asks those who got the work to accept it. Where nobody can, the leads hear it at once. */
export async function ask(desk: Desk, tx: Tx, post: string): Promise<void> {
  const changes = await store.ofPost(tx, post);
  const facts = mainOf(desk.policy, changes)?.facts;
  if (!facts) return;
  const unattended = changes.filter((change) => change.to === null && needsSomebody(desk, change, facts));
  await callLeads(desk, tx, 'gap', unattended);
  await callLeads(desk, tx, 'gone', await ofLeavers(tx, changes));
  await askToAccept(desk, tx, post);
}

/** Plans to look whether those who got something have accepted it; a note may come later, and be all there is. Twice is once. */
export async function askToAccept(desk: Desk, tx: Tx, post: string): Promise<void> {
  const changes = await store.ofPost(tx, post);
  if (!(await hasSomething(desk, tx, changes))) return;
  for (const change of changes) {
    if (change.to === null || isGoingOn(change)) continue;
    const timer = { handoverId: change.id };
    if (!(await isAwaited(desk, tx, change)) || (await timerDueAt(tx, notAccepted, timer)) !== null) continue;
    await setTimer(tx, notAccepted, timer, tx.now + desk.policy.handoverAcceptWithin);
  }
}

async function hasSomething({ policy }: Desk, tx: Tx, changes: Handover[]): Promise<boolean> {
  const facts = mainOf(policy, changes)?.facts;
  return Boolean(facts) && isSomething({ facts: facts as Facts, notes: await notesOf(tx, changes) });
}

/**
 * Nobody has accepted in time: the incoming person is reminded, and the next time the leads hear it, of everybody who took over at
 * that instant in one.
 */
export async function notAcceptedYet(desk: Desk, tx: Tx, id: number): Promise<void> {
  const handover = await store.get(tx, id);
  const { to, post, at } = handover;
  if (to === null || !(await isAwaited(desk, tx, handover))) return;
  if (await isGone(tx, to)) {
    const changes = await store.ofPost(tx, post);
    return callLeads(
      desk,
      tx,
      'gone',
      changes.filter((change) => change.to === to),
    );
  }
  if (!(await hasSomething(desk, tx, await store.ofPost(tx, post)))) return;
  if (handover.remindedAt === null) {
    await store.change(tx, id, { remindedAt: tx.now });
    await remind(desk, tx, await store.ofPost(tx, post), to);
    return setTimer(tx, notAccepted, { handoverId: id }, tx.now + desk.policy.handoverAcceptWithin);
  }
  const awaited: Handover[] = [];
  for (const each of await store.ofInstant(tx, at)) {
    const isReminded = each.remindedAt !== null && each.to !== null && !(await isGone(tx, each.to));
    if (isReminded && (await isAwaited(desk, tx, each))) awaited.push(each);
  }
  await callLeads(desk, tx, 'unaccepted', awaited);
}

/** Whether somebody should still accept it, and the leads don't know. */
const isAwaited = async (desk: Desk, tx: Tx, handover: Handover): Promise<boolean> =>
  handover.acceptedBy === null &&
  handover.leadsToldAt === null &&
  handover.goneToldAt === null &&
  !(await isOver(desk, tx, handover));

/** Somebody's account was deactivated: what they should have accepted, and are still on for, is the leads' at once. */
export async function personLeft(desk: Desk, tx: Tx, user: string): Promise<void> {
  const theirs: Handover[] = [];
  for (const handover of await store.unaccepted(tx, user)) {
    if (handover.goneToldAt === null && !(await isOver(desk, tx, handover))) theirs.push(handover);
  }
  for (const at of new Set(theirs.map((handover) => handover.at))) {
    await callLeads(
      desk,
      tx,
      'gone',
      theirs.filter((handover) => handover.at === at),
    );
  }
  for (const post of new Set(theirs.map((handover) => handover.post))) await show(desk, tx, post);
}

const isGone = async (tx: Tx, user: string): Promise<boolean> => (await personById(tx, user))?.deleted ?? false;

async function ofLeavers(tx: Tx, changes: Handover[]): Promise<Handover[]> {
  const found: Handover[] = [];
  for (const change of changes) if (change.to !== null && (await isGone(tx, change.to))) found.push(change);
  return found;
}

const reminderOf = (post: string, to: string): string => `${post}-reminder-${to}`;

async function remind(desk: Desk, tx: Tx, changes: Handover[], to: string): Promise<void> {
  const theirs = changes.filter((change) => change.to === to);
  const [first] = theirs as [Handover];
  await keepPersonCard(tx, to, await reminderFor(desk, tx, theirs), reminderOf(first.post, to));
}
