import { createHash } from 'node:crypto';
import { roleOf, staffOf } from '../customers/service.ts';
import { inTransaction, type Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { forbidden, unavailable } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import { rotationOf, staff, termsOf } from '../rotations/service.ts';
import type { Answer } from '../slack/listener.ts';
import { namesOf, personById } from '../slack/people.ts';
import { calendarText } from './calendar.ts';
import { personEntries, type Revision, rotationEntries, type Scheduled, shownAt } from './feed.ts';
import { addressOf, hashOf, newToken } from './link.ts';
import * as store from './store.ts';
import { linksModal, type Row, someonesLinksModal } from './views.ts';

/** What links are made of. */
export interface Linking {
  readonly policy: Policy;
  /** Where people reach us from outside; undefined when nobody said so. */
  readonly publicUrl?: string | undefined;
}

/** One's own shifts, among the keys of rotations. */
const OWN = '';

/**
 * A person's calendar links. Those that are missing are made and shown, this once; of the others it is said since when they
 * work. Staff only; throws `unavailable` as long as nobody has said where we can be reached.
 */
export async function showLinks(desk: Linking, tx: Tx, who: string): Promise<Answer> {
  await staff(tx, who, 'have calendar links');
  const publicUrl = addressOrRefusal(desk);
  const has = new Set((await store.linksOf(tx, who)).map((link) => link.rotation));
  const missing = [OWN, ...Object.keys(desk.policy.rotations)].filter((rotation) => !has.has(rotation));
  const made = new Map<string, string>();
  for (const rotation of missing) made.set(rotation, await make(tx, publicUrl, who, rotation));
  return { open: linksModal(await rowsOf(desk, tx, who, made), who, desk.policy.timezone) };
}

/** Makes one of a person's links anew; the one before it ends at once. Staff only. */
export async function renewLink(desk: Linking, tx: Tx, rotation: string, who: string): Promise<Answer> {
  await staff(tx, who, 'have calendar links');
  const publicUrl = addressOrRefusal(desk);
  if (rotation !== OWN) termsOf(desk.policy, rotation);
  const made = new Map([[rotation, await make(tx, publicUrl, who, rotation)]]);
  return { update: linksModal(await rowsOf(desk, tx, who, made), who, desk.policy.timezone) };
}

/** Somebody else's links, without their addresses, for a lead to end. One's own for oneself. */
export async function showLinksOf(desk: Linking, tx: Tx, user: string, who: string): Promise<Answer> {
  if (user === who) return showLinks(desk, tx, who);
  await leadOrOneself(tx, user, who);
  const name = (await namesOf(tx, [user]))(user);
  return { open: someonesLinksModal(await rowsOf(desk, tx, user), { user, name }, desk.policy.timezone) };
}

/** Ends every link of a person at once: for whoever has them, and for leads. */
export async function endLinks(desk: Linking, tx: Tx, user: string, who: string): Promise<Answer> {
  await leadOrOneself(tx, user, who);
  await store.endLinks(tx, user);
  const name = user === who ? null : (await namesOf(tx, [user]))(user);
  return { update: someonesLinksModal([], { user, name }, desk.policy.timezone) };
}

/** Whoever is not staff any more has no links, also when they come back. */
export async function endLinksOfLeavers(tx: Tx): Promise<void> {
  await store.endAllBut(tx, await staffOf(tx));
}

/** The link with this secret; null for one that never was, was ended, or whose owner may not read it any more, which ends it. */
export async function linkBy(desk: Desk, token: string): Promise<store.Link | null> {
  const { db, policy } = desk;
  const link = await store.linkBy(db.reader, hashOf(token));
  if (!link) return null;
  const owner = await personById(db.reader, link.user);
  if ((await roleOf(db.reader, link.user)) === 'customer' || owner?.deleted) {
    await inTransaction(desk, (tx) => store.endLinks(tx, link.user));
    return null;
  }
  return link.rotation === OWN || policy.rotations[link.rotation] ? link : null;
}

/** The calendar that a link shows, as an iCalendar text. Written anew only when something in it is not what it was. */
export async function calendarOf(desk: Desk, { user, rotation }: store.Link, written: Written): Promise<string> {
  const { policy, clock } = desk;
  const range = shownAt(clock.now());
  const own = rotation === OWN;
  const shown: Scheduled[] = [];
  for (const key of own ? Object.keys(policy.rotations) : [rotation]) shown.push(await scheduled(desk, key));
  const name = await namesOf(desk.db.reader, own ? [user] : shown.flatMap((each) => [...usersOf(each.rotation)]));
  const title = own ? `${name(user)}'s shifts` : (shown[0]?.label ?? '');
  const of = JSON.stringify([title, range.today, shown.map(({ key, revision }) => [key, revision.number])]);
  const subject = own ? user : `rotation ${rotation}`;
  const known = written.get(subject);
  if (known?.of === of) return known.text;
  const entries = own ? personEntries(shown, user, range) : shown.flatMap((each) => rotationEntries(each, name, range));
  const text = await calendarText(title, entries, desk.home.teamId);
  written.set(subject, { of, text });
  return text;
}

/** The newest text of each calendar, by whose it is, and what it was made of. */
export type Written = Map<string, { of: string; text: string }>;

/** A rotation with its revision, which is counted up when anything its calendar is made of is not what it was. */
async function scheduled(desk: Desk, key: string): Promise<Scheduled> {
  const { reader } = desk.db;
  const at = desk.clock.now();
  const { label, night: nightKey, requiredHours: required } = termsOf(desk.policy, key);
  const rotation = await rotationOf(reader, desk.policy, key, at);
  const night = nightKey === null ? null : await rotationOf(reader, desk.policy, nightKey, at);
  const users = [...usersOf(rotation)];
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([label, rotation, night, required, users.map(await namesOf(reader, users))]))
    .digest('hex');
  const known = await store.revision(reader, key);
  const revision =
    known?.fingerprint === fingerprint ? known : await inTransaction(desk, (tx) => revise(tx, key, fingerprint));
  return { key, label, rotation, night, required, revision };
}

