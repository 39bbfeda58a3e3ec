import { deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellPerson, tellTeam } from '../outbox/outbox.ts';
import { leadsNow, onRole } from '../rotations/service.ts';
import { type Notice, owed } from '../sla/reminder.ts';
import type { Card } from '../tickets/card.ts';
import { reminderOf } from '../tickets/reminded.ts';
import * as tickets from '../tickets/service.ts';
import { cardOf, loudly, remindersIn } from '../tickets/settle.ts';
import { close } from '../tickets/ticket.ts';
import { theDesk } from '../timeline/entry.ts';
import { history } from '../timeline/timeline.ts';
import * as views from './views.ts';

/**
 * Looks at a ticket's clocks: tells people what is owed now, each once, and plans the next look. Rung by a timer; does
 * nothing but plan when the world has moved on.
 */
export async function look(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  const ticket = await tickets.ticketById(tx, ticketId);
  const entries = await history(tx, ticketId);
  const card = await cardOf(desk, tx, ticket, entries, await leadsNow(tx, desk.policy));
  const { notify } = owed(card.clocks, desk.policy, remindersIn(entries), tx.now);
  const told = [];
  for (const notice of notify) told.push({ notice, recipients: await tell(desk, tx, card, notice) });
  const reminded = told.map(({ notice, recipients }) => ({
    kind: 'reminded' as const,
    at: tx.now,
    by: theDesk,
    data: {
      clock: notice.clock.name,
      kind: notice.kind,
      threshold: notice.threshold,
      dueAt: notice.dueAt,
      recipients,
    },
  }));
  if (reminded.length > 0) await tickets.apply(desk, tx, { ticket, entries: reminded });
  else await tickets.bringUpToDate(desk, tx, ticket);
}

/** Tells one notice to its people, and answers who that was. Where nobody can be found, the triage channel hears it. */
async function tell(desk: Desk, tx: Tx, card: Card, notice: Notice): Promise<string[]> {
  const people = await peopleFor(desk, tx, card, notice);
  const about = { ...notice, clock: notice.clock.name, cycle: notice.clock.cycle };
  const named = (to: string) => reminderOf(card.ticket.id, about, to);
  for (const [user, part] of people) {
    const view = notice.kind === 'warn' ? views.warning : views.breachTo;
    await tellPerson(tx, user, view(card, notice.clock, part), named(user));
  }
  const triage = await deskChannel(tx, 'triage');
  if (triage && (notice.recipients.includes('channel') || people.size === 0)) {
    const post =
      notice.kind === 'warn'
        ? views.warningPost(card, notice.clock)
        : views.breachPost(card, notice.clock, await leadsNow(tx, desk.policy));
    await tellTeam(tx, loudly(triage, card.ticket.id), post, named('triage'));
  }
  return [...people.keys()];
}

/** Who hears a notice and why; each person once, by the first part that fits. */
async function peopleFor(desk: Desk, tx: Tx, card: Card, notice: Notice): Promise<Map<string, views.Part>> {
  const people = new Map<string, views.Part>();
  const add = (users: (string | null)[], part: views.Part) => {
    for (const user of users) if (user && !people.has(user)) people.set(user, part);
  };
  for (const recipient of notice.recipients) {
    switch (recipient) {
      case 'assignee':
        add([card.ticket.assignee], 'assignee');
        break;
      case 'on_shift':
        add(await onRole(tx, desk.policy, 'first_line', tx.now), 'on_shift');
        break;
      case 'lead':
        add(await leadsNow(tx, desk.policy), 'lead');
        break;
      case 'channel':
        break;
      default:
        add(await onRole(tx, desk.policy, recipient, tx.now), recipient);
    }
  }
  return people;
}

/** Closes a resolved ticket that stayed quiet; one that was reopened is left alone. */
export async function closeQuiet(desk: Desk, tx: Tx, ticketId: number): Promise<void> {
  const ticket = await tickets.ticketById(tx, ticketId);
  if (ticket.state.kind === 'resolved') await tickets.apply(desk, tx, close(ticket, theDesk, tx.now));
}
