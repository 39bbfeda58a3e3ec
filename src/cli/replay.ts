import type { Clock, Instant } from '../clock.ts';
import type { Where } from '../config.ts';
import { customerName, customers, isCustomer } from '../customers/service.ts';
import type { Reader } from '../db/database.ts';
import { openForReading } from '../db/inspect.ts';
import { notFound } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import { readPolicy } from '../policy/read.ts';
import { keptPolicies } from '../policy/service.ts';
import {
  count,
  dueChanges,
  noTallies,
  outcomeChanges,
  type Replayed,
  replay,
  type Tallies,
  type TallyOfClock,
  tally,
  type UnknownWord,
} from '../sla/replay.ts';
import type { Terms } from '../sla/rules.ts';
import * as tickets from '../tickets/lists.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { histories } from '../timeline/timeline.ts';
import { instantIn } from './instant.ts';
import { inFigures } from './text.ts';

/** One promise of one ticket. */
export interface TicketReplayed extends Replayed {
  ticketId: number;
  customer: string;
  priority: string;
}

/** What a policy would have made of the tickets there are. */
export interface ReplayReport {
  policy: Policy;
  at: Instant;
  /** Tickets that were measured by both. */
  replayed: number;
  table: TallyOfClock[];
  /** Late by one of the two alone, in order of tickets. */
  changes: TicketReplayed[];
  /** The promises that nobody has met or ended yet, and of those the ones {@link dueChanges} tells; what is due first first. */
  open: Tallies;
  running: TicketReplayed[];
  /** Tickets that were left out, and of each word that the policy does not have how many use it. */
  leftOut: number;
  unknown: Record<string, number>;
}

/** Which tickets: of one customer, written from an ISO-8601 instant on. */
export interface Which {
  customer?: string;
  since?: string;
}

const PAGE = 500;
const SLOW_MS = 2_000;

/**
 * Measures the tickets of the database as they were promised and as a policy would have measured them. Changes nothing; a desk may run
 * beside it. `progress` hears how far it is, every few seconds.
 */
export async function replayPolicy(
  config: Where,
  clock: Clock,
  policyPath: string,
  which: Which = {},
  progress: (line: string) => void = () => {},
): Promise<ReplayReport> {
  const policy = readPolicy(policyPath);
  const db = openForReading(config.databaseUrl);
  try {
    return await replayAll(db.reader, policy, clock, which, progress);
  } finally {
    db.close();
  }
}

async function replayAll(
  on: Reader,
  policy: Policy,
  clock: Clock,
  which: Which,
  progress: (line: string) => void,
): Promise<ReplayReport> {
  const at = clock.now();
  const report: ReplayReport = {
    policy,
    at,
    replayed: 0,
    table: [],
    changes: [],
    open: noTallies(),
    running: [],
    leftOut: 0,
    unknown: {},
  };
  const filter = {
    ...(which.customer === undefined ? {} : { customerId: await customerIn(on, which.customer) }),
    ...(which.since === undefined ? {} : { since: instantIn(which.since, policy.timezone) }),
  };
  const was = await termsSoFar(on, policy);
  const names = namesOfCustomers(on);
  let said = at;
  for await (const page of tickets.pages(on, filter, PAGE)) {
    const entries = await histories(on, page);
    for (const ticket of page) {
      const found = replay(entries.get(ticket.id) ?? [], was, policy, at);
      if ('unknown' in found) leaveOut(report, found.unknown);
      else add(report, ticket, await names(ticket.customerId), found.promises);
    }
    const seen = report.replayed + report.leftOut;
    if (clock.now() - said >= SLOW_MS) {
      progress(`${inFigures(seen)} tickets so far`);
      said = clock.now();
    }
  }
  report.running.sort((a, b) => (a.wouldBe?.dueAt ?? Infinity) - (b.wouldBe?.dueAt ?? Infinity));
  return report;
}

function add(report: ReplayReport, ticket: Ticket, customer: string, promises: readonly Replayed[]): void {
  const { id: ticketId, priority } = ticket;
  report.replayed++;
  tally(report.table, priority, promises);
  count(
    report.open,
    promises.filter(({ isRunning }) => isRunning),
  );
  for (const promise of promises) {
    const told = { ticketId, customer, priority, ...promise };
    if (outcomeChanges(promise)) report.changes.push(told);
    if (dueChanges(promise)) report.running.push(told);
  }
}

function leaveOut(report: ReplayReport, words: readonly UnknownWord[]): void {
  report.leftOut++;
  for (const { noun, key } of words) {
    const word = `${noun} "${key}"`;
    report.unknown[word] = (report.unknown[word] ?? 0) + 1;
  }
}

/** What the tickets were promised by: every policy the desk ever ran by, the one in force for whatever the others have no word for. */
async function termsSoFar(on: Reader, otherwise: Policy): Promise<Terms> {
  const earlier = await keptPolicies(on);
  return { policy: earlier.at(-1) ?? otherwise, earlier };
}

/** Throws `not_found` for who was never a customer, naming those we support. */
async function customerIn(on: Reader, id: string): Promise<string> {
  if (await isCustomer(on, id)) return id;
  const known = (await customers(on)).map((one) => one.id);
  throw notFound(
    `There is no customer "${id}". ${known.length > 0 ? `Choose one of: ${known.sort().join(', ')}.` : 'There are none yet.'}`,
  );
}

function namesOfCustomers(on: Reader): (id: string) => Promise<string> {
  const known = new Map<string, string>();
  return async (id) => {
    const name = known.get(id) ?? (await customerName(on, id));
    known.set(id, name);
    return name;
  };
}
