import { z } from 'zod';

/** Who did something: a person on our side, a person of the customer, or the desk itself (a timer, a rule, an import). */
export const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('staff'), user: z.string() }),
  z.object({ kind: z.literal('customer'), user: z.string() }),
  z.object({ kind: z.literal('desk') }),
]);
export type Actor = z.infer<typeof actor>;

/** The desk acting by itself. */
export const theDesk: Actor = { kind: 'desk' };

export const clockName = z.enum(['first_response', 'next_response', 'resolution']);
export type ClockName = z.infer<typeof clockName>;
export const CLOCK_NAMES = clockName.options;

const instant = z.number().int();
const message = z.object({ channel: z.string(), ts: z.string() });

/** What a ticket still owed when it was merged into another one: since when, and when its clock stood still until then. */
const owed = z.object({
  since: instant,
  pauses: z.array(z.object({ from: instant, to: instant, reason: z.string(), by: actor, note: z.string().nullable() })),
});
export type Owed = z.infer<typeof owed>;

/**
 * Every kind of thing that can happen to a ticket, with what must be remembered of it. Kinds are stored for good and
 * never renamed. `opened.startedAt` is the instant of the customer's message: the clocks start there, not at the click.
 */
export const ticketEvents = {
  opened: z.object({
    startedAt: instant,
    tier: z.string(),
    priority: z.string(),
    requestType: z.string(),
    policyVersion: z.string(),
    /** A hold reason when the ticket was created waiting. */
    waitingFor: z.string().optional(),
  }),
  /** A person of the customer wrote in the thread. */
  customer_wrote: message,
  /** Staff answered in the customer thread: the only message that stops a response clock. */
  staff_replied: message,
  /** Staff pressed "acknowledge to customer": counts like a reply. */
  acknowledged: z.object({}),
  /** An internal note; never a response. */
  noted: z.object({ text: z.string() }),
  details_added: z.object({ text: z.string() }),
  assigned: z.object({ to: z.string().nullable(), from: z.string().nullable() }),
  /** `why` in words for staff; with `customerReads` the customer reads a reason too, which completes "because …". */
  priority_changed: z.object({
    from: z.string(),
    to: z.string(),
    why: z.string().optional(),
    customerReads: z.string().optional(),
  }),
  /** Somebody was offered to lower the priority of a ticket that waited in vain since `since`; null: the whole team was. */
  lowering_offered: z.object({
    since: instant,
    from: z.string(),
    to: z.string(),
    waitedMs: z.number().int(),
    waitedFor: z.string(),
    customerWaitedFor: z.string(),
    user: z.string().nullable(),
  }),
  /** They left it as it is. */
  priority_kept: z.object({ since: instant }),
  request_type_changed: z.object({ from: z.string(), to: z.string() }),
  tier_changed: z.object({ from: z.string(), to: z.string() }),
  policy_changed: z.object({ from: z.string(), to: z.string() }),
  held: z.object({ reason: z.string(), note: z.string().optional() }),
  resumed: z.object({}),
  resolved: z.object({ note: z.string() }),
  reopened: z.object({}),
  closed: z.object({}),
  /** The ticket is over; its matter goes on in that one. */
  merged_into: z.object({ ticket: z.int() }),
  /** Another ticket went into this one, with what it still owed; null is nothing. */
  merged_in: z.object({ ticket: z.int(), response: owed.nullable(), resolution: owed.nullable() }),
  escalated: z.object({
    level: z.string(),
    reason: z.string(),
    tried: z.string().optional(),
    wanted: z.string().optional(),
  }),
  paged: z.object({ level: z.string(), user: z.string().nullable() }),
  /** The ticket is theirs with it. */
  page_accepted: z.object({ level: z.string(), user: z.string() }),
  page_declined: z.object({ level: z.string(), user: z.string(), why: z.string().optional() }),
  /** A reminder that went out; `threshold` is the policy's own text of it, `dueAt` the target it speaks of. */
  reminded: z.object({
    clock: clockName,
    kind: z.enum(['warn', 'breach']),
    threshold: z.string(),
    dueAt: instant,
    recipients: z.array(z.string()),
    /** Who was named but out of their hours; they hear when those begin. */
    leftOut: z.array(z.string()).optional(),
  }),
  handed_over: z.object({ rotation: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
} as const;

export type TicketEvents = { [K in keyof typeof ticketEvents]: z.infer<(typeof ticketEvents)[K]> };
export type TicketEventKind = keyof TicketEvents;

/** Something that is about to be recorded. `at` is when it happened, which for a message is when it was written. */
export type NewEntry = {
  [K in TicketEventKind]: { kind: K; at: number; by: Actor; data: TicketEvents[K] };
}[TicketEventKind];

/** One line of a ticket's history. `seq` grows with recording; history is read in order of `at`, then `seq`. */
export type Entry = NewEntry & { seq: number };

/** Narrows to one kind of entry. */
export const isKind =
  <K extends TicketEventKind>(kind: K) =>
  (entry: Entry): entry is Extract<Entry, { kind: K }> =>
    entry.kind === kind;
