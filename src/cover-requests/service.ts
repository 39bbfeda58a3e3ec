import type { Instant } from '../clock.ts';
import { deskChannel, leads } from '../customers/service.ts';
import { type Reader, type Tx, topic } from '../db/database.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { isOwed, keepPersonCard, keepTeamCard, tellPerson } from '../outbox/outbox.ts';
import type { Policy } from '../policy/policy.ts';
import { shifts } from '../rotations/rotation.ts';
import { cover, leadsNow, rotationOf, staff, termsOf } from '../rotations/service.ts';
import { namesOf } from '../slack/people.ts';
import { setTimer } from '../timers/timers.ts';
import { type CoverRequest, type CoverStep, endOf, stepsOf } from './cover-request.ts';
import { lookAtCoverRequest } from './jobs.ts';
import * as store from './store.ts';
import * as views from './views.ts';

/** A request was made or is settled: whoever lists them looks again. */
export const coverRequestsChanged = topic<null>('cover-requests-changed');

interface Rota {
  readonly policy: Policy;
}

/** A shift that somebody wants to be rid of. */
export interface Wanted {
  rotation: string;
  layer?: string | undefined;
  from: Instant;
  to: Instant;
  note?: string | undefined;
}

/** The requests nobody has answered, by their start. */
export const openRequests = (on: Reader): Promise<CoverRequest[]> => store.open(on);

/**
 * Asks everybody to take a shift of `who`, in the handover channel or else in triage. Staff only. Asking again for the same
 * shift answers the request that stands.
 */
export async function askForCover(desk: Rota, tx: Tx, wanted: Wanted, who: string): Promise<CoverRequest> {
  await staff(tx, who, 'ask for cover');
  const { label } = termsOf(desk.policy, wanted.rotation);
  const layer = wanted.layer ?? null;
  const stretch = { from: Math.max(wanted.from, tx.now), to: wanted.to };
  if (stretch.to <= stretch.from) throw invalid('That shift is over. Choose a coming one.', 'shift');
  if (!(await isOn(desk, tx, { ...stretch, rotation: wanted.rotation, layer, user: who })))
    throw invalid(
      `You are not on in ${label} then, so there is nothing to take from you. Choose a shift of yours.`,
      'shift',
    );
  if (!(await channelOf(tx)))
    throw conflict('There is no handover or triage channel to ask in. A lead can name one in the people file.');
  const standing = (await store.open(tx)).find(
    (each) =>
      each.rotation === wanted.rotation &&
      each.layer === layer &&
      each.user === who &&
      each.from < stretch.to &&
      stretch.from < each.to,
  );
  if (standing) return standing;
  const request = await store.insert(tx, {
    rotation: wanted.rotation,
    layer,
    user: who,
    ...stretch,
    note: wanted.note ?? null,
  });
  await setTimer(tx, lookAtCoverRequest, { requestId: request.id }, nextLook(desk, request));
  await show(desk, tx, request);
  return request;
}

/**
 * `who` takes the shift: exactly one can, and a request whose asker is not on any more takes nobody. Staff only. Answers the
 * request as it stands afterwards; throws `conflict` for whoever comes too late.
 */
export async function takeShift(desk: Rota, tx: Tx, id: number, who: string): Promise<CoverRequest> {
  await staff(tx, who, 'take shifts');
  const request = await store.get(tx, id);
  if (request.state === 'taken' && request.takenBy === who) return request;
  if (request.user === who)
    throw conflict('This is your own shift. Press “Not needed any more” if you serve it after all.');
  return putOn(desk, tx, request, who, who);
}

/** A lead has `user` take the shift. */
export async function assignShift(desk: Rota, tx: Tx, id: number, user: string, lead: string): Promise<CoverRequest> {
  if (!(await leads(tx)).includes(lead))
    throw forbidden('Only leads can put somebody else on. Press “I’ll take it” to take it yourself.');
  return putOn(desk, tx, await store.get(tx, id), user, lead);
}

/** What is needed to choose who takes the shift. Throws `conflict` for a request that is settled. */
export async function forPuttingOn(desk: Rota, tx: Tx, id: number, lead: string): Promise<views.Shown> {
  if (!(await leads(tx)).includes(lead))
    throw forbidden('Only leads can put somebody else on. Press “I’ll take it” to take it yourself.');
  const request = await store.get(tx, id);
  await mustBeOpen(tx, request);
  return shown(desk, tx, request);
}

async function putOn(desk: Rota, tx: Tx, request: CoverRequest, user: string, by: string): Promise<CoverRequest> {
  await mustBeOpen(tx, request);
  if (!(await isOn(desk, tx, request))) return settle(desk, tx, { ...request, state: 'not_needed' }, null);
  const { rotation, to } = request;
  const from = Math.max(request.from, tx.now);
  await cover(tx, desk.policy, { rotation, from, to, user, replaces: request.user }, by);
  return settle(desk, tx, { ...request, state: 'taken', takenBy: user }, by);
}

/** Takes a request back. Whoever asked, and leads. */
export async function withdrawRequest(desk: Rota, tx: Tx, id: number, who: string): Promise<CoverRequest> {
  await staff(tx, who, 'take requests back');
  const request = await store.get(tx, id);
  if (request.state === 'withdrawn') return request;
  if (request.user !== who && !(await leads(tx)).includes(who)) {
    const name = await namesOf(tx, [request.user]);
    throw forbidden(`${name(request.user)} asked for this, so only they or a lead can take it back.`);
  }
  await mustBeOpen(tx, request);
  return settle(desk, tx, { ...request, state: 'withdrawn' }, who);
}

