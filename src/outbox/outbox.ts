import { type Reader, type Tx, topic } from '../db/database.ts';
import { type Content, homeLane, type Place, type PublicContent } from './post.ts';
import {
  type Audience,
  insertPost,
  isThere,
  moveLane,
  postAtPlace,
  postOf,
  removeUntried,
  unpark,
  upsertCard,
} from './store.ts';

/** A lane got something to send. */
export const postDue = topic<{ lane: string }>('post-due');

async function put(
  tx: Tx,
  write: typeof insertPost,
  audience: Audience,
  place: Place,
  content: Content,
  once: string,
): Promise<void> {
  const { channel: lane, thread = null, under = null, broadcast = false } = place;
  const changed = await write(tx, { once, audience, lane, thread, under, broadcast, content });
  if (changed) tx.announce(postDue, { lane });
}

/**
 * Owes customers a message. The same `once` again does nothing. `once` travels with the message, where apps of other
 * organisations may read it: only ids and plain words belong in it.
 */
export const tellCustomer = (tx: Tx, place: Place, content: PublicContent, once: string) =>
  put(tx, insertPost, 'customer', place, content, once);

/** Owes the team a message; it is never sent into a channel shared with another organisation. */
export const tellTeam = (tx: Tx, place: Place, content: Content, once: string) =>
  put(tx, insertPost, 'team', place, content, once);

/** Owes one person a direct message. */
export const tellPerson = (tx: Tx, userId: string, content: Content, once: string) =>
  put(tx, insertPost, 'person', { channel: userId }, content, once);

/** Owes customers a message that always shows the latest content; contents in between may never be seen. */
export const keepCustomerCard = (tx: Tx, place: Place, content: PublicContent, once: string) =>
  put(tx, upsertCard, 'customer', place, content, once);

/** Like `keepCustomerCard`, for the team. */
export const keepTeamCard = (tx: Tx, place: Place, content: Content, once: string) =>
  put(tx, upsertCard, 'team', place, content, once);

/** Owes a customer that our Home tab shows this; what it showed in between may never be seen. */
export const keepCustomerHome = (tx: Tx, userId: string, content: PublicContent) =>
  put(tx, upsertCard, 'home', { channel: homeLane(userId) }, content, homeLane(userId));

/** Like `keepCustomerHome`, for one of the team. */
export const keepStaffHome = (tx: Tx, userId: string, content: Content) =>
  put(tx, upsertCard, 'home', { channel: homeLane(userId) }, content, homeLane(userId));

/** Like `keepCustomerCard`, as a direct message to one person. */
export const keepPersonCard = (tx: Tx, userId: string, content: Content, once: string) =>
  put(tx, upsertCard, 'person', { channel: userId }, content, once);

/** Where a message stands in Slack, `thread` being its parent's ts; null as long as it is not posted. */
export async function whereIs(
  on: Reader,
  once: string,
): Promise<{ channel: string; ts: string; thread: string | null } | null> {
  const row = await postOf(on, once);
  return row?.channel && row.ts ? { channel: row.channel, ts: row.ts, thread: row.thread } : null;
}

/** The `once` of our own message at this place; null for messages of others. */
export const postAt = async (on: Reader, channel: string, ts: string): Promise<string | null> =>
  (await postAtPlace(on, channel, ts))?.once ?? null;

/** Takes back a message that was not sent yet; false when it was, or may have been. Taken back, its name is free again. */
export const withdraw = (tx: Tx, once: string): Promise<boolean> => removeUntried(tx, once);

/** Whether a message of this name was ever put, sent or not. */
export const isOwed = (on: Reader, once: string): Promise<boolean> => isThere(on, once);

/** Everything of a channel follows it to its new id; what could not be sent under the old one is tried again. */
export async function moveChannel(tx: Tx, from: string, to: string): Promise<void> {
  await moveLane(tx, from, to);
  await unpark(tx, to);
  tx.announce(postDue, { lane: to });
}
