import { customers, deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict } from '../errors.ts';
import { keepTeamCard } from '../outbox/outbox.ts';
import type { RotationRule } from '../policy/policy.ts';
import { shifts } from '../rotations/rotation.ts';
import { onNow, rotationOf } from '../rotations/service.ts';
import { namesOf } from '../slack/people.ts';
import { permalink } from '../slack/text.ts';
import { bringUpToDate, ongoingTickets, staff } from '../tickets/service.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { setTimer, timerDueAt } from '../timers/timers.ts';
import { type Handover, sortHanded } from './handover.ts';
import { endOfShift } from './jobs.ts';
import * as store from './store.ts';
import { handoverPost } from './views.ts';

const DAY = 24 * 3_600_000;
/** A rotation that nobody serves in is looked at again after this long; somebody may have joined. */
const LOOK_AHEAD = 14 * DAY;
const LATE_AFTER = 5 * 60_000;

const handoverOf = (handover: Pick<Handover, 'rotation' | 'at'>): string =>
  `handover-${handover.rotation}-${handover.at}`;

/**
 * Plans the end of the current or next shift of every rotation that asks for handovers. Planning twice changes nothing; an
 * end that passed while nothing ran still rings first, and plans the one after it.
 */
export async function planHandovers(desk: Pick<Desk, 'policy'>, tx: Tx): Promise<void> {
  for (const rule of Object.values(desk.policy.rotations)) {
    if (!rule.handover) continue;
    const standing = await timerDueAt(tx, endOfShift, { rotation: rule.key, at: tx.now });
    if (standing === null || standing > tx.now) await plan(desk, tx, rule, tx.now);
  }
}

/** Who is on, now or later, was changed by somebody: ends of shifts are planned anew, and the cards name who is on now. */
export async function followRotations(desk: Desk, tx: Tx): Promise<void> {
  await planHandovers(desk, tx);
  await nameWhoIsOn(desk, tx);
}

/** Brings the cards of tickets that nobody has up to date. */
async function nameWhoIsOn(desk: Desk, tx: Tx): Promise<void> {
  for (const ticket of await ongoingTickets(tx, { assignee: null })) await bringUpToDate(desk, tx, ticket);
}

/** Sets the timer for the next end of a shift after `after`. */
async function plan(desk: Pick<Desk, 'policy'>, tx: Tx, rule: RotationRule, after: number): Promise<void> {
  const rotation = await rotationOf(tx, desk.policy, rule.key, after);
  const coming = shifts(rotation, after, after + LOOK_AHEAD);
  const shift = coming.find((each) => each.user !== null && each.to < after + LOOK_AHEAD);
  const data = { rotation: rule.key, at: shift?.to ?? after + DAY };
  await setTimer(tx, endOfShift, data, data.at);
}

/**
 * A shift ended: one post says what changes hands, and the cards of tickets that nobody has name who is on now. Shifts that
 * ended while the desk was down are caught up, each once, marked late. An end that an override has moved since is left alone.
 */
export async function handOver(desk: Desk, tx: Tx, key: string, at: number): Promise<void> {
  const rule = desk.policy.rotations[key];
  if (!rule?.handover) return;
  await plan(desk, tx, rule, at);
  await nameWhoIsOn(desk, tx);
  const rotation = await rotationOf(tx, desk.policy, key, at);
  const [before, after] = [
    shifts(rotation, at - 1, at)[0]?.user ?? null,
    shifts(rotation, at, at + 1)[0]?.user ?? null,
  ];
  if (before === null || before === after) return;
  const handover = await store.insert(tx, { rotation: key, at, from: before, to: after });
  if (handover) await show(desk, tx, handover);
}

/** The incoming person has read it. Twice is once; somebody else's acceptance stands. */
export async function acceptHandover(desk: Desk, tx: Tx, id: number, who: string): Promise<void> {
  await staff(tx, who, 'accept handovers');
  const handover = await store.get(tx, id);
  if (handover.acceptedBy === who) return;
  if (handover.acceptedBy) {
    const name = await namesOf(tx, [handover.acceptedBy]);
    throw conflict(`${name(handover.acceptedBy)} has accepted this handover already.`);
  }
  await store.accept(tx, id, who);
  await show(desk, tx, await store.get(tx, id));
}

/** Brings the post of a handover up to date: what was opened after it did not change hands with it. */
async function show(desk: Desk, tx: Tx, handover: Handover): Promise<void> {
  const channel = (await deskChannel(tx, 'handover')) ?? (await deskChannel(tx, 'triage'));
  const rule = desk.policy.rotations[handover.rotation];
  if (!channel || !rule) return;
  const cover = await coverAfter(desk, tx, rule, handover.at);
  const tickets = (await ongoingTickets(tx)).filter(
    (ticket) => ticket.openedAt <= handover.postedAt && concerns(ticket, rule, handover),
  );
  const people = [
    handover.from,
    handover.acceptedBy,
    cover?.user,
    cover?.next?.user,
    ...tickets.map((t) => t.assignee),
  ];
  const known = new Map((await customers(tx)).map((customer) => [customer.id, customer.name]));
  const post = handoverPost({
    handover,
    label: rule.label,
    cover,
    handed: sortHanded(tickets, tx.now, cover?.next?.at ?? handover.at + DAY),
    name: await namesOf(tx, people),
    customer: (ticket) => known.get(ticket.customerId) ?? ticket.customerId,
    emoji: (ticket) => desk.policy.priorities.find((priority) => priority.key === ticket.priority)?.emoji ?? '',
    url: (ticket) => (ticket.thread ? permalink(desk.home, ticket.channel, ticket.thread) : null),
    zone: desk.policy.timezone,
    isLate: handover.postedAt - handover.at > LATE_AFTER,
  });
  await keepTeamCard(tx, { channel }, post, handoverOf(handover));
}

/** First line hands over all that is open; others what is theirs, what waits for help, and what is late. */
const concerns = (ticket: Ticket, rule: RotationRule, handover: Handover): boolean =>
  rule.role === 'first_line' ||
  ticket.assignee === handover.from ||
  (ticket.help !== null && ticket.help.accepted === null) ||
  (ticket.dueAt !== null && ticket.dueAt <= handover.at);

type Cover = { user: string; rotation: string; next: { user: string; at: number } | null };

/** Who serves after the shift: the next of the rotation, or whoever covers its nights until then. */
async function coverAfter(desk: Desk, tx: Tx, rule: RotationRule, at: number): Promise<Cover | null> {
  const rotation = await rotationOf(tx, desk.policy, rule.key, at);
  const coming = shifts(rotation, at, at + LOOK_AHEAD);
  const now = coming[0]?.user ?? null;
  const following = coming.slice(1).find((shift) => shift.user !== null);
  const next = following?.user ? { user: following.user, at: following.from } : null;
  if (now !== null) return { user: now, rotation: rule.label, next };
  const night = rule.night ? desk.policy.rotations[rule.night] : undefined;
  const covering = night ? await onNow(tx, desk.policy, night.key, at) : null;
  if (night && covering?.user) return { user: covering.user, rotation: night.label, next };
  return next ? { user: next.user, rotation: rule.label, next: null } : null;
}
