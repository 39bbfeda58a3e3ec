import { deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellCustomer, tellTeam } from '../outbox/outbox.ts';
import type { Entry } from '../timeline/entry.ts';
import { history } from '../timeline/timeline.ts';
import type { Card } from './card.ts';
import { cardOf } from './facts.ts';
import { customerPlace, triageCardOf } from './places.ts';
import * as publicViews from './public-views.ts';
import type { Ticket } from './ticket.ts';
import { addedDetails } from './views.ts';

/** Tells the team what was added: the card has room for the beginning of a description only. */
export async function announceDetails(desk: Desk, tx: Tx, ticket: Ticket, text: string, who: string): Promise<void> {
  const triage = await deskChannel(tx, 'triage');
  if (!triage) return;
  const entries = await history(tx, ticket.id);
  const { name } = await cardOf(desk, tx, ticket, entries);
  const card = triageCardOf(ticket.id);
  const once = `${card}-details-${newest(entries)}`;
  await tellTeam(tx, { channel: triage, under: card }, addedDetails(name(who), text), once);
}

/** The line that was recorded last. By time another may stand behind it: Slack's clock, which dates messages, can be ahead of ours. */
const newest = (entries: Entry[]): number => Math.max(0, ...entries.map(({ seq }) => seq));

/** Tells the customer something once, under the name of the history line it follows from. */
async function announce(
  desk: Desk,
  tx: Tx,
  ticket: Ticket,
  kind: string,
  view: (card: Card) => ReturnType<typeof publicViews.resolvedNotice>,
): Promise<void> {
  const entries = await history(tx, ticket.id);
  const card = await cardOf(desk, tx, ticket, entries);
  await tellCustomer(tx, customerPlace(ticket), view(card), `ticket-${ticket.id}-${kind}-${newest(entries)}`);
}

export const announceResolved = (desk: Desk, tx: Tx, ticket: Ticket): Promise<void> =>
  announce(desk, tx, ticket, 'resolved', (card) =>
    publicViews.resolvedNotice(card, card.ticket.state as { by: string | null; note: string }),
  );

export const announceHold = (desk: Desk, tx: Tx, ticket: Ticket, note: string | null): Promise<void> =>
  announce(desk, tx, ticket, 'waiting', (card) => publicViews.waitingNotice(card, note));

export const announceSpecialist = (desk: Desk, tx: Tx, ticket: Ticket, user: string): Promise<void> =>
  announce(desk, tx, ticket, 'specialist', (card) => publicViews.specialistNotice(card, user));

export const announceMerged = (desk: Desk, tx: Tx, ticket: Ticket): Promise<void> =>
  announce(desk, tx, ticket, 'merged', publicViews.mergedNotice);

export const announceSeen = (desk: Desk, tx: Tx, ticket: Ticket, user: string): Promise<void> =>
  announce(desk, tx, ticket, 'seen', (card) => publicViews.acknowledgedNotice(card, user));
