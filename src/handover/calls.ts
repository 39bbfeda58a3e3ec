import type { Instant } from '../clock.ts';
import { deskChannel, leads } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { isOwed, keepPersonCard, keepTeamCard } from '../outbox/outbox.ts';
import type { Content } from '../outbox/post.ts';
import { byTheirHours } from '../rotations/reachable.ts';
import { leadsNow, onNow } from '../rotations/service.ts';
import { DAY } from '../time/duration.ts';
import { setTimer } from '../timers/timers.ts';
import * as views from './call-views.ts';
import { isOver, mainOf } from './change.ts';
import { canWait, type Facts, type Handover, idsOf } from './handover.ts';
import { leadsHoursBegin } from './jobs.ts';
import { postUrl, saying, wordsOf } from './post.ts';
import * as store from './store.ts';
import { ticketLine } from './views.ts';

/** What the leads are called about: nobody accepts, the account of who should is closed, or nobody is on. */
type CallKind = 'unaccepted' | 'gone' | 'gap';

/** All of a kind that the leads heard at `toldAt` of a hand-off. Each of them has one message of it. */
interface Call {
  kind: CallKind;
  at: Instant;
  toldAt: Instant;
}

/** Who reads a call besides the leads: the triage channel, when none of them can be reached. */
const TRIAGE = 'triage';

const nameOf = ({ kind, at, toldAt }: Call, to: string): string => `handover-${kind}-${at}-${toldAt}-${to}`;

/** The calls that these handovers of one instant were part of. */
const callsOf = (handover: Handover): Call[] => [
  ...(handover.goneToldAt === null ? [] : [{ kind: 'gone' as const, at: handover.at, toldAt: handover.goneToldAt }]),
  ...(handover.leadsToldAt === null
    ? []
    : [{ kind: handover.to === null ? 'gap' : 'unaccepted', at: handover.at, toldAt: handover.leadsToldAt } as const]),
];

const ofCall = async (tx: Tx, call: Call): Promise<Handover[]> =>
  (await store.ofInstant(tx, call.at)).filter((each) =>
    callsOf(each).some(({ kind, toldAt }) => kind === call.kind && toldAt === call.toldAt),
  );

/**
 * Calls the leads about handovers of one instant, once, in one message. Those who can't be written to at this hour hear when their hours
 * begin, if it is still so. With none to be reached, that nobody has the work comes at any hour; what somebody is on for and
 * can't wait is said in the triage channel.
 */
export async function callLeads(desk: Desk, tx: Tx, kind: CallKind, handovers: readonly Handover[]): Promise<void> {
  const [first] = handovers;
  if (!first) return;
  const call = { kind, at: first.at, toldAt: tx.now };
  const told = kind === 'gone' ? { goneToldAt: tx.now } : { leadsToldAt: tx.now };
  for (const { id } of handovers) await store.change(tx, id, told);
  const all = await leadsNow(tx, desk.policy);
  const { reached, later } = await byTheirHours(tx, desk.policy, all, tx.now);
  const isUrgent = reached.length === 0 && kind !== 'unaccepted';
  for (const lead of isUrgent ? all : reached) await keep(desk, tx, call, lead);
  if (!isUrgent) for (const [lead, at] of later) await setTimer(tx, leadsHoursBegin, { ...call, lead }, at);
  if (reached.length > 0 || (isUrgent && all.length > 0)) return;
  const facts = await factsOf(desk, tx, handovers);
  if (!facts.every((each) => canWait(each, Math.min(...later.values())))) await keep(desk, tx, call, TRIAGE);
}

/** A lead who was not called for the hour can be reached: they hear what is still so. */
export async function leadsHoursBegan(desk: Desk, tx: Tx, { lead, ...call }: Call & { lead: string }): Promise<void> {
  if (!(await leadsToday(desk, tx)).has(lead) || !(await isStillSo(desk, tx, call))) return;
  const { later } = await byTheirHours(tx, desk.policy, [lead], tx.now);
  const begins = later.get(lead);
  if (begins !== undefined) return setTimer(tx, leadsHoursBegin, { ...call, lead }, begins);
  await keep(desk, tx, call, lead);
}

async function isStillSo(desk: Desk, tx: Tx, call: Call): Promise<boolean> {
  for (const each of await ofCall(tx, call)) {
    if (each.acceptedBy === null && !(await isOver(desk, tx, each))) return true;
  }
  return false;
}

/** Brings what was written about the hand-off of an instant up to date: who has accepted since. */
export async function showCalls(desk: Desk, tx: Tx, at: Instant): Promise<void> {
  const calls = (await store.ofInstant(tx, at)).flatMap(callsOf);
  if (calls.length === 0) return;
  for (const to of [...(await leadsToday(desk, tx)), TRIAGE]) {
    for (const [name, call] of new Map(calls.map((each) => [nameOf(each, to), each]))) {
      if (await isOwed(tx, name)) await keep(desk, tx, call, to);
    }
  }
}

