import type { Instant } from '../clock.ts';
import { roleOf } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import { conflict, DeskError, forbidden, invalid } from '../errors.ts';
import { type ComingShift, comingShifts } from '../rotations/coming.ts';
import { type ShiftRef, shiftValue } from '../rotations/ids.ts';
import { rotationOf, staff, termsOf } from '../rotations/service.ts';
import { stintFrom } from '../rotations/stint.ts';
import { swapShifts } from '../rotations/swap.ts';
import { content } from '../slack/blocks.ts';
import type { Answer } from '../slack/listener.ts';
import { namesOf, zoneOf } from '../slack/people.ts';
import { md } from '../slack/text.ts';
import { setTimer } from '../timers/timers.ts';
import { endOfSwapRequest } from './jobs.ts';
import { type Rota, settle, show, shown } from './show.ts';
import * as store from './store.ts';
import { answerBy, type SwapRequest } from './swap-request.ts';
import * as views from './views.ts';

/** The swaps nobody has answered, the oldest first. */
export const openSwaps = (on: Reader): Promise<SwapRequest[]> => store.open(on);

/** The form for a swap; leads choose among everybody's shifts. `chosen` is the shift to give. Staff only. */
export async function swapForm({ policy }: Rota, tx: Tx, who: string, chosen?: string): Promise<views.Choice> {
  await staff(tx, who, 'swap shifts');
  const coming = await comingShifts(tx, policy, tx.now);
  const own = coming.filter(({ user }) => user === who);
  const isLead = (await roleOf(tx, who)) === 'lead';
  const mine = isLead ? [...own, ...coming.filter(({ user }) => user !== who)] : own;
  if (mine.length === 0) throw conflict('You have no shift in the next weeks, so there is nothing to swap.');
  const given = mine.find((shift) => shiftValue(shift) === chosen) ?? (mine[0] as ComingShift);
  const theirs = coming.filter(
    ({ rotation, layer, user }) => rotation === given.rotation && layer === given.layer && user !== given.user,
  );
  return {
    mine,
    theirs,
    chosen: shiftValue(given),
    who,
    atOnce: isLead || termsOf(policy, given.rotation).swaps === 'at_once',
    name: await namesOf(
      tx,
      coming.map(({ user }) => user),
    ),
    zone: await zoneOf(tx, who, policy.timezone),
  };
}

/**
 * Asks the other one to swap; by a lead, or where the policy says so, the shifts are swapped at once. Staff only, for shifts of
 * their own; leads for everybody's. Asking again for the same shifts answers what stands.
 */
export async function askToSwap(
  desk: Rota,
  tx: Tx,
  { mine, theirs, note = null }: { mine: ShiftRef; theirs: ShiftRef; note?: string | null | undefined },
  who: string,
): Promise<Answer> {
  await staff(tx, who, 'swap shifts');
  const isLead = (await roleOf(tx, who)) === 'lead';
  if (mine.user !== who && !isLead) throw forbidden('You can give your own shifts only. Ask their owner, or a lead.');
  if (mine.rotation !== theirs.rotation || mine.layer !== theirs.layer)
    throw invalid('Both shifts must be of one rotation. Choose another one.', 'theirs');
  await mustStand(desk, tx, mine, 'mine', who);
  await mustStand(desk, tx, theirs, 'theirs', who);
  const asked = {
    rotation: mine.rotation,
    layer: mine.layer ?? null,
    user: mine.user,
    mineFrom: mine.from,
    mineTo: mine.to,
    other: theirs.user,
    theirsFrom: theirs.from,
    theirsTo: theirs.to,
    note,
  };
  if (isLead || termsOf(desk.policy, mine.rotation).swaps === 'at_once') {
    await make(desk, tx, asked, who);
    const made = { ...asked, id: 0, askedAt: tx.now, state: 'accepted' as const, settledAt: tx.now };
    return { update: views.swappedNote(await shown(desk, tx, made)) };
  }
  const standing = (await store.open(tx)).find((each) => isSame(each, asked));
  const request = standing ?? (await store.insert(tx, asked));
  await setTimer(tx, endOfSwapRequest, { requestId: request.id }, answerBy(request));
  await show(desk, tx, request);
  return { update: views.askedNote(await shown(desk, tx, request)) };
}

