import type { Instant } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { knows } from '../policy/policy.ts';
import type { ClockReading } from '../sla/reading.ts';
import { owed, type Reminded } from '../sla/reminder.ts';
import { type Entry, isKind } from '../timeline/entry.ts';
import { setTimer } from '../timers/timers.ts';
import { closeQuietTicket, lookAtTicket, mayLowerPriority } from './jobs.ts';
import { loweringDueAt } from './lowering.ts';
import { type Change, followPolicy, type Ticket, unchanged } from './ticket.ts';

/**
 * What the policy in force does to a ticket that an earlier one is measured by: where it wants open tickets to follow and has words for this
 * one, they are measured by it since it is in force. `history` is the ticket's with what is to be recorded.
 */
export function follow(
  { policy, policySince }: Desk,
  ticket: Ticket,
  history: Entry[],
  now: Instant,
): Change & { history: Entry[] } {
  const stays = ticket.policyVersion === policy.version || policy.openTickets === 'keep' || !knows(policy, ticket);
  if (stays) return { ...unchanged(ticket), history };
  const since = history.findLast(({ kind }) => kind === 'reopened' || kind === 'policy_changed')?.at ?? 0;
  const change = followPolicy(ticket, policy.version, Math.max(Math.min(policySince, now), since));
  const recorded = change.entries.map((entry) => ({ ...entry, seq: Number.MAX_SAFE_INTEGER }));
  return { ...change, history: [...history, ...recorded] };
}

/** The promise that breaks next, or broke first and is still owed. */
export function nextDue(readings: readonly ClockReading[]): Pick<Ticket, 'dueAt' | 'dueClock'> {
  const [next] = readings
    .filter(({ state, dueAt }) => (state === 'running' || state === 'breached') && dueAt !== null)
    .toSorted((a, b) => (a.dueAt as number) - (b.dueAt as number));
  return { dueAt: next?.dueAt ?? null, dueClock: next?.name ?? null };
}

/** Sets the timers that look at a ticket again: when people must hear something, when its priority may be lowered, and when it
 * closes by itself. */
export async function setTimers(
  desk: Desk,
  tx: Tx,
  ticket: Ticket,
  history: readonly Entry[],
  readings: readonly ClockReading[],
): Promise<void> {
  const { notify, lookAgainAt } = owed(readings, desk.policy, remindersIn(history), tx.now);
  await setTimer(tx, lookAtTicket, { ticketId: ticket.id }, notify.length > 0 ? tx.now : lookAgainAt);
  await setTimer(tx, closeQuietTicket, { ticketId: ticket.id }, closesAt(desk, ticket));
  if (history.some(isKind('held'))) {
    await setTimer(tx, mayLowerPriority, { ticketId: ticket.id }, loweringDueAt(desk.policy, ticket, history));
  }
}

/** When a resolved ticket that stays quiet closes; null: not by itself. */
export const closesAt = ({ policy }: Desk, { state }: Ticket): Instant | null =>
  state.kind === 'resolved' && policy.autoCloseAfter !== null ? state.at + policy.autoCloseAfter : null;

/** The reminders a ticket's history tells of. */
export const remindersIn = (entries: readonly Entry[]): Reminded[] => entries.filter(isKind('reminded'));