/** So long a call can be put right by putting somebody on. */
const CALLED_LATELY = 14 * DAY;

/** Who is on has changed: calls that nobody had the work say who has it now. */
export async function settleCalls(desk: Desk, tx: Tx): Promise<void> {
  for (const at of await store.calledSince(tx, tx.now - CALLED_LATELY)) await showCalls(desk, tx, at);
}

const leadsToday = async (desk: Desk, tx: Tx): Promise<Set<string>> =>
  new Set([...(await leads(tx)), ...(await leadsNow(tx, desk.policy))]);

async function keep(desk: Desk, tx: Tx, call: Call, to: string): Promise<void> {
  const said = await contentOf(desk, tx, call, to === TRIAGE);
  if (to !== TRIAGE) return keepPersonCard(tx, to, said, nameOf(call, to));
  const channel = await deskChannel(tx, 'triage');
  if (channel) await keepTeamCard(tx, { channel }, said, nameOf(call, to));
}

async function contentOf(desk: Desk, tx: Tx, call: Call, isForAnybody: boolean): Promise<Content> {
  const handovers = await ofCall(tx, call);
  if (call.kind !== 'unaccepted' && !(await isStillSo(desk, tx, call)) && handovers.every(isUnaccepted))
    return settledCall(desk, tx, handovers);
  if (call.kind === 'gap') return gapCall(desk, tx, handovers);
  const [say, about] = await aboutOf(desk, tx, handovers);
  return call.kind === 'gone' ? views.goneCall(say, about) : views.unacceptedCall(say, about, isForAnybody);
}

async function settledCall(desk: Desk, tx: Tx, handovers: readonly Handover[]): Promise<Content> {
  const ended = await endsOf(desk, tx, handovers);
  const say = await saying(
    desk,
    tx,
    ended.map(({ next }) => next),
  );
  return views.settledCall(say, ended);
}

const isUnaccepted = ({ acceptedBy }: Handover): boolean => acceptedBy === null;

/** When each of these shifts or gaps ended, and who came on then. */
async function endsOf({ policy }: Desk, tx: Tx, handovers: readonly Handover[]): Promise<views.Ended[]> {
  const ended: views.Ended[] = [];
  for (const handover of handovers) {
    const key = handover.through ?? handover.rotation;
    const until = policy.rotations[key] ? (await onNow(tx, policy, key, handover.at)).until : null;
    ended.push({ handover, until, next: until === null ? null : (await onNow(tx, policy, key, until)).user });
  }
  return ended;
}

/** The reminder to one person of what one message hands to them. */
export async function reminderFor(desk: Desk, tx: Tx, handovers: Handover[]): Promise<Content> {
  return views.reminder(...(await aboutOf(desk, tx, handovers)));
}

async function aboutOf(
  desk: Desk,
  tx: Tx,
  handovers: readonly Handover[],
): Promise<[Awaited<ReturnType<typeof saying>>, views.Unaccepted]> {
  const handed = (await factsOf(desk, tx, handovers)).map((facts) => facts.handed);
  const late = handed.flatMap((each) => idsOf(each).slice(0, each.counts.late));
  const say = await saying(
    desk,
    tx,
    handovers.flatMap(({ to, acceptedBy }) => [to, acceptedBy]),
  );
  const count = new Set(handed.flatMap(idsOf)).size;
  return [say, { handovers, count, late: new Set(late).size, urls: await urlsOf(desk, tx, handovers) }];
}

/** What changed hands with them, once for each message. */
async function factsOf(desk: Desk, tx: Tx, handovers: readonly Handover[]): Promise<Facts[]> {
  const found: Facts[] = [];
  for (const post of new Set(handovers.map((each) => each.post))) {
    const facts = mainOf(desk.policy, await store.ofPost(tx, post))?.facts;
    if (facts) found.push(facts);
  }
  return found;
}

async function urlsOf(desk: Desk, tx: Tx, handovers: readonly Handover[]): Promise<string[]> {
  const urls: string[] = [];
  for (const post of new Set(handovers.map((each) => each.post))) {
    const url = await postUrl(desk, tx, { post });
    if (url) urls.push(url);
  }
  return urls;
}

const TOLD_IN_A_CALL = 3;

/** Nobody is on: the tickets that can't wait stand below. */
async function gapCall(desk: Desk, tx: Tx, gaps: readonly Handover[]): Promise<Content> {
  const handed = (await factsOf(desk, tx, gaps)).map((facts) => facts.handed);
  const first = handed.flatMap((each) => each.first).slice(0, TOLD_IN_A_CALL);
  const say = await saying(desk, tx, [...gaps.map(({ next }) => next), ...first.map(({ assignee }) => assignee)]);
  const ticket = await wordsOf(
    desk,
    tx,
    first.map(({ id }) => id),
  );
  const lines = first.map((each) => ticketLine({ ...say, ticket }, each));
  const more = new Set(handed.flatMap(idsOf)).size - lines.length;
  return views.unattendedCall(say, gaps, lines, more, await urlsOf(desk, tx, gaps));
}
