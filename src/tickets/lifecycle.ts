import type { Instant } from '../clock.ts';
import { conflict, invalid } from '../errors.ts';
import type { Actor, TicketEvents } from '../timeline/entry.ts';
import {
  type Change,
  changed,
  isOver,
  mergedInto,
  mustBeOngoing,
  mustStandAlone,
  type Ticket,
  ticketKey,
  unchanged,
} from './ticket.ts';

/** Puts the ticket aside until something comes; the policy says which clocks stand still for this reason. */
export function hold(ticket: Ticket, reason: string, note: string | null, by: Actor, at: Instant): Change {
  switch (ticket.state.kind) {
    case 'on_hold':
      if (ticket.state.reason === reason && ticket.state.note === note) return unchanged(ticket);
      break;
    case 'resolved':
    case 'closed':
      mustBeOngoing(ticket, 'be put on hold', by);
      break;
    case 'open':
      break;
  }
  const data = { reason, ...(note ? { note } : {}) };
  return changed(ticket, { state: { kind: 'on_hold', since: at, reason, note } }, { kind: 'held', at, by, data });
}

export function resume(ticket: Ticket, by: Actor, at: Instant): Change {
  switch (ticket.state.kind) {
    case 'on_hold':
      return changed(ticket, { state: { kind: 'open' } }, { kind: 'resumed', at, by, data: {} });
    case 'open':
      return unchanged(ticket);
    case 'resolved':
    case 'closed':
      mustBeOngoing(ticket, 'be taken up again', by);
      return unchanged(ticket);
  }
}

/** `note` is what the customer reads; another note than the one that stands would be lost, so it is refused. */
export function resolve(ticket: Ticket, note: string, by: Actor, at: Instant): Change {
  switch (ticket.state.kind) {
    case 'resolved':
      if (ticket.state.note === note) return unchanged(ticket);
      throw conflict(
        `${ticketKey(ticket.id)} was resolved meanwhile, with another note. Write to the customer in the thread instead.`,
      );
    case 'closed':
      mustStandAlone(ticket, 'be resolved');
      throw conflict(`${ticketKey(ticket.id)} is closed already. Reopen it first, or leave it.`);
    case 'open':
    case 'on_hold': {
      const who = by.kind === 'desk' ? null : by.user;
      const state = { kind: 'resolved' as const, at, by: who, note };
      return changed(ticket, { state, help: null }, { kind: 'resolved', at, by, data: { note } });
    }
  }
}

export function reopen(ticket: Ticket, by: Actor, at: Instant): Change {
  switch (ticket.state.kind) {
    case 'open':
    case 'on_hold':
      return unchanged(ticket);
    case 'resolved':
    case 'closed':
      mustStandAlone(ticket, 'be reopened');
      return changed(ticket, { state: { kind: 'open' } }, { kind: 'reopened', at, by, data: {} });
  }
}

/**
 * A customer said something: that ends a waiting for them, and reopens what was over. What was said before the hold or the
 * resolve, and only arrives late, does neither.
 */
export function wake(ticket: Ticket, isWaitedFor: boolean, by: Actor, at: Instant): Change {
  switch (ticket.state.kind) {
    case 'on_hold':
      return isWaitedFor && at >= ticket.state.since ? resume(ticket, by, at) : unchanged(ticket);
    case 'resolved':
    case 'closed':
      return at >= ticket.state.at && mergedInto(ticket) === null ? reopen(ticket, by, at) : unchanged(ticket);
    case 'open':
      return unchanged(ticket);
  }
}

/** The end of it: a resolved ticket that stayed quiet, or one that its customer withdrew. */
export function close(ticket: Ticket, by: Actor, at: Instant): Change {
  if (ticket.state.kind === 'closed') return unchanged(ticket);
  return changed(ticket, { state: { kind: 'closed', at }, help: null }, { kind: 'closed', at, by, data: {} });
}

/**
 * Ends a ticket whose matter goes on in another one of the same customer. That one takes over what is `owed`, and the assignee
 * where it has none. Throws `invalid` or `conflict` with the reason where they can't be merged.
 */
export function merge(
  ticket: Ticket,
  into: Ticket,
  owed: Pick<TicketEvents['merged_in'], 'response' | 'resolution'>,
  by: Actor,
  at: Instant,
): { merged: Change; survivor: Change } {
  if (mergedInto(ticket) === into.id) return { merged: unchanged(ticket), survivor: unchanged(into) };
  mustBeOngoing(ticket, 'be merged', by);
  if (ticket.id === into.id)
    throw invalid(`${ticketKey(ticket.id)} can't be merged into itself. Choose another ticket.`);
  if (ticket.customerId !== into.customerId)
    throw invalid(`${ticketKey(into.id)} is another customer's. Choose a ticket of the same customer.`);
  mustStandAlone(into, `take in ${ticketKey(ticket.id)}`);
  if (isOver(into))
    throw conflict(`${ticketKey(into.id)} is ${into.state.kind}, so nothing can be merged into it. Reopen it first.`);

  const taken = into.assignee === null && ticket.assignee !== null ? ticket.assignee : null;
  const data = { ticket: ticket.id, ...owed };
  return {
    merged: changed(
      ticket,
      { state: { kind: 'closed', at, into: into.id }, help: null },
      { kind: 'merged_into', at, by, data: { ticket: into.id } },
    ),
    survivor: changed(
      into,
      taken ? { assignee: taken } : {},
      { kind: 'merged_in', at, by, data },
      ...(taken ? [{ kind: 'assigned' as const, at, by, data: { from: null, to: taken } }] : []),
    ),
  };
}
