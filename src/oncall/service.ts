import type { Tx } from '../db/database.ts';
import type { Content } from '../outbox/post.ts';
import type { Policy } from '../policy/policy.ts';
import { type Cover, cover, currentMembers, lead, termsOf } from '../rotations/service.ts';
import { section } from '../slack/blocks.ts';
import { noteView } from '../slack/ids.ts';
import type { Answer } from '../slack/listener.ts';
import { namesOf } from '../slack/people.ts';
import { boardAt, comingShifts, shiftsOf } from './board.ts';
import * as views from './views.ts';

const NEXT_SHIFTS = 3;

interface Rota {
  readonly policy: Policy;
}

/** Who is on now, everywhere. */
export async function now({ policy }: Rota, tx: Tx): Promise<Content> {
  const board = await boardAt(tx, policy, tx.now);
  const users = board.lines.flatMap(({ duty, next }) => [duty.user, next?.user]);
  return views.board(board, await saying(policy, tx, [...users, ...board.leads]));
}

/** What `who` serves now and next. */
export async function mine({ policy }: Rota, tx: Tx, who: string): Promise<Content> {
  return views.own(await shiftsOf(tx, policy, who, tx.now), await saying(policy, tx, []));
}

/** Who comes next, everywhere. */
export async function next({ policy }: Rota, tx: Tx): Promise<Content> {
  const coming = await comingShifts(tx, policy, tx.now, NEXT_SHIFTS);
  const users = coming.flatMap(({ now, shifts, covers }) => [
    now,
    ...shifts.map((shift) => shift.user),
    ...covers.flatMap((each) => [each.user, each.replaces]),
  ]);
  return views.coming(coming, await saying(policy, tx, users));
}

/** Puts somebody on for a while, and says so to whoever arranged it. */
export async function arrangeCover({ policy }: Rota, tx: Tx, wanted: Cover, who: string): Promise<Answer> {
  const kept = await cover(tx, policy, wanted, who);
  const label = policy.rotations[kept.rotation]?.label ?? kept.rotation;
  const say = await saying(policy, tx, [kept.user, kept.replaces]);
  return { update: noteView('Cover a shift', [section(views.coverLine(kept, label, say))]) };
}

/** The form for who serves in a rotation. Leads only. */
export async function openOrder({ policy }: Rota, tx: Tx, rotation: string, who: string): Promise<Answer> {
  await lead(tx, who);
  return { open: views.orderModal(termsOf(policy, rotation), await currentMembers(tx, rotation)) };
}

async function saying(policy: Policy, tx: Tx, users: (string | null | undefined)[]): Promise<views.Saying> {
  return { name: await namesOf(tx, users), zone: policy.timezone, now: tx.now };
}