/** Nobody has taken it yet: asks again, tells the leads, or ends it, whichever is due. */
export async function notTaken(desk: Rota, tx: Tx, id: number): Promise<void> {
  const request = await store.get(tx, id);
  if (request.state !== 'open') return;
  if (!(await isOn(desk, tx, request))) return void (await settle(desk, tx, { ...request, state: 'not_needed' }, null));
  if (tx.now >= endOf(request)) return void (await settle(desk, tx, { ...request, state: 'over' }, null));
  const due = stepsOf(request, workingDays(desk, request))
    .filter(({ at }) => at <= tx.now)
    .map(({ step }) => step);
  const fresh = due.filter((step) => !request.steps.includes(step));
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

type Stretch = Pick<CoverRequest, 'rotation' | 'layer' | 'user' | 'from' | 'to'>;

/** Whether somebody is on in a part of the stretch that is not over. */
async function isOn({ policy }: Rota, tx: Tx, { rotation, user, from, to }: Stretch): Promise<boolean> {
  if (!policy.rotations[rotation]) return false;
  const known = await rotationOf(tx, policy, rotation, from);
  return shifts(known, Math.max(from, Math.min(tx.now, to - 1)), to).some((shift) => shift.user === user);
}

async function mustBeOpen(tx: Tx, request: CoverRequest): Promise<void> {
  const name = await namesOf(tx, [request.takenBy, request.settledBy, request.user]);
  switch (request.state) {
    case 'open':
      return;
    case 'taken':
      throw conflict(`${name(request.takenBy ?? '')} has taken this shift already. Thank you all the same.`);
    case 'withdrawn':
      throw conflict(
        `${name(request.settledBy ?? '')} has taken this request back, so nobody needs to take the shift.`,
      );
    case 'not_needed':
      throw conflict(`${name(request.user)} is not on then any more, so nobody needs to take the shift.`);
    case 'over':
      throw conflict(`The time for this is over: ${name(request.user)} is on. \`/oncall cover\` still changes who is.`);
  }
}

/** Keeps what became of a request, brings its posts up to date, and tells whoever asked. */
async function settle(desk: Rota, tx: Tx, settled: CoverRequest, by: string | null): Promise<CoverRequest> {
  const request = { ...settled, settledBy: by, settledAt: tx.now };
  await store.save(tx, request);
  await setTimer(tx, lookAtCoverRequest, { requestId: request.id }, null);
  await show(desk, tx, request);
  const said = await shown(desk, tx, request);
  const { user, takenBy } = request;
  if (request.state === 'taken' || request.state === 'over')
    await tellPerson(tx, user, views.answerNotice(said), `${nameOf(request)}-answer`);
  if (takenBy && takenBy !== by) await tellPerson(tx, takenBy, views.takerNotice(said), `${nameOf(request)}-taker`);
  return request;
}

const nextLook = (desk: Rota, request: CoverRequest): Instant => {
  const steps = stepsOf(request, workingDays(desk, request));
  return steps.find(({ step }) => !request.steps.includes(step))?.at ?? endOf(request);
};

function workingDays({ policy }: Rota, { rotation }: CoverRequest) {
  const { timezone, holidays } = policy.rotations[rotation] ?? { timezone: policy.timezone, holidays: [] };
  return { timezone, holidays };
}

const nameOf = (request: CoverRequest): string => `cover-request-${request.id}`;

const channelOf = async (tx: Tx): Promise<string | null> =>
  (await deskChannel(tx, 'handover')) ?? (await deskChannel(tx, 'triage'));

/** Brings every message about a request up to date. */
async function show(desk: Rota, tx: Tx, request: CoverRequest): Promise<void> {
  tx.announce(coverRequestsChanged, null);
  const channel = await channelOf(tx);
  const said = await shown(desk, tx, request);
  if (channel) await keepTeamCard(tx, { channel }, views.requestPost(said), nameOf(request));
  for (const step of request.steps) if (step !== 'lead') await showAgain(desk, tx, request, step);
  if (request.steps.includes('lead')) await tellLeads(desk, tx, request);
}

async function showAgain(desk: Rota, tx: Tx, request: CoverRequest, step: CoverStep): Promise<void> {
  const once = `${nameOf(request)}-${step}`;
  const channel = await channelOf(tx);
  if (!channel || (request.state !== 'open' && !(await isOwed(tx, once)))) return;
  await keepTeamCard(tx, { channel }, views.requestPost(await shown(desk, tx, request), step), once);
}

/** Tells the leads; once it is settled only those who were told. */
async function tellLeads(desk: Rota, tx: Tx, request: CoverRequest): Promise<void> {
  const notice = views.leadNotice(await shown(desk, tx, request));
  for (const lead of request.state === 'open' ? await leadsNow(tx, desk.policy) : await leads(tx)) {
    const once = `${nameOf(request)}-lead-${lead}`;
    if (request.state === 'open' || (await isOwed(tx, once))) await keepPersonCard(tx, lead, notice, once);
  }
}

async function shown({ policy }: Rota, tx: Tx, request: CoverRequest): Promise<views.Shown> {
  return {
    request,
    label: policy.rotations[request.rotation]?.label ?? request.rotation,
    name: await namesOf(tx, [request.user, request.takenBy, request.settledBy]),
    zone: policy.timezone,
  };
}
