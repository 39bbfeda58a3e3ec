import type { Instant } from '../clock.ts';
import { deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellPerson, tellTeam } from '../outbox/outbox.ts';
import { hoursBegin, reachableAmong } from '../rotations/reachable.ts';
import { leadsNow } from '../rotations/service.ts';
import type { ClockReading } from '../sla/reading.ts';
import { type Notice, owed } from '../sla/reminder.ts';
import type { Mrkdwn } from '../slack/text.ts';
import type { Card } from '../tickets/card.ts';
import { follow, remindersIn } from '../tickets/due.ts';
import { cardOf } from '../tickets/facts.ts';
import { close } from '../tickets/lifecycle.ts';
import { loudly } from '../tickets/places.ts';
import { reminderOf } from '../tickets/reminded.ts';
import * as tickets from '../tickets/service.ts';
import { theDesk } from '../timeline/entry.ts';
import { history } from '../timeline/timeline.ts';
import { setTimer } from '../timers/timers.ts';
import { type Hearers, hearersOf } from './hearers.ts';
import { hoursBeganFor } from './jobs.ts';
import * as store from './store.ts';
import * as views from './views.ts';

/**
 * Looks at a ticket's clocks: tells people what is owed now, each once, and plans the next look. Rung by a timer; does
 * nothing but plan when the world has moved on.
 */
export async function look(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  const ticket = await tickets.ticketById(tx, ticketId);
  const followed = follow(desk, ticket, await history(tx, ticketId), tx.now);
  const leads = await leadsNow(tx, desk.policy);
  const card = await cardOf(desk, tx, followed.ticket, followed.history, leads);
  const { notify } = owed(card.clocks, desk.policy, remindersIn(card.history), tx.now);
  if (notify.length === 0) return void (await tickets.bringUpToDate(desk, tx, ticket));
  const told = [];
  for (const notice of notify) {
    told.push({ notice, hearers: await hearersOf(desk, tx, ticket.assignee, notice.recipients) });
  }
  await tickets.apply(desk, tx, {
    ticket,
    entries: told.map(({ notice, hearers }) => reminded(notice, hearers, tx.now)),
  });
  for (const { notice, hearers } of told) await tell(desk, tx, card, notice, hearers, leads);
}

const reminded = ({ clock, kind, threshold, dueAt }: Notice, { people, leftOut }: Hearers, at: Instant) => ({
  kind: 'reminded' as const,
  at,
  by: theDesk,
  data: {
    clock: clock.name,
    kind,
    threshold,
    dueAt,
    recipients: [...people.keys()],
    ...(leftOut.length > 0 ? { leftOut } : {}),
  },
});

async function tell(
  desk: Desk,
  tx: Tx,
  card: Card,
  notice: Notice,
  hearers: Hearers,
  leads: readonly string[],
): Promise<void> {
  const about = { ...notice, clock: notice.clock.name, cycle: notice.clock.cycle };
  const named = (to: string) => reminderOf(card.ticket.id, about, to);
  for (const [user, part] of hearers.people) {
    const view = notice.kind === 'warn' ? views.warning : views.breachTo;
    await tellPerson(tx, user, view(card, notice.clock, part), named(user));
  }
  for (const user of hearers.leftOut) {
    await store.keepMissed(tx, user, { ticketId: card.ticket.id, clock: notice.clock.name, at: tx.now });
    await setTimer(tx, hoursBeganFor, { user }, await hoursBegin(tx, desk.policy, user, tx.now));
  }
  const triage = hearers.channel ? await deskChannel(tx, 'triage') : null;
  if (!triage) return;
  const post =
    notice.kind === 'warn'
      ? views.warningPost(card, notice.clock, hearers.isForAnybody)
      : views.breachPost(card, notice.clock, leads);
  await tellTeam(tx, loudly(triage, card.ticket.id), post, named('triage'));
}

/**
 * Somebody can be reached again: one message says how everything stands that they were not told, but for what was kept in time and
 * what they did something about themselves. Waits on when their hours are others by now.
 */
export async function tellMissed(desk: Desk, tx: Tx, user: string): Promise<void> {
  const reached = await reachableAmong(tx, desk.policy, [user], tx.now);
  if (!reached.has(user)) {
    return setTimer(tx, hoursBeganFor, { user }, await hoursBegin(tx, desk.policy, user, tx.now));
  }
  const standing = new Map<string, Mrkdwn>();
  for (const missed of await store.takeMissed(tx, user)) {
    const entries = await history(tx, missed.ticketId);
    if (entries.some(({ by, at }) => by.kind === 'staff' && by.user === user && at > missed.at)) continue;
    const card = await cardOf(desk, tx, await tickets.ticketById(tx, missed.ticketId), entries);
    const clock = card.clocks.findLast(({ name, startedAt }) => name === missed.clock && startedAt <= missed.at);
    if (clock && isStillWorthALine(clock))
      standing.set(`${missed.ticketId} ${clock.name}`, views.standing(card, clock));
  }
  if (standing.size === 0) return;
  await tellPerson(tx, user, views.whileAway([...standing.values()]), `while-away-${user}-${tx.now}`);
}

const isStillWorthALine = ({ state, breachedAt }: ClockReading): boolean =>
  breachedAt !== null || state === 'running' || state === 'paused';

/** Closes a resolved ticket that stayed quiet; one that was reopened is left alone. */
export async function closeQuiet(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  const ticket = await tickets.ticketById(tx, ticketId);
  if (ticket.state.kind === 'resolved') await tickets.apply(desk, tx, close(ticket, theDesk, tx.now));
}
