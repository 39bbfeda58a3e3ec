import { roleOf } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import { conflict } from '../errors.ts';
import type { Content } from '../outbox/post.ts';
import type { Policy, RotationRule as RotationTerms } from '../policy/policy.ts';
import { comingShifts } from '../rotations/coming.ts';
import { type Cover, cover } from '../rotations/cover.ts';
import { currentMembers, lead, newestChanges, staff, termsOf } from '../rotations/service.ts';
import { section } from '../slack/blocks.ts';
import { noteView } from '../slack/ids.ts';
import type { Answer } from '../slack/listener.ts';
import { namesOf, zoneOf } from '../slack/people.ts';
import { boardAt, comingTurns, ownAt, weekAhead } from './board.ts';
import { historyOf, peopleIn } from './changes.ts';
import { filledIn } from './ids.ts';
import * as views from './views.ts';

const NEXT_TURNS = 3;
const OWN_SHIFTS = 5;
const CHANGES = 15;

interface Rota {
  readonly policy: Policy;
}

/** Who is on now, everywhere. */
export async function now(desk: Rota, tx: Tx, who: string): Promise<Content> {
  const board = await boardAt(tx, desk.policy, tx.now);
  const users = board.lines.flatMap(({ duty, next }) => [duty.user, next?.user]);
  return views.board(board, await sayingTo(desk, tx, who, [...users, ...board.leads]));
}

/** What `who` serves now and next. */
export async function mine(desk: Rota, tx: Tx, who: string): Promise<Content> {
  const { policy } = desk;
  const known = { board: await boardAt(tx, policy, tx.now), coming: await comingShifts(tx, policy, tx.now) };
  const own = await ownAt(tx, policy, who, tx.now, known, OWN_SHIFTS);
  return views.own(own, await sayingTo(desk, tx, who, []));
}

/** Who comes next, everywhere. */
export async function next(desk: Rota, tx: Tx, who: string): Promise<Content> {
  const coming = await comingTurns(tx, desk.policy, tx.now, NEXT_TURNS);
  const users = coming.flatMap(({ layers, covers }) => [
    ...layers.flatMap(({ now, turns }) => [now, ...turns.map(({ user }) => user)]),
    ...covers.flatMap((each) => [each.user, each.replaces]),
  ]);
  return views.coming(coming, await sayingTo(desk, tx, who, users), (await roleOf(tx, who)) === 'lead');
}

/** The next seven days, everywhere. */
export async function week(desk: Rota, tx: Tx, who: string): Promise<Content> {
  const weeks = await weekAhead(tx, desk.policy, tx.now);
  const users = weeks.flatMap(({ stints }) => stints.map(({ user }) => user));
  return views.week(weeks, await sayingTo(desk, tx, who, users));
}

/** Who changed what lately. */
export async function history(desk: Rota, tx: Tx, who: string): Promise<Content> {
  const changes = await newestChanges(tx, desk.policy, CHANGES);
  return historyOf(changes, desk.policy, await sayingTo(desk, tx, who, changes.flatMap(peopleIn)));
}

/** The form for putting somebody on for a while, filled in as far as is known. Staff only. */
export async function coverForm({ policy }: Rota, tx: Tx, given: Partial<Cover>, who: string): Promise<Answer> {
  await staff(tx, who, 'change who is on');
  return { open: views.coverModal(rotationsOf(policy), given) };
}

function rotationsOf({ rotations }: Policy): RotationTerms[] {
  if (Object.keys(rotations).length > 0) return Object.values(rotations);
  throw conflict('The policy has no rotations yet, so there is no shift to cover.');
}

/** The form anew, for the rotation that was chosen, with all that was filled in. */
export async function coverFormAgain(
  { policy }: Rota,
  tx: Tx,
  values: Record<string, unknown>,
  who: string,
): Promise<Answer> {
  await staff(tx, who, 'change who is on');
  return { update: views.coverModal(rotationsOf(policy), filledIn.parse(values)) };
}

/** Puts somebody on for a while, and says so to whoever arranged it. */
export async function arrangeCover(desk: Rota, tx: Tx, wanted: Cover, who: string): Promise<Answer> {
  const { layers } = termsOf(desk.policy, wanted.rotation);
  const layer = layers.length > 1 ? (wanted.layer ?? layers[0]) : undefined;
  const kept = await cover(tx, desk.policy, { ...wanted, layer }, who);
  const label = desk.policy.rotations[kept.rotation]?.label ?? kept.rotation;
  const say = await sayingTo(desk, tx, who, [kept.user, kept.replaces]);
  return { update: noteView('Cover a shift', [section(views.coverLine(kept, label, say))]) };
}

/** The form for who serves in a rotation. Leads only. */
export async function openOrder({ policy }: Rota, tx: Tx, rotation: string, who: string): Promise<Answer> {
  await lead(tx, who);
  return { open: views.orderModal(termsOf(policy, rotation), await currentMembers(tx, rotation)) };
}

/** What it takes to name people and times to one reader. */
async function sayingTo(
  { policy }: Rota,
  tx: Tx,
  reader: string,
  users: (string | null | undefined)[],
): Promise<views.Saying> {
  return { name: await namesOf(tx, users), zone: await zoneOf(tx, reader, policy.timezone), now: tx.now };
}