/** The other one agrees, and the shifts are swapped. One that cannot be made any more is over, and says why. */
export async function acceptSwap(desk: Rota, tx: Tx, id: number, who: string): Promise<Answer> {
  const request = await answered(tx, id, who, 'accepted');
  if (!request) return undefined;
  try {
    await make(desk, tx, request, who);
  } catch (error) {
    if (!(error instanceof DeskError) || error.code === 'internal') throw error;
    await settle(desk, tx, request, 'over', 'changed');
    return { say: content(md`${error.message} The swap is off, and everybody stays on as before.`) };
  }
  await settle(desk, tx, request, 'accepted');
  return undefined;
}

/** The other one does not want to; whoever asked hears it. */
export async function declineSwap(desk: Rota, tx: Tx, id: number, who: string): Promise<void> {
  const request = await answered(tx, id, who, 'declined');
  if (request) await settle(desk, tx, request, 'declined', 'declined');
}

/** Takes a swap back before it is answered. Whoever asked. */
export async function withdrawSwap(desk: Rota, tx: Tx, id: number, who: string): Promise<void> {
  await staff(tx, who, 'take swaps back');
  const request = await store.get(tx, id);
  if (request.user !== who) throw forbidden('Only whoever asked for a swap can take it back.');
  if (request.state === 'withdrawn') return;
  await mustBeOpen(tx, request);
  await settle(desk, tx, request, 'withdrawn');
}

/** Who is on was changed by somebody: a swap of a shift that has changed hands is off. */
export async function followRotations(desk: Rota, tx: Tx): Promise<void> {
  for (const request of await store.open(tx)) {
    if (!(await stands(desk, tx, request))) await settle(desk, tx, request, 'over', 'changed');
  }
}

/** Whether both still have the shifts they would exchange. */
async function stands({ policy }: Rota, tx: Tx, request: SwapRequest): Promise<boolean> {
  if (!policy.rotations[request.rotation]) return false;
  const rotation = await rotationOf(tx, policy, request.rotation, tx.now);
  const layer = request.layer ?? undefined;
  const has = (user: string, from: Instant) => stintFrom(rotation, user, from, layer) !== null;
  return has(request.user, request.mineFrom) && has(request.other, request.theirsFrom);
}

/** No answer came in time. */
export async function notAnswered(desk: Rota, tx: Tx, id: number): Promise<void> {
  const request = await store.get(tx, id);
  if (request.state === 'asked') await settle(desk, tx, request, 'over', 'unanswered');
}

type Asked = Omit<SwapRequest, 'id' | 'askedAt' | 'state' | 'settledAt'>;

const isSame = (a: Asked, b: Asked): boolean =>
  a.rotation === b.rotation &&
  a.layer === b.layer &&
  a.user === b.user &&
  a.mineFrom === b.mineFrom &&
  a.other === b.other &&
  a.theirsFrom === b.theirsFrom;

async function mustStand(
  { policy }: Rota,
  tx: Tx,
  wanted: ShiftRef,
  field: 'mine' | 'theirs',
  who: string,
): Promise<void> {
  const value = shiftValue(wanted);
  if ((await comingShifts(tx, policy, tx.now)).some((shift) => shiftValue(shift) === value)) return;
  const name = await namesOf(tx, [wanted.user]);
  const whose = wanted.user === who ? 'You do' : `${name(wanted.user)} does`;
  throw invalid(`${whose} not have that shift any more. Choose another one.`, field);
}

const make = ({ policy }: Rota, tx: Tx, asked: Asked, by: string): Promise<void> =>
  swapShifts(
    tx,
    policy,
    {
      rotation: asked.rotation,
      layer: asked.layer ?? undefined,
      user: asked.user,
      mine: asked.mineFrom,
      with: asked.other,
      theirs: asked.theirsFrom,
    },
    by,
  );

/** The request that `who` answers; null where they answered the same before. */
async function answered(tx: Tx, id: number, who: string, answer: SwapRequest['state']): Promise<SwapRequest | null> {
  await staff(tx, who, 'answer swaps');
  const request = await store.get(tx, id);
  if (request.other !== who) throw forbidden('Only whoever was asked can answer this.');
  if (request.state === answer) return null;
  await mustBeOpen(tx, request);
  return request;
}

async function mustBeOpen(tx: Tx, request: SwapRequest): Promise<void> {
  if (request.state === 'asked') return;
  const name = await namesOf(tx, [request.user, request.other]);
  const why = {
    accepted: 'The shifts are swapped already.',
    declined: `${name(request.other)} declined this swap.`,
    withdrawn: `${name(request.user)} took this back.`,
    over: 'The time to answer this is over.',
  }[request.state];
  throw conflict(`${why} \`/oncall swap\` asks for another one.`);
}
