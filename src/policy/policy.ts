import { invalid } from '../errors.ts';
import type { Calendar, CalendarSpec } from '../time/calendar.ts';
import type { Target } from '../time/duration.ts';
import type { LocalDate, LocalTime, Weekday } from '../time/zone.ts';
import type { ClockName } from '../timeline/entry.ts';

/** How bad a request is. */
export interface Priority {
  key: string;
  label: string;
  emoji: string;
  /** One line for the person who chooses. */
  description: string;
  default: boolean;
}

export interface RequestType {
  key: string;
  label: string;
  description: string;
  /** `none`: no clock runs for requests of this type. */
  sla: 'promised' | 'none';
  default: boolean;
}

export interface Environment {
  key: string;
  label: string;
}

/** What is promised and in whose hours it counts. */
export interface ServiceTarget {
  target: Target;
  calendar: Calendar;
}

/** A support contract: what each priority is promised. A clock without an entry is not promised. */
export interface Tier {
  key: string;
  label: string;
  description: string;
  /** Ways to reach us, `ticket`, `phone` …; words for people. */
  modes: string[];
  responseTeam: string;
  /** What else the contract holds; words for people. */
  includes: string[];
  /** The default calendar of its promises. */
  calendar: Calendar;
  targets: Record<string, Partial<Record<ClockName, ServiceTarget>>>;
}

/** Why a ticket waits. */
export interface HoldReason {
  key: string;
  /** For staff. */
  label: string;
  /** What the customer reads after "Waiting for …". */
  customerLabel: string;
  /** The clocks that stand still meanwhile. */
  pauses: ClockName[];
  /** After so many ms of waiting the engineer may lower the priority; null: never for this reason. */
  lowerPriorityAfter: number | null;
}

/** Part a rotation plays; reminders and escalation speak of parts, never of people. */
export const ROTATION_ROLES = ['first_line', 'ops_duty', 'on_call', 'sre', 'lead'] as const;
export type RotationRole = (typeof ROTATION_ROLES)[number];

/** Who hears: `on_shift` is whoever serves as first line, `channel` the triage channel. */
export const RECIPIENTS = ['assignee', 'on_shift', 'ops_duty', 'on_call', 'sre', 'lead', 'channel'] as const;
export type Recipient = (typeof RECIPIENTS)[number];

/** When a reminder is due: a share of the target used, or open time left until the promise breaks. */
export type Threshold = { kind: 'used'; percent: number } | { kind: 'left'; ms: number };

export interface Reminder {
  threshold: Threshold;
  /** The threshold in the policy's own words, `80%` or `15m left`. */
  text: string;
  to: Recipient[];
}

/** One step of help; the first level is asked first. */
export interface EscalationLevel {
  key: string;
  label: string;
  /** What the customer reads instead of our inner names. */
  customerLabel: string;
  notify: { rotation: string; layer?: string | undefined } | { role: 'lead' };
  /** ms until an unanswered page goes on to the next level. */
  acceptWithin: number;
}

export interface RotationWindow {
  days: Weekday[];
  from: LocalTime;
  /** At or before `from` it runs into the next day. */
  to: LocalTime;
}

/** What the people of a rotation, its leads and the handover channel are told unasked. */
export const NOTICES = ['shift_start', 'day_before', 'week_ahead', 'gap', 'absence'] as const;
export type NoticeKind = (typeof NOTICES)[number];

/** The rules of a rotation; who is in it is kept in the database. */
export interface RotationRule {
  key: string;
  label: string;
  role: RotationRole;
  timezone: string;
  handoff: {
    every: 'hour' | 'day' | 'week';
    interval: number;
    /** Wall-clock time, of an hourly hand-off the minutes. */
    at: LocalTime;
    /** The weekday of a weekly hand-off. */
    on?: Weekday;
  };
  /** Local reading of the first turn's start, `2026-01-05T08:00`. Nobody serves before it. */
  anchor: string;
  /** Empty: around the clock. */
  windows: RotationWindow[];
  turns: 'served' | 'calendar';
  /** The calendar whose holidays nobody serves on, and those dates. */
  calendar: Calendar | null;
  holidays: readonly LocalDate[];
  /** Whether each hand-off asks for a handover. */
  handover: boolean;
  /** Names of those who serve at the same time, the first line first. Empty: one person serves. */
  layers: string[];
  /** Whether whoever is away is passed over for the next in order, or stays on and is reported. */
  absences: 'skip' | 'flag';
  /** Whether a swap waits for the other one's word. */
  swaps: 'ask' | 'at_once';
  /** When somebody must be on; null: in the windows, and always where a `night` carries the rest. */
  requiredHours: RotationWindow[] | null;
  /** What is told unasked. */
  notices: NoticeKind[];
  /** The key of the rotation that carries the work while the windows are closed. */
  night: string | null;
  /** The handle of the Slack user group that whoever is on belongs to; rotations may share one. */
  userGroup: string | null;
}

