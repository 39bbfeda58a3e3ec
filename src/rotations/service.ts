import type { Instant } from '../clock.ts';
import { leads, roleOf } from '../customers/service.ts';
import { type Reader, type Tx, topic } from '../db/database.ts';
import { conflict, forbidden, invalid, notFound } from '../errors.ts';
import { entryOf, type Policy, type RotationRole, type RotationRule as RotationTerms } from '../policy/policy.ts';
import { personById } from '../slack/people.ts';
import { DAY } from '../time/duration.ts';
import type { KeptOverride } from './override.ts';
import { type OnDuty, type Rotation, shifts, whoIsOn } from './rotation.ts';
import type { RotationRule } from './rule.ts';
import { serving } from './serving.ts';
import * as store from './store.ts';

/** Shifts are looked for a year back, so older overrides cannot matter. */
const OVERRIDES_BACK_MS = 400 * DAY;

/** Who is on in a rotation, now or later, is no longer what it was: ends of shifts must be looked for again. */
export const rotationChanged = topic<{ rotation: string }>('rotation-changed');

const rules = new WeakMap<RotationTerms, RotationRule>();

/** The rule of a rotation out of the policy; one object per policy, since what follows from a rule is remembered with it. */
function ruleOf(terms: RotationTerms): RotationRule {
  const known = rules.get(terms);
  if (known) return known;
  const { timezone, handoff, anchor, windows, turns, calendar } = terms;
  const rule = { timezone, handoff, anchor, windows, turns, holidays: calendar?.holidays ?? [] };
  rules.set(terms, rule);
  return rule;
}

/** The policy's word on a rotation. Throws `invalid` for an unknown key. */
export const termsOf = (policy: Policy, key: string): RotationTerms =>
  entryOf(Object.values(policy.rotations), key, 'rotation');

/** A rotation with its people, for questions about times from a year before `at` on. Throws `invalid` for an unknown key. */
export async function rotationOf(on: Reader, policy: Policy, key: string, at: Instant): Promise<Rotation> {
  return {
    rule: ruleOf(termsOf(policy, key)),
    members: await store.memberLists(on, key),
    overrides: await store.overrides(on, key, at - OVERRIDES_BACK_MS),
  };
}

/** Who is on in one rotation at `at`, since when, until when, and why. Throws `invalid` for an unknown key. */
export async function onNow(on: Reader, policy: Policy, key: string, at: Instant): Promise<OnDuty> {
  return whoIsOn(await rotationOf(on, policy, key, at), at);
}

/** Who plays a part at `at`, each once; where a rotation has a gap, whoever is on in the one that carries its nights. */
export async function onRole(on: Reader, policy: Policy, role: RotationRole, at: Instant): Promise<string[]> {
  const found = await dutiesOf(on, policy, role, at);
  return [...new Set(found.map((duty) => duty.user))];
}

/** The first line at `at`, or whoever carries its nights; null when nobody is on. */
export async function firstLineNow(on: Reader, policy: Policy, at: Instant): Promise<Served | null> {
  const [duty] = await dutiesOf(on, policy, 'first_line', at);
  return duty ?? null;
}

/** The lead on duty, or every lead where none is. */
export async function leadsNow(tx: Tx, policy: Policy): Promise<string[]> {
  const onDuty = await onRole(tx, policy, 'lead', tx.now);
  return onDuty.length > 0 ? onDuty : leads(tx);
}

/** Somebody who is on, and until when; null: no end within a year. */
interface Served {
  user: string;
  until: Instant | null;
}

async function dutiesOf(on: Reader, policy: Policy, role: RotationRole, at: Instant): Promise<Served[]> {
  const found: Served[] = [];
  for (const terms of Object.values(policy.rotations).filter((each) => each.role === role)) {
    const duty = serving(await rotationOf(on, policy, terms.key, at), at);
    const carried =
      duty.user === null && terms.night ? serving(await rotationOf(on, policy, terms.night, at), at) : duty;
    if (carried.user !== null) found.push({ user: carried.user, until: carried.until });
  }
  return found;
}

/** Sets who serves, in order; whoever is on now stays on to the end of the turn. Leads only. The same order again does nothing. */
export async function setMembers(tx: Tx, policy: Policy, key: string, users: string[], by: string): Promise<void> {
  await lead(tx, by);
  const terms = termsOf(policy, key);
  for (const user of users) await mustBeStaff(tx, user, 'users');
  await changeMembers(tx, terms, users);
}

