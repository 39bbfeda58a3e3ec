import { customers, deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { keepTeamCard, whereIs } from '../outbox/outbox.ts';
import type { Content } from '../outbox/post.ts';
import { namesOf, peopleById } from '../slack/people.ts';
import { cut, permalink } from '../slack/text.ts';
import { threadOf } from '../tickets/places.ts';
import { ticketOutlines } from '../tickets/service.ts';
import type { TicketOutline } from '../tickets/ticket.ts';
import { isFirstLine, mainOf } from './change.ts';
import { type Change, type Facts, type Handover, isUnattended, type Note } from './handover.ts';
import type { Saying } from './say.ts';
import * as store from './store.ts';
import { handoverPost, type TicketWords, type Told } from './views.ts';

/** Names stand many times in a message that Slack limits. */
const LONGEST_NAME = 40;

/** What the messages about shifts need to name these people and everything else. */
export async function saying({ policy }: Desk, tx: Tx, users: (string | null | undefined)[]): Promise<Saying> {
  const ids = users.filter((user): user is string => Boolean(user));
  const [name, known] = [await namesOf(tx, ids), await peopleById(tx, ids)];
  return {
    name: (user) => cut(name(user), LONGEST_NAME),
    isGone: (user) => known.get(user)?.deleted ?? false,
    label: (rotation) => policy.rotations[rotation]?.label ?? rotation,
    isFirstLine: (rotation) => isFirstLine(policy, rotation),
    nightOf: (rotation) => policy.rotations[policy.rotations[rotation]?.night ?? '']?.label ?? null,
    reason: (key) => policy.holdReasons.find((reason) => reason.key === key)?.label ?? key,
    zone: policy.timezone,
    acceptWithin: policy.handoverAcceptWithin,
  };
}

/** Whether nobody has work that somebody should have. */
export function needsSomebody({ policy }: Desk, change: Change, facts: Facts | null): boolean {
  const rule = policy.rotations[change.rotation];
  const closesOnPurpose = rule !== undefined && rule.windows.length > 0 && rule.night === null;
  return facts !== null && isUnattended(change, closesOnPurpose, facts.handed);
}

/** The message for changes of one instant; `facts` are those of the main one, null once its receiver is off again. */
export async function contentOf(
  desk: Desk,
  tx: Tx,
  changes: (Change & Partial<Handover>)[],
  facts: Facts | null,
  notes: Note[],
): Promise<Content> {
  const told = changes.map(
    (change): Told => ({ ...notYet(tx.now), ...change, isUnattended: needsSomebody(desk, change, facts) }),
  );
  const main = mainOf(desk.policy, told) as Told;
  const people = [
    ...told.flatMap(({ from, to, next, acceptedBy }) => [from, to, next, acceptedBy]),
    ...(facts?.handed.first.map(({ assignee }) => assignee) ?? []),
    ...(facts?.away.map(({ user }) => user) ?? []),
    ...(facts?.covers.flatMap(({ user, replaces }) => [user, replaces]) ?? []),
    ...notes.map(({ user }) => user),
  ];
  const known = new Map((await customers(tx)).map((customer) => [customer.id, customer.name]));
  return handoverPost({
    ...(await saying(desk, tx, people)),
    changes: told,
    main,
    facts,
    notes,
    ticket: await wordsOf(desk, tx, facts?.handed.first.map(({ id }) => id) ?? []),
    customer: (id) => known.get(id) ?? id,
    threadUrl: ({ channel, ts }) => permalink(desk.home, channel, ts),
  });
}

const notYet = (now: number) => ({
  id: null,
  postedAt: now,
  acceptedBy: null,
  acceptedAt: null,
  remindedAt: null,
  leadsToldAt: null,
  goneToldAt: null,
});

/** Tickets in words, by number. */
export async function wordsOf(desk: Desk, tx: Tx, ids: number[]): Promise<(id: number) => TicketWords & TicketOutline> {
  const known = new Map((await customers(tx)).map((customer) => [customer.id, customer.name]));
  const words = new Map<number, TicketWords & TicketOutline>();
  for (const ticket of ids.length > 0 ? await ticketOutlines(tx, ids) : []) {
    const thread = await threadOf(tx, ticket);
    words.set(ticket.id, {
      ...ticket,
      customer: known.get(ticket.customerId) ?? ticket.customerId,
      emoji: desk.policy.priorities.find(({ key }) => key === ticket.priority)?.emoji ?? '',
      url: thread && permalink(desk.home, ticket.channel, thread),
    });
  }
  return (id) => words.get(id) as TicketWords & TicketOutline;
}

/** What was written for the changes that one message tells of. */
export const notesOf = (tx: Tx, changes: Handover[]): Promise<Note[]> =>
  store.notes(
    tx,
    changes.map(({ id }) => id),
  );

/** Brings the message up to date: who accepted, and what people wrote. What changed hands stays as it was. */
export async function showPost(desk: Desk, tx: Tx, changes: Handover[]): Promise<void> {
  const channel = (await deskChannel(tx, 'handover')) ?? (await deskChannel(tx, 'triage'));
  const main = mainOf(desk.policy, changes);
  if (!channel || !main) return;
  const said = await contentOf(desk, tx, changes, main.facts, await notesOf(tx, changes));
  await keepTeamCard(tx, { channel }, said, main.post);
}

/** The address of the message; null as long as it is not posted. */
export async function postUrl(desk: Desk, tx: Tx, { post }: Pick<Handover, 'post'>): Promise<string | null> {
  const place = await whereIs(tx, post);
  return place && permalink(desk.home, place.channel, place.ts);
}
