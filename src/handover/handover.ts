import type { Instant } from '../clock.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** A shift change as it happened. */
export interface Handover {
  id: number;
  rotation: string;
  at: Instant;
  from: string;
  to: string | null;
  postedAt: Instant;
  acceptedBy: string | null;
  acceptedAt: Instant | null;
}

/** What changes hands, in the order of the work. */
export interface Handed {
  late: Ticket[];
  /** Due before the next shift ends. */
  dueSoon: Ticket[];
  waiting: Ticket[];
  /** Running with more time than that, or without a clock. */
  later: Ticket[];
  /** Help was asked for and nobody has taken it. */
  unanswered: Ticket[];
}

/** Sorts the tickets of a shift change; `until` is the end of the next shift. Due times come first within each part. */
export function sortHanded(tickets: readonly Ticket[], now: Instant, until: Instant): Handed {
  const byDue = tickets.toSorted(
    (a, b) => (a.dueAt ?? Number.POSITIVE_INFINITY) - (b.dueAt ?? Number.POSITIVE_INFINITY) || a.id - b.id,
  );
  const handed: Handed = { late: [], dueSoon: [], waiting: [], later: [], unanswered: [] };
  for (const ticket of byDue) {
    if (ticket.help && ticket.help.accepted === null) handed.unanswered.push(ticket);
    if (ticket.dueAt !== null && ticket.dueAt <= now) handed.late.push(ticket);
    else if (ticket.state.kind === 'on_hold') handed.waiting.push(ticket);
    else if (ticket.dueAt !== null && ticket.dueAt <= until) handed.dueSoon.push(ticket);
    else handed.later.push(ticket);
  }
  return handed;
}

export const isNothing = (handed: Handed): boolean =>
  handed.late.length + handed.dueSoon.length + handed.waiting.length + handed.later.length === 0;
