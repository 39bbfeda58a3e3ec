import type { Instant } from '../clock.ts';
import { leads, roleOf } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import { forbidden, invalid } from '../errors.ts';
import { entryOf, type Policy, type RotationRole, type RotationRule as RotationTerms } from '../policy/policy.ts';
import { namesOf, peopleById, personById } from '../slack/people.ts';
import { md } from '../slack/text.ts';
import { DAY } from '../time/duration.ts';
import { setTimer } from '../timers/timers.ts';
import type { NewRotationChange, RotationChange } from './history.ts';
import { shiftsChanged } from './jobs.ts';
import type { KeptOverride } from './override.ts';
import { type OnDuty, type Rotation, whoIsOn } from './rotation.ts';
import type { RotationRule } from './rule.ts';
import * as store from './store.ts';
import { tellMoved } from './telling.ts';

/** Shifts are looked for a year back, so older overrides and absences cannot matter. */
const EXCEPTIONS_BACK_MS = 400 * DAY;

/** Nobody plans further ahead. */
export const SIGHT_MS = 2 * 366 * DAY;

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

/** The lead on duty, or every lead where none is. Closed accounts lead nobody. */
export async function leadsNow(tx: Tx, policy: Policy): Promise<string[]> {
  const onDuty = await withAccount(tx, await onRole(tx, policy, 'lead', tx.now));
  return onDuty.length > 0 ? onDuty : withAccount(tx, await leads(tx));
}

async function withAccount(on: Reader, users: string[]): Promise<string[]> {
  const known = await peopleById(on, users);
  return users.filter((user) => !known.get(user)?.deleted);
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
  for (const user of users) await mustBeAbleToServe(tx, user, 'users');
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

/** Keeps a change in the history, and has all that goes by who is on follow. Answers its number. */
export async function changed(tx: Tx, key: string, by: string | null, change: NewRotationChange): Promise<number> {
  await setTimer(tx, shiftsChanged, {}, tx.now);
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

/** Throws `invalid` for anybody who is not staff, or whose Slack account is closed. */
export async function mustBeAbleToServe(tx: Tx, user: string, field: string): Promise<void> {
  await mustBeStaff(tx, user, field);
  const person = await personById(tx, user);
  if (person?.deleted)
    throw invalid(`${person.name}'s Slack account is closed, so they can't serve. Choose somebody else.`, field);
}

/** Throws `invalid` for what ends further ahead than shifts are looked for, which takes the longer the further it is. */
export function mustBeInSight(to: Instant, now: Instant, field: string): void {
  if (to > now + SIGHT_MS) throw invalid('That is more than two years ahead. Choose an earlier end.', field);
}

/** The overrides of a rotation that end after `since`, in order of creation. */
export const overridesOf = (on: Reader, key: string, since: Instant): Promise<KeptOverride[]> =>
  store.overrides(on, key, since);

/** Throws `forbidden` for anybody who isn't a lead. */
export async function lead(on: Reader, who: string): Promise<void> {
  if ((await roleOf(on, who)) !== 'lead')
    throw forbidden('Only leads can change who serves in a rotation. Ask a lead.');
}

/** Throws `forbidden` for anybody who isn't staff; `what` completes "can …". */
export async function staff(on: Reader, who: string, what: string): Promise<void> {
  if ((await roleOf(on, who)) === 'customer') throw forbidden(`Only support staff can ${what}.`);
}
