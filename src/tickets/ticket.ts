import type { Instant } from '../clock.ts';
import { conflict } from '../errors.ts';
import { type Actor, type ClockName, type NewEntry, theDesk } from '../timeline/entry.ts';

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

/** A change with what it records. */
export const changed = (ticket: Ticket, with_: Partial<Ticket>, ...entries: NewEntry[]): Change => ({
  ticket: { ...ticket, ...with_ },
  entries,
});

export const isOver = (ticket: Ticket): boolean => ticket.state.kind === 'resolved' || ticket.state.kind === 'closed';

/** The number of the ticket that this one was merged into; null for all others. */
export const mergedInto = ({ state }: Ticket): number | null => (state.kind === 'closed' ? (state.into ?? null) : null);

/** Refuses what can't be done with a ticket that was merged; `what` completes "so it can't …". */
export function mustStandAlone(ticket: Ticket, what: string): void {
  const into = mergedInto(ticket);
  if (into === null) return;
  throw conflict(`${ticketKey(ticket.id)} was merged into ${ticketKey(into)}, so it can't ${what}. Go on there.`);
}

/** Refuses what can't be done with a ticket that is over; `what` completes "so it can't …". */
export function mustBeOngoing(ticket: Ticket, what: string, by: Actor): void {
  if (!isOver(ticket)) return;
  mustStandAlone(ticket, what);
  const then = by.kind === 'customer' ? 'Write in its thread if it is not solved.' : 'Reopen it first.';
  throw conflict(`${ticketKey(ticket.id)} is ${ticket.state.kind}, so it can't ${what}. ${then}`);
}

/** A reason in words for staff, and one for the customer. */
type Why = { why?: string; customerReads?: string };

export function changePriority(ticket: Ticket, to: string, by: Actor, at: Instant, why: Why = {}): Change {
  if (ticket.priority === to) return unchanged(ticket);
  mustBeOngoing(ticket, 'get another priority', by);
  const data = { from: ticket.priority, to, ...why };
  return changed(ticket, { priority: to }, { kind: 'priority_changed', at, by, data });
}

/** Another version of the policy measures the ticket from now on; one that is over stays with the version that promised. */
export function followPolicy(ticket: Ticket, to: string, at: Instant): Change {
  const from = ticket.policyVersion;
  if (from === to || isOver(ticket)) return unchanged(ticket);
  return changed(ticket, { policyVersion: to }, { kind: 'policy_changed', at, by: theDesk, data: { from, to } });
}
