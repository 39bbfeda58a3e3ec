import type { Instant } from '../clock.ts';
import { conflict, invalid } from '../errors.ts';
import { type Actor, type ClockName, type NewEntry, type TicketEvents, theDesk } from '../timeline/entry.ts';

export type TicketState =
  | { kind: 'open' }
  | { kind: 'on_hold'; since: Instant; reason: string; note: string | null }
  | { kind: 'resolved'; at: Instant; by: string | null; note: string }
  /** `into`: the ticket in which its matter goes on, where it was merged. */
  | { kind: 'closed'; at: Instant; into?: number };

/** One request of a customer: a thread in their channel, a card in the triage channel. */
export interface Ticket {
  id: number;
  customerId: string;
  channel: string;
  /** `ts` of the message that started the thread; null where the ticket's own card did. */
  thread: string | null;
  summary: string;
  description: string;
  priority: string;
  requestType: string;
  environment: string | null;
  workaround: boolean;
  tier: string;
  state: TicketState;
  assignee: string | null;
  /** Who is asked for help now, and whether somebody took it; `silent` when nobody did at any level. */
  help: { level: string; accepted: string | null; silent?: boolean } | null;
  openedBy: string;
  /** When the customer wrote; the clocks start here. */
  startedAt: Instant;
  openedAt: Instant;
  /** The policy it is measured by. */
  policyVersion: string;
  /** The next promise to break, of the clock named with it; null when none runs. */
  dueAt: Instant | null;
  dueClock: ClockName | null;
  /** The policy under which its due instant and timers were worked out; one that is not in force any more means they are out of date. */
  settledUnder: string;
  /** Whether its cards may show something that a change of the policy made untrue. */
  cardsBehind: boolean;
  /** Grows with every save; a save on an older reading is refused. */
  version: number;
}

/** What lists need of a ticket; read without its description, which can be long. */
export type TicketOutline = Pick<
  Ticket,
  | 'id'
  | 'customerId'
  | 'channel'
  | 'thread'
  | 'summary'
  | 'priority'
  | 'state'
  | 'assignee'
  | 'help'
  | 'openedAt'
  | 'dueAt'
  | 'dueClock'
>;

/** What a verb decided: the ticket as it is now, and what goes into its history. Nothing happened when `entries` is empty. */
export interface Change {
  ticket: Ticket;
  entries: NewEntry[];
}

export const unchanged = (ticket: Ticket): Change => ({ ticket, entries: [] });

/** The name people call a ticket by. */
export const ticketKey = (id: number): string => `SUP-${id}`;

const changed = (ticket: Ticket, with_: Partial<Ticket>, ...entries: NewEntry[]): Change => ({
  ticket: { ...ticket, ...with_ },
  entries,
});

const isOver = (ticket: Ticket): boolean => ticket.state.kind === 'resolved' || ticket.state.kind === 'closed';

/** The number of the ticket that this one was merged into; null for all others. */
export const mergedInto = ({ state }: Ticket): number | null => (state.kind === 'closed' ? (state.into ?? null) : null);

/** Refuses what can't be done with a ticket that was merged; `what` completes "so it can't …". */
function mustStandAlone(ticket: Ticket, what: string): void {
  const into = mergedInto(ticket);
  if (into === null) return;
  throw conflict(`${ticketKey(ticket.id)} was merged into ${ticketKey(into)}, so it can't ${what}. Go on there.`);
}

/** Refuses what can't be done with a ticket that is over; `what` completes "so it can't …". */
function mustBeOngoing(ticket: Ticket, what: string, by: Actor): void {
  if (!isOver(ticket)) return;
  mustStandAlone(ticket, what);
  const then = by.kind === 'customer' ? 'Write in its thread if it is not solved.' : 'Reopen it first.';
  throw conflict(`${ticketKey(ticket.id)} is ${ticket.state.kind}, so it can't ${what}. ${then}`);
}

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

/** A reason in words for staff, and one for the customer. */
type Why = { why?: string; customerReads?: string };

export function changePriority(ticket: Ticket, to: string, by: Actor, at: Instant, why: Why = {}): Change {
  if (ticket.priority === to) return unchanged(ticket);
  mustBeOngoing(ticket, 'get another priority', by);
  const data = { from: ticket.priority, to, ...why };
  return changed(ticket, { priority: to }, { kind: 'priority_changed', at, by, data });
}

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

/** Another version of the policy measures the ticket from now on; one that is over stays with the version that promised. */
export function followPolicy(ticket: Ticket, to: string, at: Instant): Change {
  const from = ticket.policyVersion;
  if (from === to || isOver(ticket)) return unchanged(ticket);
  return changed(ticket, { policyVersion: to }, { kind: 'policy_changed', at, by: theDesk, data: { from, to } });
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
