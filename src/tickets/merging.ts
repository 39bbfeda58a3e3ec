import type { Instant } from '../clock.ts';
import { customerName, deskChannel } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { conflict } from '../errors.ts';
import * as outbox from '../outbox/outbox.ts';
import { clocks } from '../sla/clock.ts';
import { owedBy } from '../sla/merge.ts';
import type { ClockReading } from '../sla/reading.ts';
import { namesOf } from '../slack/people.ts';
import { mentionedIn, permalink, plain } from '../slack/text.ts';
import { type Entry, type NewEntry, theDesk } from '../timeline/entry.ts';
import { history, record } from '../timeline/timeline.ts';
import { staff } from './access.ts';
import { announceMerged } from './announce.ts';
import { remindersIn } from './due.ts';
import { merge } from './lifecycle.ts';
import { ongoing as ongoingTickets } from './lists.ts';
import { mergeModal } from './modal-views.ts';
import { triageCardOf } from './places.ts';
import { apply, bringUpToDate } from './service.ts';
import * as store from './store.ts';
import { type Ticket, ticketKey } from './ticket.ts';
import { wroteElsewhere } from './views.ts';

/** The form to merge a ticket. Throws `conflict` when its customer has no other that is ongoing. */
export async function mergeForm(tx: Tx, id: number, who: string): Promise<ReturnType<typeof mergeModal>> {
  await staff(tx, who, 'merge tickets');
  const ticket = await store.get(tx, id);
  const ongoing = await ongoingTickets(tx, { customerId: ticket.customerId, limit: 101 });
  const others = ongoing.filter((other) => other.id !== id);
  if (others.length === 0) {
    const customer = await customerName(tx, ticket.customerId);
    throw conflict(`${customer} has no other open ticket, so there is nothing to merge ${ticketKey(id)} into.`);
  }
  return mergeModal(ticket, others);
}

/**
 * Ends a ticket whose matter goes on in another one of the same customer, and tells its thread so. The other one takes over what is
 * owed. Twice is once. Throws `forbidden` for anybody who isn't staff, `conflict` where a promise would be forgotten.
 */
export async function mergeTickets(desk: Desk, tx: Tx, id: number, into: number, who: string): Promise<void> {
  const by = await staff(tx, who, 'merge tickets');
  const entries = await history(tx, id);
  const readings = clocks(entries, desk, tx.now);
  const owed = owedBy(readings, tx.now);
  const { merged, survivor } = merge(await store.get(tx, id), await store.get(tx, into), owed, by, tx.now);
  if (merged.entries.length === 0) return;
  const ticket = await apply(desk, tx, merged);
  for (const entry of survivor.entries) await record(tx, into, entry);
  const after = clocks(await history(tx, into), desk, tx.now);
  mustPromise(after, owed, id, into);
  for (const entry of heardAlready({ entries, readings }, after, tx.now)) await record(tx, into, entry);
  await bringUpToDate(desk, tx, survivor.ticket);
  await announceMerged(desk, tx, ticket);
}

/** What is still owed must have a clock on the other ticket too. */
function mustPromise(survivor: ClockReading[], owed: ReturnType<typeof owedBy>, id: number, into: number): void {
  const answers = survivor.some(({ name }) => name !== 'resolution');
  const resolves = survivor.some(({ name }) => name === 'resolution');
  const lost = owed.response && !answers ? 'an answer' : owed.resolution && !resolves ? 'a resolution' : null;
  if (lost === null) return;
  const [ended, other] = [ticketKey(id), ticketKey(into)];
  throw conflict(
    `${ended} is still promised ${lost}, and ${other} is of a kind that is promised none. Merge ${other} into ${ended} instead.`,
  );
}

/** A breach of the merged ticket that people have heard of is no news on the other one. */
function heardAlready(
  merged: { entries: Entry[]; readings: ClockReading[] },
  survivor: ClockReading[],
  now: Instant,
): NewEntry[] {
  const told = remindersIn(merged.entries).filter(({ data }) => data.kind === 'breach');
  const late = merged.readings.filter(
    ({ name, state, since }) => state === 'breached' && told.some(({ at, data }) => data.clock === name && at >= since),
  );
  const isResolution = ({ name }: ClockReading) => name === 'resolution';
  return survivor
    .filter((clock) => clock.state === 'breached' && late.some((each) => isResolution(each) === isResolution(clock)))
    .map(({ name, dueAt }) => ({
      kind: 'reminded',
      at: now,
      by: theDesk,
      data: { clock: name, kind: 'breach', threshold: 'breach', dueAt: dueAt ?? now, recipients: [] },
    }));
}

/** Shows the team what a customer wrote in the thread of a ticket that was merged into this one. */
export async function announceWritten(
  desk: Desk,
  tx: Tx,
  ticket: Ticket,
  merged: Ticket,
  message: { channel: string; ts: string; thread: string; user: string; text: string },
): Promise<void> {
  const triage = await deskChannel(tx, 'triage');
  if (!triage) return;
  const { channel, ts, thread, user, text } = message;
  const name = await namesOf(tx, [user, ...mentionedIn(text)]);
  const url = permalink(desk.home, channel, ts, thread);
  const card = triageCardOf(ticket.id);
  const said = wroteElsewhere(name(user), ticketKey(merged.id), url, plain(text, name));
  await outbox.tellTeam(tx, { channel: triage, under: card }, said, `${card}-from-${merged.id}-${ts}`);
}
