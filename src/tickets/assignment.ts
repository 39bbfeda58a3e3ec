import type { Instant } from '../clock.ts';
import { conflict } from '../errors.ts';
import type { Actor, NewEntry } from '../timeline/entry.ts';
import { type Change, changed, mustBeOngoing, type Ticket, ticketKey, unchanged } from './ticket.ts';

/**
 * Gives the ticket to somebody, or to nobody. Taken from the specialist who helped, or after nobody answered a call, it is
 * without help again.
 */
export function assign(ticket: Ticket, to: string | null, by: Actor, at: Instant): Change {
  if (ticket.assignee === to) return unchanged(ticket);
  mustBeOngoing(ticket, 'be assigned', by);
  const isTheirs = ticket.assignee !== null && ticket.help?.accepted === ticket.assignee;
  const help = isTheirs || ticket.help?.silent ? null : ticket.help;
  return changed(ticket, { assignee: to, help }, { kind: 'assigned', at, by, data: { from: ticket.assignee, to } });
}

/** Tells the customer that somebody looks at it, which counts as an answer; whoever does so has the ticket, unless somebody has it. */
export function acknowledge(ticket: Ticket, by: Extract<Actor, { user: string }>, at: Instant): Change {
  mustBeOngoing(ticket, 'be acknowledged', by);
  const seen: NewEntry = { kind: 'acknowledged', at, by, data: {} };
  if (ticket.assignee !== null) return changed(ticket, {}, seen);
  const data = { from: null, to: by.user };
  return changed(ticket, { assignee: by.user }, seen, { kind: 'assigned', at, by, data });
}

/** Whether help can be asked for: nobody is asked or helps, or nobody answered. */
export const mayEscalate = ({ help }: Ticket): boolean => help === null || help.silent === true;

/** Nobody answered at any level: the call stands, and help can be asked for again. */
export const unanswered = (ticket: Ticket): Ticket =>
  ticket.help && ticket.help.accepted === null ? { ...ticket, help: { ...ticket.help, silent: true } } : ticket;

/** Asks for help; the calls to people follow from it. Throws `conflict` while help is asked for already or given. */
export function escalate(
  ticket: Ticket,
  asked: { level: string; reason: string; tried?: string; wanted?: string },
  by: Actor,
  at: Instant,
): Change {
  mustBeOngoing(ticket, 'be escalated', by);
  if (ticket.help && !mayEscalate(ticket)) {
    throw conflict(
      ticket.help.accepted
        ? `${ticketKey(ticket.id)} is with a specialist already.`
        : `Help with ${ticketKey(ticket.id)} is being asked for already.`,
    );
  }
  return changed(ticket, { help: { level: asked.level, accepted: null } }, { kind: 'escalated', at, by, data: asked });
}

/** A specialist took the call for help: the ticket is theirs now. */
export function acceptHelp(ticket: Ticket, level: string, user: string, at: Instant): Change {
  if (ticket.help?.accepted === user) return unchanged(ticket);
  const by: Actor = { kind: 'staff', user };
  mustBeOngoing(ticket, 'be taken over', by);
  return changed(
    ticket,
    { help: { level, accepted: user }, assignee: user },
    { kind: 'page_accepted', at, by, data: { level, user } },
  );
}
