import { leads, roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict, forbidden } from '../errors.ts';
import { isOwed, keepPersonCard } from '../outbox/outbox.ts';
import type { Content } from '../outbox/post.ts';
import { leadsNow, onNow } from '../rotations/service.ts';
import { namesOf, personById } from '../slack/people.ts';
import { staff } from '../tickets/service.ts';
import { setTimer } from '../timers/timers.ts';
import { showAhead } from './ahead.ts';
import { isOver, mainOf } from './change.ts';
import { goneCall, leadsCall, reminder, type Unaccepted, unattendedCall } from './direct-views.ts';
import { countHanded, type Handover, isGoingOn, isSomething } from './handover.ts';
import { notAccepted } from './jobs.ts';
import { needsSomebody, notesOf, postUrl, saying, showPost, wordsOf } from './post.ts';
import type { Saying } from './say.ts';
import * as store from './store.ts';
import { ticketLine } from './views.ts';

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
    if (to === null) continue;
    if (await isOwed(tx, reminderOf(post, to))) await remind(desk, tx, changes, to);
    for (const [kind, view] of LEADS) {
      for (const lead of new Set([...(await leads(tx)), ...(await leadsNow(tx, desk.policy))])) {
        if (await isOwed(tx, callOf(post, kind, to, lead))) await call(desk, tx, changes, to, kind, view, [lead]);
      }
    }
  }
}

/** Asks those who got the work to accept it. Where nobody can, the leads hear it at once. */
export async function ask(desk: Desk, tx: Tx, post: string): Promise<void> {
  const changes = await store.ofPost(tx, post);
  const facts = mainOf(desk.policy, changes)?.facts;
  if (!facts) return;
  const isAsked = isSomething({ facts, notes: await notesOf(tx, changes) });
  for (const change of changes) {
    if (change.to === null) {
      if (needsSomebody(desk, change, facts)) await callAboutGap(desk, tx, changes, change);
    } else if (await isGone(tx, change.to)) await callAboutGone(desk, tx, changes, change.to);
    else if (isAsked && !isGoingOn(change))
      await setTimer(tx, notAccepted, { handoverId: change.id }, tx.now + desk.policy.handoverAcceptWithin);
  }
}

/** Nobody has accepted in time: the incoming person is reminded, and the next time the leads hear it. */
export async function notAcceptedYet(desk: Desk, tx: Tx, id: number): Promise<void> {
  const handover = await store.get(tx, id);
  const { to, post } = handover;
  if (handover.acceptedBy || handover.leadsToldAt || to === null || (await isOver(desk, tx, handover))) return;
  const changes = await store.ofPost(tx, post);
  if (await isGone(tx, to)) return callAboutGone(desk, tx, changes, to);
  if (handover.remindedAt === null) {
    await store.change(tx, id, { remindedAt: tx.now });
    await remind(desk, tx, changes, to);
    await setTimer(tx, notAccepted, { handoverId: id }, tx.now + desk.policy.handoverAcceptWithin);
  } else {
    await store.change(tx, id, { leadsToldAt: tx.now });
    await call(desk, tx, changes, to, 'unaccepted', leadsCall, await leadsNow(tx, desk.policy));
  }
}

/** Somebody's account was deactivated: what they should have accepted, and are still on for, is the leads' at once. */
export async function personLeft(desk: Desk, tx: Tx, user: string): Promise<void> {
  for (const handover of await store.unaccepted(tx, user)) {
    if (!(await isOver(desk, tx, handover))) await callAboutGone(desk, tx, await store.ofPost(tx, handover.post), user);
  }
}

const isGone = async (tx: Tx, user: string): Promise<boolean> => (await personById(tx, user))?.deleted ?? false;

const reminderOf = (post: string, to: string): string => `${post}-reminder-${to}`;
const callOf = (post: string, kind: string, to: string, lead: string): string => `${post}-${kind}-${to}-${lead}`;
const LEADS = [
  ['unaccepted', leadsCall],
  ['gone', goneCall],
] as const;
type LeadsView = (say: Saying, unaccepted: Unaccepted) => Content;

async function remind(desk: Desk, tx: Tx, changes: Handover[], to: string): Promise<void> {
  const [say, unaccepted] = await unacceptedBy(desk, tx, changes, to);
  await keepPersonCard(tx, to, reminder(say, unaccepted), reminderOf(postOf(changes), to));
}

async function callAboutGone(desk: Desk, tx: Tx, changes: Handover[], to: string): Promise<void> {
  for (const { id } of changes.filter((change) => change.to === to)) {
    await store.change(tx, id, { leadsToldAt: tx.now });
  }
  await call(desk, tx, changes, to, 'gone', goneCall, await leadsNow(tx, desk.policy));
}

async function call(
  desk: Desk,
  tx: Tx,
  changes: Handover[],
  to: string,
  kind: string,
  view: LeadsView,
  told: string[],
) {
  const [say, unaccepted] = await unacceptedBy(desk, tx, changes, to);
  for (const lead of told)
    await keepPersonCard(tx, lead, view(say, unaccepted), callOf(postOf(changes), kind, to, lead));
}

const postOf = (changes: Handover[]): string => (changes[0] as Handover).post;

async function unacceptedBy(desk: Desk, tx: Tx, changes: Handover[], to: string): Promise<[Saying, Unaccepted]> {
  const handovers = changes.filter((change) => change.to === to);
  const handed = mainOf(desk.policy, changes)?.facts?.handed;
  const url = await postUrl(desk, tx, { post: postOf(changes) });
  const say = await saying(desk, tx, [to, ...handovers.map(({ acceptedBy }) => acceptedBy)]);
  return [say, { handovers, count: handed ? countHanded(handed) : 0, late: handed?.counts.late ?? 0, url }];
}

const TOLD_IN_A_CALL = 3;

/** Nobody is on: the leads hear it with the tickets that can't wait. */
async function callAboutGap(desk: Desk, tx: Tx, changes: Handover[], change: Handover): Promise<void> {
  const facts = mainOf(desk.policy, changes)?.facts;
  if (!facts) return;
  const first = facts.handed.first.slice(0, TOLD_IN_A_CALL);
  const say = await saying(desk, tx, [change.next, ...first.map(({ assignee }) => assignee)]);
  const ticket = await wordsOf(
    desk,
    tx,
    first.map(({ id }) => id),
  );
  const lines = first.map((handed) => ticketLine({ ...say, ticket }, handed));
  const said = unattendedCall(say, change, lines, countHanded(facts.handed) - lines.length, null);
  for (const lead of await leadsNow(tx, desk.policy)) {
    await keepPersonCard(tx, lead, said, callOf(change.post, 'unattended', change.rotation, lead));
  }
}
