import type { Instant } from '../clock.ts';
import type { Policy } from '../policy/policy.ts';
import { clocks } from '../sla/clock.ts';
import type { ClockReading } from '../sla/reading.ts';
import type { Terms } from '../sla/rules.ts';
import { isOpen, nextOpen } from '../time/business-time.ts';
import type { Entry } from '../timeline/entry.ts';
import { nextDue } from './due.ts';
import type { Ticket } from './ticket.ts';

/** What another policy makes of a ticket. */
export interface Difference {
  due: 'earlier' | 'later' | 'same';
  /** A promise is broken that was not. */
  late: boolean;
  /** Its cards would say something else. */
  shows: boolean;
}

/** Compares `readings` of a ticket under the policy in force with how its `history` read until then. */
export function difference(
  terms: Terms,
  ticket: Ticket,
  history: readonly Entry[],
  readings: readonly ClockReading[],
  now: Instant,
): Difference {
  const { policy, earlier = [] } = terms;
  const replaced = earlier.find(({ version }) => version === ticket.settledUnder);
  const before = replaced
    ? clocks(history, { policy: replaced, earlier: [...earlier, policy] }, now)
    : clocks(history, terms, now);
  const [was, is] = [before, readings].map((read) => nextDue(read).dueAt ?? Number.POSITIVE_INFINITY) as [
    number,
    number,
  ];
  const broken = new Set(before.filter(isBroken).map(nameOf));
  const late = readings.some((reading) => isBroken(reading) && !broken.has(nameOf(reading)));
  const shows =
    !replaced ||
    wordsOf(replaced) !== wordsOf(policy) ||
    saidOf(before) !== saidOf(readings) ||
    closedUntil(replaced, ticket, now) !== closedUntil(policy, ticket, now);
  return { due: is < was ? 'earlier' : is > was ? 'later' : 'same', late, shows };
}

const isBroken = ({ state, breachedAt }: ClockReading): boolean => state !== 'met' && breachedAt !== null;
const nameOf = ({ name, cycle }: ClockReading): string => `${name} ${cycle}`;

/** What cards say of clocks. */
const saidOf = (readings: readonly ClockReading[]): string =>
  readings.map(({ name, cycle, state, dueAt, breachedAt }) => [name, cycle, state, dueAt, breachedAt !== null]).join();

/** What cards say in a policy's own words; worked out once a policy. */
function wordsOf(policy: Policy): string {
  const known = words.get(policy);
  if (known !== undefined) return known;
  const { priorities, requestTypes, environments, holdReasons, escalation, texts, timezone, rotations } = policy;
  const tiers = Object.values(policy.tiers).map(({ key, label }) => [key, label]);
  const said = JSON.stringify([
    ...[priorities, requestTypes, environments, holdReasons, escalation, texts, timezone, rotations, tiers],
  ]);
  words.set(policy, said);
  return said;
}
const words = new WeakMap<Policy, string>();

/** When the desk opens again for a ticket's customer; null while it is open. */
function closedUntil(policy: Policy, ticket: Ticket, now: Instant): Instant | null {
  const calendar = policy.tiers[ticket.tier]?.calendar;
  return !calendar || isOpen(calendar, now) ? null : nextOpen(calendar, now);
}
