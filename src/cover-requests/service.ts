import type { Instant } from '../clock.ts';
import { roleOf } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { tellPerson } from '../outbox/outbox.ts';
import { comingShifts } from '../rotations/coming.ts';
import { cover } from '../rotations/cover.ts';
import type { ShiftRef } from '../rotations/ids.ts';
import { shifts } from '../rotations/rotation.ts';
import type { Stretch } from '../rotations/rule.ts';
import { rotationOf, staff, termsOf } from '../rotations/service.ts';
import type { Answer } from '../slack/listener.ts';
import { namesOf, zoneOf } from '../slack/people.ts';
import { setTimer } from '../timers/timers.ts';
import { type CoverRequest, endOf, stepsOf, type WorkingDays } from './cover-request.ts';
import { lookAtCoverRequest } from './jobs.ts';
import { channelOf, nameOf, type Rota, show, showAgain, shown, tellLeads } from './show.ts';
import * as store from './store.ts';
import * as views from './views.ts';

/** The requests nobody has answered, by their start. */
export const openRequests = (on: Reader): Promise<CoverRequest[]> => store.open(on);

/**
 * Asks everybody to take a shift of `who`, or a part of one, in the handover channel or else in triage. Staff only. Asking
 * again for the same time or a part of it answers the request that stands; asking for more takes its place.
 */
export async function askForCover(
  desk: Rota,
  tx: Tx,
  { rotation, layer, ...wanted }: Pick<ShiftRef, 'rotation' | 'layer' | 'from' | 'to'>,
  note: string | null,
  who: string,
): Promise<CoverRequest> {
  await staff(tx, who, 'ask for cover');
  const { label } = termsOf(desk.policy, rotation);
  const asked = { rotation, layer: layer ?? null, user: who, from: Math.max(wanted.from, tx.now), to: wanted.to };
  if (asked.to <= asked.from) throw invalid('That shift is over. Choose a coming one.', 'shift');
  if (!(await isOn(desk, tx, asked)))
    throw invalid(`You are not on in ${label} then, so nobody needs to stand in. Choose a shift of yours.`, 'shift');
  if (!(await channelOf(tx)))
    throw conflict('There is no handover or triage channel to ask in. A lead can name one in the people file.');
  const theirs = (await store.open(tx)).filter((each) => isOfShift(each, asked));
  const standing = theirs.find((each) => holds(each, asked));
  if (standing) return standing;
  for (const part of theirs.filter((each) => holds(asked, { ...each, from: Math.max(each.from, tx.now) }))) {
    await settle(desk, tx, { ...part, state: 'withdrawn' }, who);
  }
  const request = await store.insert(tx, { ...asked, note });
  await setTimer(tx, lookAtCoverRequest, { requestId: request.id }, nextLook(desk, request));
  await show(desk, tx, request);
  return request;
}

/** The form for asking, with `initial` chosen where it still is a shift of `who`. Staff only. */
export async function askingForm({ policy }: Rota, tx: Tx, who: string, initial?: string): Promise<Answer> {
  await staff(tx, who, 'ask for cover');
  const own = (await comingShifts(tx, policy, tx.now)).filter(({ user }) => user === who);
  if (own.length === 0) throw conflict('You have no shift in the next weeks, so there is nothing to ask cover for.');
  return { open: views.askModal(own, await zoneOf(tx, who, policy.timezone), initial) };
}

/** Asks for cover, and says so to whoever asked. */
export async function submitAsking(
  desk: Rota,
  tx: Tx,
  shift: ShiftRef,
  note: string | null,
  who: string,
): Promise<Answer> {
  const request = await askForCover(desk, tx, shift, note, who);
  return { update: views.askedNote(await shown(desk, tx, request)) };
}

/** `who` takes the shift: exactly one can. Staff only. Throws `conflict` for whoever comes too late. */
export async function takeShift(desk: Rota, tx: Tx, id: number, who: string): Promise<void> {
  await staff(tx, who, 'take shifts');
  const request = await store.get(tx, id);
  if (request.state === 'taken' && request.takenBy === who) return;
  if (request.user === who)
    throw conflict('This is your own shift. Press “Not needed any more” if you serve it after all.');
  await putOn(desk, tx, request, who, who);
}

/** A lead has `user` take the shift. */
export async function assignShift(desk: Rota, tx: Tx, id: number, user: string, by: string): Promise<void> {
  await leadsOnly(tx, by);
  await putOn(desk, tx, await store.get(tx, id), user, by);
}

/** The form in which a lead says who takes the shift. Throws `conflict` for a request that is settled. */
export async function assigningForm(desk: Rota, tx: Tx, id: number, by: string): Promise<Answer> {
  await leadsOnly(tx, by);
  const request = await store.get(tx, id);
  await mustBeOpen(tx, request);
  return { open: views.putOnModal(await shown(desk, tx, request)) };
}

async function leadsOnly(tx: Tx, who: string): Promise<void> {
  if ((await roleOf(tx, who)) !== 'lead')
    throw forbidden('Only leads can put somebody else on. Press “I’ll take it” to take it yourself.');
}