async function revise(tx: Tx, rotation: string, fingerprint: string): Promise<Revision> {
  const known = await store.revision(tx, rotation);
  if (known?.fingerprint === fingerprint) return known;
  const revised = { rotation, fingerprint, number: known ? known.number + 1 : 0, at: tx.now };
  await store.saveRevision(tx, revised);
  return revised;
}

const usersOf = ({ members, overrides }: Scheduled['rotation']): Set<string> =>
  new Set([...members.flatMap((list) => list.users), ...overrides.map((each) => each.user)]);

/** A person's links in the order of the policy; `made` holds the addresses of those just made. */
async function rowsOf(
  desk: Linking,
  tx: Tx,
  user: string,
  made: ReadonlyMap<string, string> = new Map(),
): Promise<Row[]> {
  const links = new Map((await store.linksOf(tx, user)).map((link) => [link.rotation, link.madeAt]));
  return [OWN, ...Object.keys(desk.policy.rotations)].flatMap((rotation) => {
    const madeAt = links.get(rotation);
    if (madeAt === undefined) return [];
    const label = rotation === OWN ? 'My shifts' : (desk.policy.rotations[rotation]?.label ?? rotation);
    const address = made.get(rotation);
    return [{ rotation, label, ...(address === undefined ? { madeAt } : { address }) }];
  });
}

async function make(tx: Tx, publicUrl: string, user: string, rotation: string): Promise<string> {
  const token = newToken();
  await store.saveLink(tx, { user, rotation, hash: hashOf(token) });
  return addressOf(publicUrl, token);
}

function addressOrRefusal({ publicUrl }: Linking): string {
  if (publicUrl) return publicUrl;
  throw unavailable(
    'Calendar links begin with the address at which this desk can be reached, and nobody has set it. Ask whoever runs me to set PUBLIC_URL and restart me.',
  );
}

async function leadOrOneself(tx: Tx, user: string, who: string): Promise<void> {
  if (user !== who && (await roleOf(tx, who)) !== 'lead')
    throw forbidden("Only leads can look after other people's calendar links. Your own are at `/oncall calendar`.");
}
