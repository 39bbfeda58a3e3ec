import type { Instant } from '../clock.ts';
import { leads, roleOf } from '../customers/service.ts';
import { type Reader, type Tx, topic } from '../db/database.ts';
import { conflict, forbidden, invalid, notFound } from '../errors.ts';
import { entryOf, type Policy, type RotationRole, type RotationRule as RotationTerms } from '../policy/policy.ts';
import { namesOf, personById } from '../slack/people.ts';
import { md } from '../slack/text.ts';
import { DAY } from '../time/duration.ts';
import type { NewRotationChange, RotationChange } from './history.ts';
import type { KeptOverride } from './override.ts';
import { type OnDuty, type Rotation, shifts, whoIsOn } from './rotation.ts';
import type { RotationRule } from './rule.ts';
import { touchedBy } from './stint.ts';
import * as store from './store.ts';
import { coverEndedNotice, coverNotice, type Saying, tellAll, tellMoved } from './telling.ts';

/** Shifts are looked for a year back, so older overrides and absences cannot matter. */
const EXCEPTIONS_BACK_MS = 400 * DAY;

/** Who is on in a rotation, now or later, is no longer what it was: ends of shifts must be looked for again. */
export const rotationChanged = topic<{ rotation: string }>('rotation-changed');

const rules = new WeakMap<RotationTerms, RotationRule>();

/** The rule of a rotation out of the policy; one object per policy, since what follows from a rule is remembered with it. */
function ruleOf(terms: RotationTerms): RotationRule {
  const known = rules.get(terms);
  if (known) return known;
  const { timezone, handoff, anchor, windows, turns, calendar, layers, absences } = terms;
  const rule = { timezone, handoff, anchor, windows, turns, holidays: calendar?.holidays ?? [], layers, absences };
  rules.set(terms, rule);
  return rule;
}

/** The policy's word on a rotation. Throws `invalid` for an unknown key. */
export const termsOf = (policy: Policy, key: string): RotationTerms =>
  entryOf(Object.values(policy.rotations), key, 'rotation');

/** The rotations as they were read last, so that what was worked out of one holds as long as nothing in it changes. */
const readLately = new WeakMap<RotationRule, { rotation: Rotation; text: string }>();

/** A rotation with its people, for questions about times from a year before `at` on. Throws `invalid` for an unknown key. */
export async function rotationOf(on: Reader, policy: Policy, key: string, at: Instant): Promise<Rotation> {
  const rule = ruleOf(termsOf(policy, key));
  const since = at - EXCEPTIONS_BACK_MS;
  const read = {
    members: await store.memberLists(on, key),
    overrides: await store.overrides(on, key, since),
    absences: await store.absences(on, since),
  };
  const text = JSON.stringify(read);
  const known = readLately.get(rule);
  if (known?.text === text) return known.rotation;
  const rotation = { rule, ...read };
  readLately.set(rule, { rotation, text });
  return rotation;
}

/** Who is on in one rotation at `at`, since when, until when, and why. Throws `invalid` for an unknown key or layer. */
export async function onNow(on: Reader, policy: Policy, key: string, at: Instant, layer?: string): Promise<OnDuty> {
  return whoIsOn(await rotationOf(on, policy, key, at), at, layer);
}

/**
 * Who plays a part at `at`, each once, on the first layer; where a rotation has a gap, whoever is on in the one that carries
 * its nights.
 */
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
    const duty = await onNow(on, policy, terms.key, at);
    const carried = duty.user === null && terms.night ? await onNow(on, policy, terms.night, at) : duty;
    if (carried.user !== null) found.push({ user: carried.user, until: carried.until });
  }
  return found;
}

/** Sets who serves, in order; whoever is on now stays on to the end of the turn. Leads only. The same order again does nothing. */
export async function setMembers(tx: Tx, policy: Policy, key: string, users: string[], by: string): Promise<void> {
  await lead(tx, by);
  const terms = termsOf(policy, key);
  for (const user of users) await mustBeStaff(tx, user, 'users');
  await changeMembers(tx, policy, terms, users, by);
}

/**
 * Follows a rotation's member list by another from now on, and tells those whose next shift it moved; the first list tells
 * nobody, and the same order again does nothing. `by` is null for the desk. Throws `invalid` for a double name.
 */
export async function changeMembers(
  tx: Tx,
  policy: Policy,
  { key, label, timezone }: RotationTerms,
  users: string[],
  by: string | null,
): Promise<void> {
  if (new Set(users).size !== users.length)
    throw invalid(`${label} names somebody twice. Everybody has one place in the order.`, 'users');
  const members = [...(await currentMembers(tx, key))];
  if (sameOrder(members, users)) return;
  const before = await rotationOf(tx, policy, key, tx.now);
  await store.addMembers(tx, key, { from: tx.now, users });
  const change = await changed(tx, key, by, { kind: 'members_changed', data: { before: members, after: users } });
  if (before.members.length === 0) return;
  const after = await rotationOf(tx, policy, key, tx.now);
  const why = by ? md`${(await namesOf(tx, [by]))(by)} changed the order` : md`the list of people was read in again`;
  await tellMoved(tx, { label, zone: timezone }, { before, after }, { by, why, cause: `moved-${change}` });
}

/** Keeps a change in the history and wakes whoever plans by it. Answers its number. */
export async function changed(tx: Tx, key: string, by: string | null, change: NewRotationChange): Promise<number> {
  tx.announce(rotationChanged, { rotation: key });
  return store.record(tx, change, key, by);
}

