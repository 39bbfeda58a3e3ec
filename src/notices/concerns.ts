import type { Instant } from '../clock.ts';
import { openRequests } from '../cover-requests/service.ts';
import type { Tx } from '../db/database.ts';
import { keepPersonCard, tellPerson } from '../outbox/outbox.ts';
import type { Policy } from '../policy/policy.ts';
import { byTheirHours } from '../rotations/reachable.ts';
import { leadsNow } from '../rotations/service.ts';
import { namesOf, peopleById, zoneOf } from '../slack/people.ts';
import { HOUR } from '../time/duration.ts';
import { type Concern, compared, concernsOf, isUrgent, overlaps, type Part, type ToldConcern } from './concern.ts';
import { isOfficeTime, type Watched } from './notice.ts';
import * as store from './store.ts';
import * as views from './views.ts';

/**
 * Tells what is wrong with who serves in the next days, each matter once, and brings what was told up to date. What can wait is
 * told on a working day, and absences, while somebody is `changing` things, at the next look: most are seen to at once.
 */
export async function lookForConcerns(
  policy: Policy,
  tx: Tx,
  all: readonly Watched[],
  changing: boolean,
): Promise<void> {
  const users = all.flatMap(({ rotation }) => [
    ...rotation.members.flatMap((list) => list.users),
    ...rotation.overrides.map(({ user }) => user),
  ]);
  const known = await peopleById(tx, users);
  const found = all.flatMap((each) => concernsOf(each, (user) => known.get(user)?.deleted ?? false, tx.now));
  const { fresh, changed, again } = compared(found, await store.open(tx), tx.now, await asked(tx));
  for (const { told, parts } of changed) await bringUpToDate(policy, tx, told, parts);
  for (const told of await store.open(tx)) if (told.waiting.length > 0) await tellWaiting(policy, tx, told);
  const byKey = new Map(all.map((each) => [each.terms.key, each]));
  for (const concern of fresh) {
    const about = byKey.get(concern.rotation);
    const now = about && !(changing && concern.kind === 'absence') && isOfficeTime(about, tx.now);
    if (about && (now || isUrgent(concern, about, tx.now))) await tell(policy, tx, concern);
  }
  for (const told of again) {
    const about = byKey.get(told.rotation);
    if (about && isOfficeTime(about, tx.now)) await tellAgain(policy, tx, told);
  }
}

/** So long before it somebody must hear of it, to find another. */
const TIME_TO_ACT = 2 * HOUR;

/** Which shifts others were asked to take. */
async function asked(tx: Tx): Promise<(concern: Concern, part: Part) => boolean> {
  const open = await openRequests(tx);
  return ({ rotation, user }, part) =>
    open.some((each) => each.rotation === rotation && each.user === user && overlaps(each, part));
}

async function tell(policy: Policy, tx: Tx, concern: Concern): Promise<void> {
  const own = concern.kind === 'absence' && concern.user ? [concern.user] : [];
  const people = [...new Set([...own, ...(await leadsNow(tx, policy))])];
  await show(policy, tx, await store.insert(tx, concern, await hearingOf(policy, tx, concern, people)));
}

/**
 * Who hears it now, of all these: those who can be written to at this hour. What comes too soon for the first of the others' hours, and
 * no lead can be told of, comes at any hour.
 */
async function hearingOf(
  policy: Policy,
  tx: Tx,
  { kind, user, parts }: Concern,
  people: readonly string[],
): Promise<store.Hearing> {
  const { reached, later } = await byTheirHours(tx, policy, people, tx.now);
  const isOwn = (person: string) => kind === 'absence' && person === user;
  const inTime = Math.min(...later.values()) + TIME_TO_ACT;
  const isUrgent = parts.some(({ from }) => from < inTime);
  const isHeard = reached.some((person) => !isOwn(person));
  const called = [...later.keys()].filter((person) => isUrgent && (isOwn(person) || !isHeard));
  return { told: [...reached, ...called], waiting: [...later.keys()].filter((person) => !called.includes(person)) };
}

/** Somebody may be reached by now who could not be when it was told, or it comes sooner. */
async function tellWaiting(policy: Policy, tx: Tx, concern: ToldConcern): Promise<void> {
  const people = [...new Set([...concern.told, ...concern.waiting])];
  const hearing = await hearingOf(policy, tx, concern, people);
  const told = [...new Set([...concern.told, ...hearing.told])];
  if (told.length === concern.told.length) return;
  await store.keepHearing(tx, concern.id, { told, waiting: people.filter((user) => !told.includes(user)) });
  await show(policy, tx, { ...concern, told });
}

/** When the hours begin of the next who waits to hear of something; null where nobody does. */
export async function nextHearing(policy: Policy, tx: Tx): Promise<Instant | null> {
  const waiting = (await store.open(tx)).flatMap((concern) => concern.waiting);
  const { later } = await byTheirHours(tx, policy, waiting, tx.now);
  return later.size > 0 ? Math.min(...later.values()) : null;
}

async function tellAgain(policy: Policy, tx: Tx, told: ToldConcern): Promise<void> {
  const { reached } = await byTheirHours(tx, policy, await leadsNow(tx, policy), tx.now);
  if (reached.length > 0) await store.toldAgain(tx, told.id);
  for (const user of reached) {
    const said = views.stillEmpty(told.rotation, await saying(policy, tx, told, user));
    await tellPerson(tx, user, said, `concern-${told.id}-again-${user}`);
  }
}

/** What is over is left as it stands; only what somebody settled is said to be. */
async function bringUpToDate(policy: Policy, tx: Tx, told: ToldConcern, parts: ToldConcern['parts']): Promise<void> {
  if (parts.length > 0) {
    await store.keepParts(tx, told.id, parts);
    return show(policy, tx, { ...told, parts });
  }
  await store.settle(tx, told.id);
  const settled = told.parts.filter((part) => part.to > tx.now);
  if (told.kind === 'empty' || settled.length > 0) await show(policy, tx, { ...told, parts: settled }, true);
}

async function show(policy: Policy, tx: Tx, told: ToldConcern, settled = false): Promise<void> {
  for (const user of told.told) {
    const say = await saying(policy, tx, told, user);
    const card = settled ? views.settledCard(told, say) : views.concernCard(told, say, user === told.user);
    await keepPersonCard(tx, user, card, `concern-${told.id}-${user}`);
  }
}

async function saying(policy: Policy, tx: Tx, { user }: Concern, reader: string): Promise<views.Saying> {
  return {
    name: await namesOf(tx, [user]),
    zone: await zoneOf(tx, reader, policy.timezone),
    label: (key) => policy.rotations[key]?.label ?? key,
  };
}
