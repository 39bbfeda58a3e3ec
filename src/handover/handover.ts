import type { Instant } from '../clock.ts';
import type { TicketOutline } from '../tickets/ticket.ts';

/** A shift that ended, or one that began after nobody had served in its rotation for a while. */
export interface Change {
  /** Key of the rotation. */
  rotation: string;
  at: Instant;
  kind: 'ends' | 'begins';
  /** Who had the work until then; null: nobody. */
  from: string | null;
  /** Since when: the start of the shift that ended, or of the time that nobody served; null where that is too long ago to matter. */
  since: Instant | null;
  /** Who has it now; null: nobody. */
  to: string | null;
  /** Key of the rotation in which `to` serves: this one, or the one that carries its nights. */
  through: string | null;
  /** When the work changes hands again: the end of the shift of `to`, or where the night carries it the next one's start. */
  until: Instant | null;
  /** Who begins then, where nobody serves in this rotation until then. */
  next: string | null;
}

/** Whether whoever has the work keeps it: the first line's last one carries the night too, so there is nothing to pass on. */
export const isGoingOn = ({ from, to }: Pick<Change, 'from' | 'to'>): boolean => to !== null && to === from;

/** A change of shifts as it happened. Those that belong to one message carry its name in `post`. */
export interface Handover extends Change {
  id: number;
  post: string;
  postedAt: Instant;
  acceptedBy: string | null;
  acceptedAt: Instant | null;
  /** When the incoming person was reminded to accept, and when the leads heard that nobody did. */
  remindedAt: Instant | null;
  leadsToldAt: Instant | null;
  /** When they heard that the account of the incoming person is closed. */
  goneToldAt: Instant | null;
  /** What changed hands with it; null on those that only share the message of another. */
  facts: Facts | null;
}

/** The parts of what changes hands, in the order of the work. */
export const PARTS = ['late', 'calls', 'dueSoon', 'waiting', 'later'] as const;
/** `calls`: help was asked for and nobody has taken it. `dueSoon`: due before the next shift. */
export type Part = (typeof PARTS)[number];

/** A ticket as it changed hands. */
export interface HandedTicket extends Pick<TicketOutline, 'id' | 'assignee' | 'dueAt' | 'dueClock'> {
  part: Part;
  /** While on hold: why, as a key, and since when. */
  held: { reason: string; since: Instant } | null;
  /** Help was asked for and nobody has taken it. */
  isCalling: boolean;
}

/** What changes hands. */
export interface Handed {
  counts: Record<Part, number>;
  /** Calls for help that nobody has taken, those about late tickets included. */
  calls: number;
  /** The first of them, in the order of the work. */
  first: HandedTicket[];
  /** Ids of all others, in that order. */
  rest: number[];
}

/** What was done in a stretch of time. */
export interface Work {
  from: Instant;
  cameIn: number;
  answered: number;
  resolved: number;
  calls: number;
  callsTaken: number;
  /** Of what came in, how many promises broke; null where too much came in to look at each. */
  brokenOfThem: number | null;
}

/** A message of a customer that has neither a ticket nor an answer. */
export interface OpenThread {
  channel: string;
  ts: string;
  customerId: string;
}

/** Everything that a handover tells besides names, as it was at the change. */
export interface Facts {
  handed: Handed;
  /** Until when `dueSoon` counts: when the work changes hands again. */
  until: Instant;
  work: Work | null;
  threads: OpenThread[];
  covers: { rotation: string; user: string; replaces: string | null; to: Instant }[];
  /** Who serves in turn and is away meanwhile, and until when. */
  away: { user: string; to: Instant }[];
}

/** So many tickets are told one by one at most. */
export const MOST_TOLD = 20;

/** Sorts what changes hands at `now`; due times come first within each part. */
export function sortHanded(tickets: readonly TicketOutline[], now: Instant, until: Instant): Handed {
  const sorted = tickets
    .map((ticket) => ({ ticket, part: partOf(ticket, now, until) }))
    .sort(
      (a, b) =>
        PARTS.indexOf(a.part) - PARTS.indexOf(b.part) ||
        (a.ticket.dueAt ?? Number.POSITIVE_INFINITY) - (b.ticket.dueAt ?? Number.POSITIVE_INFINITY) ||
        a.ticket.id - b.ticket.id,
    );
  const counts = { late: 0, calls: 0, dueSoon: 0, waiting: 0, later: 0 };
  for (const { part } of sorted) counts[part] += 1;
  return {
    counts,
    calls: tickets.filter(isCalling).length,
    first: sorted.slice(0, MOST_TOLD).map(({ ticket, part }) => handedTicket(ticket, part)),
    rest: sorted.slice(MOST_TOLD).map(({ ticket }) => ticket.id),
  };
}

function partOf(ticket: TicketOutline, now: Instant, until: Instant): Part {
  if (ticket.dueAt !== null && ticket.dueAt <= now) return 'late';
  if (isCalling(ticket)) return 'calls';
  if (ticket.state.kind === 'on_hold') return 'waiting';
  return ticket.dueAt !== null && ticket.dueAt <= until ? 'dueSoon' : 'later';
}

const isCalling = ({ help }: TicketOutline): boolean => help !== null && help.accepted === null;

const handedTicket = (ticket: TicketOutline, part: Part): HandedTicket => ({
  id: ticket.id,
  part,
  assignee: ticket.assignee,
  dueAt: ticket.dueAt,
  dueClock: ticket.dueClock,
  held: ticket.state.kind === 'on_hold' ? { reason: ticket.state.reason, since: ticket.state.since } : null,
  isCalling: isCalling(ticket),
});

/** How many tickets change hands. */
export const countHanded = ({ counts }: Handed): number => PARTS.reduce((sum, part) => sum + counts[part], 0);

/** Whether there is anything that somebody must take over. */
export const isSomething = ({ facts, notes }: { facts: Facts; notes: readonly Note[] }): boolean =>
  countHanded(facts.handed) + facts.threads.length + notes.length > 0;

/** Ids of all that changed hands, in the order of the work. */
export const idsOf = ({ first, rest }: Handed): number[] => [...first.map(({ id }) => id), ...rest];

/** Which tickets a change concerns: the first line's all that is open, another's what is theirs, waits for help, or is late. */
export const concerns =
  (change: Pick<Change, 'at' | 'from'>, isFirstLine: boolean) =>
  (ticket: TicketOutline): boolean =>
    isFirstLine ||
    (change.from !== null && ticket.assignee === change.from) ||
    isCalling(ticket) ||
    (ticket.dueAt !== null && ticket.dueAt <= change.at);

/**
 * Whether nobody has work that somebody should have. A rotation that closes by its windows, with no other for its nights, is
 * left alone on purpose, unless something is due or called for before it opens again.
 */
export const isUnattended = ({ to }: Change, closesOnPurpose: boolean, { counts, calls }: Handed): boolean =>
  to === null && (!closesOnPurpose || counts.dueSoon + calls > 0);

/** Whether nothing is late or called for, and nothing due before `until`. */
export const canWait = ({ handed: { counts, calls, first } }: Facts, until: Instant): boolean =>
  counts.late + calls === 0 && first.every(({ dueAt }) => dueAt === null || dueAt > until);

/** Posted so long after the change, the message says so. */
const LATE_AFTER_MS = 5 * 60_000;
export const isLate = ({ at, postedAt }: Pick<Handover, 'at' | 'postedAt'>): boolean => postedAt - at > LATE_AFTER_MS;

/** What a person wrote for whoever comes next. */
export interface Note {
  user: string;
  text: string;
}