/** The newest changes to who serves, newest first: of one rotation, or of all in the policy; absences stand with both. */
export const newestChanges = (on: Reader, policy: Policy, count: number, key?: string): Promise<RotationChange[]> =>
  store.newestChanges(on, key === undefined ? Object.keys(policy.rotations) : [termsOf(policy, key).key], count);

/** Who serves in turn by the newest list. */
export async function currentMembers(on: Reader, key: string): Promise<readonly string[]> {
  return (await store.memberLists(on, key)).at(-1)?.users ?? [];
}

const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((user, index) => user === b[index]);

/** Throws `invalid` for anybody who is not staff. */
export async function mustBeStaff(tx: Tx, user: string, field: string): Promise<void> {
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
  /** On the first layer unless another is named. */
  layer?: string | undefined;
}

/**
 * Puts somebody on for a stretch, and tells everybody whose time on it changes. Staff only. The same stretch for the same
 * people again answers the one that is there.
 */
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
  const before = await rotationOf(tx, policy, wanted.rotation, tx.now);
  const { replaces, layer } = wanted;
  if (replaces && !shifts(before, wanted.from, wanted.to, layer).some((shift) => shift.user === replaces))
    throw invalid(
      `They are not on in ${label} then, so nothing would change. Choose another time or person.`,
      'replaces',
    );
  const from = Math.max(wanted.from, tx.now);
  const kept = await store.addOverride(tx, { ...wanted, from, createdAt: tx.now, createdBy: by });
  await changed(tx, kept.rotation, by, { kind: 'cover_made', data: coverData(kept) });
  const after = await rotationOf(tx, policy, kept.rotation, tx.now);
  const say = await sayingOf(tx, policy, kept, [by]);
  const concerned = [kept.user, kept.replaces ?? kept.user, ...touchedBy(before, after, kept, layer)];
  await tellAll(tx, concerned, { by, cause: `cover-${kept.id}`, say: () => coverNotice(kept, say) });
  return kept;
}

const coverData = ({ id, user, from, to, replaces, layer }: KeptOverride) => ({
  coverId: id,
  user,
  from,
  to,
  ...(replaces === undefined ? {} : { replaces }),
  ...(layer === undefined ? {} : { layer }),
});

/** What it takes to say a cover. */
async function sayingOf(tx: Tx, policy: Policy, kept: KeptOverride, users: string[]): Promise<Saying> {
  const terms = policy.rotations[kept.rotation];
  const name = await namesOf(tx, [kept.user, kept.replaces, ...users]);
  return { name, label: terms?.label ?? kept.rotation, zone: terms?.timezone ?? policy.timezone };
}

/** The overrides of a rotation that end after `since`, in order of creation. */
export const overridesOf = (on: Reader, key: string, since: Instant): Promise<KeptOverride[]> =>
  store.overrides(on, key, since);

/** Only the newest one: an older one may have been covered by others since. */
const sameCover = (kept: KeptOverride, wanted: Cover): boolean =>
  kept.to === wanted.to &&
  kept.user === wanted.user &&
  kept.replaces === wanted.replaces &&
  kept.layer === wanted.layer &&
  (kept.from === wanted.from || (kept.from > wanted.from && kept.from === kept.createdAt));

/**
 * Takes a cover back from now on, of a swap both halves, and tells everybody whose time on it changes; what was served under
 * it stays. Staff only.
 */
export async function endCover(tx: Tx, policy: Policy, id: number, by: string): Promise<void> {
  await staff(tx, by, 'change who is on');
  const kept = await store.override(tx, id);
  if (!kept) throw notFound('That change of shift is gone already. Look at /oncall for who is on.');
  if (kept.to <= tx.now) throw conflict('That change of shift is over already, so it stays as it was.');
  const halves = kept.swap === undefined ? [kept] : await store.halvesOf(tx, kept.swap);
  for (const half of halves.filter((each) => each.to > tx.now)) await endOne(tx, policy, half, by);
}

async function endOne(tx: Tx, policy: Policy, kept: KeptOverride, by: string): Promise<void> {
  const before = await rotationIf(tx, policy, kept.rotation);
  await store.endOverride(tx, kept, tx.now);
  await changed(tx, kept.rotation, by, { kind: 'cover_ended', data: { ...coverData(kept), endedAt: tx.now } });
  const after = await rotationIf(tx, policy, kept.rotation);
  const say = await sayingOf(tx, policy, kept, [by]);
  const touched = before && after ? touchedBy(before, after, kept, kept.layer) : [];
  const cause = `cover-ended-${kept.id}`;
  await tellAll(tx, [kept.user, ...touched], { by, cause, say: () => coverEndedNotice(kept, by, say) });
}

/** Null for a rotation that the policy has no longer. */
const rotationIf = async (tx: Tx, policy: Policy, key: string): Promise<Rotation | null> =>
  policy.rotations[key] ? rotationOf(tx, policy, key, tx.now) : null;

/** Throws `forbidden` for anybody who isn't a lead. */
export async function lead(on: Reader, who: string): Promise<void> {
  if ((await roleOf(on, who)) !== 'lead')
    throw forbidden('Only leads can change who serves in a rotation. Ask a lead.');
}

/** Throws `forbidden` for anybody who isn't staff; `what` completes "can …". */
export async function staff(on: Reader, who: string, what: string): Promise<void> {
  if ((await roleOf(on, who)) === 'customer') throw forbidden(`Only support staff can ${what}.`);
}
