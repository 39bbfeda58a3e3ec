import { and, asc, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { atMost, type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { changedMeanwhile, placeholders, type Row, ticketOf } from './store.ts';
import { ticketTables } from './tables.ts';
import type { Ticket } from './ticket.ts';

const tables = tablesOf(ticketTables);

/** Written into the statement: SQLite plans one whose limit is a parameter anew every time. */
const AT_ONCE = 50;

const updateDue = statement((on) => {
  const { tickets } = tables(on);
  const changing = ['policyVersion', 'dueAt', 'dueClock', 'settledUnder', 'cardsBehind'] as const;
  return on.sql
    .update(tickets)
    .set({ ...placeholders(changing), version: sql`${tickets.version} + 1` } as never)
    .where(and(eq(tickets.id, sql.placeholder('id')), eq(tickets.version, sql.placeholder('version'))))
    .prepare();
});

/** Stores what follows from the policy in force alone. Throws `conflict` like {@link save}. */
export async function saveDue(tx: Tx, ticket: Ticket): Promise<void> {
  if (rowsWritten(await updateDue(tx).execute({ ...ticket })) === 0) throw changedMeanwhile(ticket.id);
}

const updateSettled = statement((on) => {
  const { tickets } = tables(on);
  return on.sql
    .update(tickets)
    .set(placeholders(['settledUnder']) as never)
    .where(eq(tickets.id, sql.placeholder('id')))
    .prepare();
});

/** Notes under which policy a ticket's timers were worked out, where nothing else of it changes. */
export async function markSettled(tx: Tx, id: number, settledUnder: string): Promise<void> {
  await updateSettled(tx).execute({ id, settledUnder });
}

const updateShown = statement((on) => {
  const { tickets } = tables(on);
  return on.sql
    .update(tickets)
    .set({ cardsBehind: false })
    .where(eq(tickets.id, sql.placeholder('id')))
    .prepare();
});

/** Notes that nothing more is to be done for a ticket's cards. */
export async function markShown(tx: Tx, id: number): Promise<void> {
  await updateShown(tx).execute({ id });
}

/** Said exactly like the partial indexes say it: only then are they used. */
const notClosed = sql`state_kind <> 'closed'`;
const isBehind = sql`cards_behind = 1`;

const otherVersion = (side: '<' | '>') =>
  statement((on) => {
    const { tickets } = tables(on);
    return on.sql
      .select({ settledUnder: tickets.settledUnder })
      .from(tickets)
      .where(and(notClosed, sql`${tickets.settledUnder} ${sql.raw(side)} ${sql.placeholder('version')}`))
      .orderBy(asc(tickets.settledUnder))
      .limit(atMost(1))
      .prepare();
  });
const otherVersions = [otherVersion('<'), otherVersion('>')];

const settledUnderVersion = statement((on) => {
  const { tickets } = tables(on);
  return on.sql
    .select()
    .from(tickets)
    .where(and(notClosed, eq(tickets.settledUnder, sql.placeholder('version'))))
    .orderBy(asc(tickets.stateKind), asc(tickets.dueAt))
    .limit(atMost(AT_ONCE))
    .prepare();
});

/** The next fifty tickets that aren't closed and were settled last under another policy than this one: cheap among a million. */
export async function outOfDate(on: Reader, version: string): Promise<Ticket[]> {
  for (const side of otherVersions) {
    const [other] = await side(on).execute({ version });
    if (!other) continue;
    const rows = await settledUnderVersion(on).execute({ version: other.settledUnder });
    return rows.map((row) => ticketOf(row as Row));
  }
  return [];
}

/** How many those are. */
export async function countOutOfDate(on: Reader, version: string): Promise<number> {
  const { tickets } = tables(on);
  const older = await on.sql.$count(tickets, and(notClosed, lt(tickets.settledUnder, version)));
  return older + (await on.sql.$count(tickets, and(notClosed, gt(tickets.settledUnder, version))));
}

/** The next tickets whose cards show what was true before, what is due first. */
export async function behind(on: Reader, most: number): Promise<Ticket[]> {
  const { tickets } = tables(on);
  const due = [isNotNull(tickets.dueAt), isNull(tickets.dueAt)];
  const rows: Row[] = [];
  for (const part of due) {
    const select = on.sql.select().from(tickets).where(and(isBehind, part));
    rows.push(...((await select.orderBy(asc(tickets.dueAt)).limit(most - rows.length)) as Row[]));
  }
  return rows.map(ticketOf);
}

export const countBehind = (on: Reader): Promise<number> => on.sql.$count(tables(on).tickets, isBehind);

/** Marks the tickets that nobody has, as long as they are not over; answers how many were not marked before. */
export async function markUnassignedBehind(tx: Tx): Promise<number> {
  const { tickets } = tables(tx);
  const theirs = and(sql`state_kind in ('open', 'on_hold')`, isNull(tickets.assignee), eq(tickets.cardsBehind, false));
  return rowsWritten(await tx.sql.update(tickets).set({ cardsBehind: true }).where(theirs));
}