/** Who may change a ticket's priority after it was opened. */
export const PRIORITY_CHANGERS = ['customer', 'assignee', 'on_shift', 'staff', 'lead'] as const;
export type PriorityChanger = (typeof PRIORITY_CHANGERS)[number];

/** Everything an organisation promises and how it works, read from one file. */
export interface Policy {
  name: string;
  /** Names the content: the same rules have the same version, however they are written down. */
  version: string;
  timezone: string;
  calendars: Record<string, Calendar>;
  /** Most severe first. */
  priorities: Priority[];
  /** What an existing workaround does to the priority a customer chooses. */
  workaround: 'one_step_down' | 'none';
  mayChangePriority: PriorityChanger[];
  requestTypes: RequestType[];
  environments: Environment[];
  tiers: Record<string, Tier>;
  holdReasons: HoldReason[];
  reminders: Record<ClockName, Reminder[]>;
  /** Who hears when a promise broke. */
  breaches: Record<ClockName, Recipient[]>;
  /** When people may be written to while they don't serve, read in each one's own zone. Calls for help come at any hour. */
  reachable: CalendarSpec['hours'];
  escalation: EscalationLevel[];
  rotations: Record<string, RotationRule>;
  /** Local times at which people hear of shifts unasked: of their own on the day before, and of what is wrong between morning and evening. */
  noticeTimes: { dayBefore: string; morning: string; evening: string };
  /** ms in which a handover shall be accepted before somebody is reminded, and again before the leads hear it. */
  handoverAcceptWithin: number;
  /** What a new version of this policy does to tickets that are open: `follow`, they are measured by it; `keep`, by the one that promised. */
  openTickets: 'follow' | 'keep';
  /** ms from resolved to closed; null: never by itself. */
  autoCloseAfter: number | null;
  texts: {
    /** Under a customer's first message, `{person}` being who wrote. */
    offer: string;
    /** What a customer reads outside the tier's hours, `{opens}` being the next opening. */
    outsideHours: string;
  };
}

/** The entry of a list with this key. Throws `invalid`, naming what there is, when the policy has none. */
export function entryOf<T extends { key: string }>(entries: readonly T[], key: string, noun: string): T {
  const entry = entries.find((one) => one.key === key);
  if (entry) return entry;
  const known = entries.map((one) => one.key).join(', ');
  throw invalid(`The policy knows no ${noun} "${key}". Choose one of: ${known}.`);
}

export const priorityOf = (policy: Policy, key: string): Priority => entryOf(policy.priorities, key, 'priority');
export const requestTypeOf = (policy: Policy, key: string): RequestType =>
  entryOf(policy.requestTypes, key, 'request type');
export const holdReasonOf = (policy: Policy, key: string): HoldReason =>
  entryOf(policy.holdReasons, key, 'hold reason');

/** An entry as the last of these policies that has it says it: tickets outlive what the policy in force dropped. */
export function lastEntry<T extends { key: string }>(
  policies: readonly Policy[],
  entries: (policy: Policy) => readonly T[],
  key: string,
): T | undefined {
  return policies.flatMap(entries).findLast((entry) => entry.key === key);
}

export const lastHoldReason = (policies: readonly Policy[], key: string): HoldReason | undefined =>
  lastEntry(policies, ({ holdReasons }) => holdReasons, key);

export const defaultPriority = (policy: Policy): Priority => defaultOf(policy.priorities);
export const defaultRequestType = (policy: Policy): RequestType => defaultOf(policy.requestTypes);

/** 0 is the most severe. */
const severityOf = (policy: Policy, priority: string): number =>
  policy.priorities.indexOf(priorityOf(policy, priority));

/** The priority a request gets: with a workaround one step below the chosen one, where the policy says so. */
export function priorityWithWorkaround(policy: Policy, chosen: string, workaround: boolean): string {
  const steps = workaround && policy.workaround === 'one_step_down' ? 1 : 0;
  return policy.priorities[severityOf(policy, chosen) + steps]?.key ?? chosen;
}

/** Whether a policy has all the words that say what a request is promised. */
export const knows = (
  { tiers, priorities, requestTypes }: Policy,
  { tier, priority, requestType }: { tier: string; priority: string; requestType: string },
): boolean =>
  tiers[tier] !== undefined &&
  priorities.some(({ key }) => key === priority) &&
  requestTypes.some(({ key }) => key === requestType);

/** What a request is promised for one clock; null when nothing is, or when a word of it is not in this policy. */
export function targetOf(
  policy: Policy,
  request: { tier: string; priority: string; requestType: string },
  clock: ClockName,
): ServiceTarget | null {
  const type = policy.requestTypes.find((one) => one.key === request.requestType);
  if (type?.sla === 'none') return null;
  return policy.tiers[request.tier]?.targets[request.priority]?.[clock] ?? null;
}

function defaultOf<T extends { default: boolean }>(entries: readonly T[]): T {
  const entry = entries.find((one) => one.default) ?? entries[0];
  if (!entry) throw invalid('The policy lists nothing to choose from.');
  return entry;
}