/** A request whose asker is not on then any more puts nobody on; its posts say so. */
async function putOn(desk: Rota, tx: Tx, request: CoverRequest, user: string, by: string): Promise<void> {
  await mustBeOpen(tx, request);
  if (!(await isOn(desk, tx, request))) return settle(desk, tx, { ...request, state: 'not_needed' }, null);
  const { rotation, to, user: replaces } = request;
  const layer = request.layer ?? undefined;
  const taken = { ...request, state: 'taken' as const, takenBy: user };
  await settle(desk, tx, taken, by);
  await cover(tx, desk.policy, { rotation, layer, from: Math.max(request.from, tx.now), to, user, replaces }, by);
}

/** Takes a request back. Whoever asked, and leads. */
export async function withdrawRequest(desk: Rota, tx: Tx, id: number, who: string): Promise<void> {
  await staff(tx, who, 'take requests back');
  const request = await store.get(tx, id);
  if (request.state === 'withdrawn') return;
  if (request.user !== who && (await roleOf(tx, who)) !== 'lead') {
    const name = await namesOf(tx, [request.user]);
    throw forbidden(`${name(request.user)} asked for this, so only they or a lead can take it back.`);
  }
  await mustBeOpen(tx, request);
  await settle(desk, tx, { ...request, state: 'withdrawn' }, who);
}

/** Nobody has taken it yet: asks again, tells the leads, or ends it, whichever is due. */
export async function notTaken(desk: Rota, tx: Tx, id: number): Promise<void> {
  const request = await store.get(tx, id);
  if (request.state !== 'open') return;
  if (!(await isOn(desk, tx, request))) return settle(desk, tx, { ...request, state: 'not_needed' }, null);
  if (tx.now >= endOf(request)) return settle(desk, tx, { ...request, state: 'over' }, null);
  const due = stepsOf(request, workingDays(desk, request)).filter(({ at }) => at <= tx.now);
  const fresh = due.map(({ step }) => step).filter((step) => !request.steps.includes(step));
  const looked = { ...request, steps: [...request.steps, ...fresh] };
  await store.save(tx, looked);
  await setTimer(tx, lookAtCoverRequest, { requestId: id }, nextLook(desk, looked));
  const again = fresh.findLast((step) => step !== 'lead');
  if (again) await showAgain(desk, tx, looked, again);
  if (fresh.includes('lead')) await tellLeads(desk, tx, looked);
}

/** Who is on was changed by somebody: requests of people who are not on then any more are without object. */
export async function followRotations(desk: Rota, tx: Tx): Promise<void> {
  for (const request of await store.open(tx)) {
    if (!(await isOn(desk, tx, request))) await settle(desk, tx, { ...request, state: 'not_needed' }, null);
  }
}

type Asked = Pick<CoverRequest, 'rotation' | 'layer' | 'user' | 'from' | 'to'>;

const isOfShift = (a: Asked, b: Asked): boolean =>
  a.rotation === b.rotation && a.layer === b.layer && a.user === b.user;

const holds = (outer: Stretch, inner: Stretch): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** Whether somebody is on in a part of the stretch that is not over. */
async function isOn({ policy }: Rota, tx: Tx, { rotation, layer, user, from, to }: Asked): Promise<boolean> {
  if (!policy.rotations[rotation]) return false;
  const known = await rotationOf(tx, policy, rotation, from);
  const left = shifts(known, Math.max(from, Math.min(tx.now, to - 1)), to, layer ?? undefined);
  return left.some((shift) => shift.user === user);
}

async function mustBeOpen(tx: Tx, request: CoverRequest): Promise<void> {
  const name = await namesOf(tx, [request.takenBy, request.settledBy, request.user]);
  switch (request.state) {
    case 'open':
      return;
    case 'taken':
      throw conflict(`${name(request.takenBy ?? '')} has taken this shift already. Thank you all the same.`);
    case 'withdrawn':
      throw conflict(`${name(request.settledBy ?? '')} took this request back, so nobody needs to take the shift.`);
    case 'not_needed':
      throw conflict(`${name(request.user)} is not on then any more, so nobody needs to take the shift.`);
    case 'over':
      throw conflict(`The time for this is over: ${name(request.user)} is on. \`/oncall cover\` still changes who is.`);
  }
}

/** Keeps what became of a request, brings its messages up to date, and tells whoever asked in vain. A cover tells by itself. */
async function settle(desk: Rota, tx: Tx, settled: CoverRequest, by: string | null): Promise<void> {
  const request = { ...settled, settledBy: by, settledAt: tx.now };
  await store.save(tx, request);
  await setTimer(tx, lookAtCoverRequest, { requestId: request.id }, null);
  await show(desk, tx, request);
  if (request.state === 'over')
    await tellPerson(tx, request.user, views.nobodyNotice(await shown(desk, tx, request)), `${nameOf(request)}-over`);
}

const nextLook = (desk: Rota, request: CoverRequest): Instant => {
  const steps = stepsOf(request, workingDays(desk, request));
  return steps.find(({ step }) => !request.steps.includes(step))?.at ?? endOf(request);
};

const workingDays = ({ policy }: Rota, { rotation }: CoverRequest): WorkingDays =>
  policy.rotations[rotation] ?? { timezone: policy.timezone, holidays: [] };