/** Follows a rotation's member list by another from now on; the same order again does nothing. Throws `invalid` for a double name. */
export async function changeMembers(tx: Tx, { key, label }: RotationTerms, users: string[]): Promise<void> {
  if (new Set(users).size !== users.length)
    throw invalid(`${label} names somebody twice. Everybody has one place in the order.`, 'users');
  if (sameOrder(await currentMembers(tx, key), users)) return;
  await store.addMembers(tx, key, { from: tx.now, users });
  tx.announce(rotationChanged, { rotation: key });
}

/** Who serves in turn by the newest list. */
export async function currentMembers(on: Reader, key: string): Promise<readonly string[]> {
  return (await store.memberLists(on, key)).at(-1)?.users ?? [];
}

const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((user, index) => user === b[index]);

async function mustBeStaff(tx: Tx, user: string, field: string): Promise<void> {
  if ((await roleOf(tx, user)) !== 'customer') return;
  const name = (await personById(tx, user))?.name ?? user;
  throw invalid(`${name} is not support staff, so they can't serve. Choose somebody who is.`, field);
}

/** A change of who is on for a stretch of time. Without `replaces` it covers everybody, and gaps. */
export interface Cover {
  rotation: string;
  from: Instant;
  to: Instant;
  user: string;
  replaces?: string | undefined;
}

/** Puts somebody on for a stretch. Staff only. The same stretch for the same people again answers the one that is there. */
export async function cover(tx: Tx, policy: Policy, wanted: Cover, by: string): Promise<KeptOverride> {
  await staff(tx, by, 'change who is on');
  const { label } = termsOf(policy, wanted.rotation);
  if (wanted.to <= wanted.from) throw invalid('The end must lie after the start.', 'to');
  if (wanted.to <= tx.now) throw invalid(`That time is over. What was in ${label} stays as it was.`, 'to');
  if (wanted.replaces === wanted.user)
    throw invalid('Nobody can stand in for themselves. Choose somebody else.', 'user');
  await mustBeStaff(tx, wanted.user, 'user');
  const newest = (await store.overrides(tx, wanted.rotation, tx.now)).at(-1);
  if (newest && sameCover(newest, wanted)) return newest;
  const rotation = await rotationOf(tx, policy, wanted.rotation, tx.now);
  const { replaces } = wanted;
  if (replaces && !shifts(rotation, wanted.from, wanted.to).some((shift) => shift.user === replaces))
    throw invalid(
      `They are not on in ${label} then, so nothing would change. Choose another time or person.`,
      'replaces',
    );
  tx.announce(rotationChanged, { rotation: wanted.rotation });
  return store.addOverride(tx, { ...wanted, from: Math.max(wanted.from, tx.now), createdAt: tx.now, createdBy: by });
}

/** Only the newest one: an older one may have been covered by others since. */
const sameCover = (kept: KeptOverride, wanted: Cover): boolean =>
  kept.to === wanted.to &&
  kept.user === wanted.user &&
  kept.replaces === wanted.replaces &&
  (kept.from === wanted.from || (kept.from > wanted.from && kept.from === kept.createdAt));

/** The overrides of a rotation that end after `since`, in order of creation. */
export const overridesOf = (on: Reader, key: string, since: Instant): Promise<KeptOverride[]> =>
  store.overrides(on, key, since);

/** Takes a cover back from now on; what was served under it stays. Staff only. */
export async function endCover(tx: Tx, id: number, by: string): Promise<void> {
  await staff(tx, by, 'change who is on');
  const kept = await store.override(tx, id);
  if (!kept) throw notFound('That change of shift is gone already. Look at /oncall for who is on.');
  if (kept.to <= tx.now) throw conflict('That change of shift is over already, so it stays as it was.');
  await store.endOverride(tx, kept, tx.now);
  tx.announce(rotationChanged, { rotation: kept.rotation });
}

/** Throws `forbidden` for anybody who isn't a lead. */
export async function lead(on: Reader, who: string): Promise<void> {
  if ((await roleOf(on, who)) !== 'lead')
    throw forbidden('Only leads can change who serves in a rotation. Ask a lead.');
}

/** Throws `forbidden` for anybody who isn't staff; `what` completes "can …". */
export async function staff(on: Reader, who: string, what: string): Promise<void> {
  if ((await roleOf(on, who)) === 'customer') throw forbidden(`Only support staff can ${what}.`);
}
