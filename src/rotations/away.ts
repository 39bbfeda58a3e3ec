import type { Instant } from '../clock.ts';
import { roleOf } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import { conflict, forbidden, invalid, notFound } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import { namesOf } from '../slack/people.ts';
import { type Mrkdwn, md } from '../slack/text.ts';
import { setTimer } from '../timers/timers.ts';
import type { KeptAbsence } from './absence.ts';
import type { NewRotationChange } from './history.ts';
import { shiftsChanged } from './jobs.ts';
import type { Rotation } from './rotation.ts';
import { mustBeInSight, mustBeStaff, rotationOf, staff } from './service.ts';
import * as store from './store.ts';
import { tellMoved } from './telling.ts';

/** A stretch in which somebody is away. `note` is for the team. */
export interface Away {
  user: string;
  from: Instant;
  to: Instant;
  note?: string | undefined;
}

/**
 * Notes that somebody is away, from now on at the earliest. Where the policy passes over whoever is away, those whose next
 * shift moved hear of it. People note their own absences, leads everybody's. The same stretch again answers the one there is.
 */
export async function addAbsence(tx: Tx, policy: Policy, wanted: Away, by: string): Promise<KeptAbsence> {
  await ownOrLead(tx, wanted.user, by);
  if (wanted.to <= wanted.from) throw invalid('The end must lie after the start.', 'to');
  if (wanted.to <= tx.now) throw invalid('That time is over. Note an absence before it ends.', 'to');
  mustBeInSight(wanted.to, tx.now, 'to');
  await mustBeStaff(tx, wanted.user, 'user');
  const known = (await store.absences(tx, tx.now)).find((each) => isSame(each, wanted));
  if (known) return known;
  return withChange(tx, policy, by, async () => {
    const { user, to, note = null } = wanted;
    const from = Math.max(wanted.from, tx.now);
    const kept = await store.addAbsence(tx, { user, from, to, note, createdAt: tx.now, createdBy: by });
    const why = md`${(await namesOf(tx, [user]))(user)} is away`;
    return { kept, why, change: { kind: 'absence_added', data: dataOf(kept) } };
  });
}

/** Ends an absence now; one that has not begun goes away. For whoever is away, and leads. */
export async function endAbsence(tx: Tx, policy: Policy, id: number, by: string): Promise<void> {
  const kept = await store.absence(tx, id);
  if (!kept) throw notFound('That absence is gone already.');
  await ownOrLead(tx, kept.user, by);
  if (kept.to <= tx.now) throw conflict('That absence is over already, so it stays as it was.');
  await withChange(tx, policy, by, async () => {
    await store.endAbsence(tx, kept, tx.now);
    const why = md`${(await namesOf(tx, [kept.user]))(kept.user)} is not away after all`;
    return { kept, why, change: { kind: 'absence_ended', data: { ...dataOf(kept), endedAt: tx.now } } };
  });
}

/** Absences that end after `since`, by their start: everybody's, or one person's. */
export async function absencesOf(on: Reader, since: Instant, user?: string): Promise<KeptAbsence[]> {
  const all = await store.absences(on, since);
  return user === undefined ? all : all.filter((each) => each.user === user);
}

const isSame = (kept: KeptAbsence, wanted: Away): boolean =>
  kept.user === wanted.user &&
  kept.to === wanted.to &&
  (kept.from === wanted.from || (kept.from > wanted.from && kept.from === kept.createdAt));

const dataOf = ({ id, user, from, to, note }: KeptAbsence) => ({ absenceId: id, user, from, to, note });

async function ownOrLead(tx: Tx, user: string, by: string): Promise<void> {
  await staff(tx, by, 'note absences');
  if (user !== by && (await roleOf(tx, by)) !== 'lead')
    throw forbidden('You can note your own absences. For somebody else, ask them or a lead.');
}

/** Makes a change in every rotation at once, and tells those whose next shift it moved anywhere. */
async function withChange(
  tx: Tx,
  policy: Policy,
  by: string,
  work: () => Promise<{ kept: KeptAbsence; why: Mrkdwn; change: NewRotationChange }>,
): Promise<KeptAbsence> {
  const all = async () => {
    const read = new Map<string, Rotation>();
    for (const key of Object.keys(policy.rotations)) read.set(key, await rotationOf(tx, policy, key, tx.now));
    return read;
  };
  const before = await all();
  const { kept, why, change } = await work();
  const seq = await store.record(tx, change, null, by);
  const after = await all();
  for (const { key, label, timezone: zone } of Object.values(policy.rotations)) {
    const was = before.get(key) as Rotation;
    const is = after.get(key) as Rotation;
    if (!serves(was, kept.user)) continue;
    await setTimer(tx, shiftsChanged, {}, tx.now);
    await tellMoved(tx, { label, zone }, { before: was, after: is }, { by, why, cause: `moved-${seq}-${key}` });
  }
  return kept;
}

const serves = ({ members, overrides }: Rotation, user: string): boolean =>
  members.some((list) => list.users.includes(user)) || overrides.some((each) => each.user === user);
