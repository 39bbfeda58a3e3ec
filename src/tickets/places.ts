import type { Reader } from '../db/database.ts';
import { whereIs } from '../outbox/outbox.ts';
import type { Place } from '../outbox/post.ts';
import type { Ticket } from './ticket.ts';

/** Our names of a ticket's two cards. */
export const customerCardOf = (id: number): string => `ticket-${id}-customer`;
export const triageCardOf = (id: number): string => `ticket-${id}-triage`;

/** Where the whole team hears something of a ticket: in its card's thread and in the channel. */
export const loudly = (triage: string, id: number): Place => ({
  channel: triage,
  under: triageCardOf(id),
  broadcast: true,
});

/** The ticket whose customer card stands at a post of ours, out of that post's name. */
export const ticketOfCard = (once: string | null): number | null => {
  const id = /^ticket-(\d+)-customer$/.exec(once ?? '')?.[1];
  return id ? Number(id) : null;
};

/** Where the customer reads about a ticket. */
export const customerPlace = (ticket: Ticket): Place =>
  ticket.thread
    ? { channel: ticket.channel, thread: ticket.thread }
    : { channel: ticket.channel, under: customerCardOf(ticket.id) };

/** `ts` of the message that the customer's thread hangs on: theirs, or our card; null until that is posted. */
export const threadOf = async (on: Reader, ticket: Pick<Ticket, 'id' | 'thread'>): Promise<string | null> =>
  ticket.thread ?? (await whereIs(on, customerCardOf(ticket.id)))?.ts ?? null;
