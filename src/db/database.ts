import { sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Clock, Instant } from '../clock.ts';
import { type Columns, sqliteColumns } from './columns.ts';
import { direct } from './direct.ts';
import type { Lock } from './lock.ts';

/** The query builder every store speaks. */
export type Sql = BetterSQLite3Database;

/** Something a store can read through: the reading connection, or an open transaction. */
export interface Reader {
  readonly sql: Sql;
  readonly columns: Columns;
}

/** A kind of news that a transaction can leave behind for whoever wakes up on it. */
export interface Topic<T> {
  readonly name: string;
  /** Never set: it only carries the type. */
  readonly news?: T;
}

export const topic = <T>(name: string): Topic<T> => ({ name });

/** An open transaction: one reading of the clock, one commit, and news that wait for that commit. */
export interface Tx extends Reader {
  readonly now: Instant;
  /** Tells the listeners of `topic` once the transaction is safe on disk; never when it is rolled back. */
  announce<T>(topic: Topic<T>, news: T): void;
}

/** `ahead`: somebody waits for the answer, so it goes before what comes by itself. */
export type Turn = 'ahead' | 'usual';

export interface Database {
  /** Sees only committed data. */
  readonly reader: Reader;
  /** Queues `work` behind other writers. Committed when the promise resolves; undone completely when it rejects. */
  transact<T>(clock: Clock, work: (tx: Tx) => Promise<T>, turn?: Turn): Promise<T>;
  /** Hears what committed transactions of this process announced. News only wake: whoever listens reads the rows. */
  on<T>(topic: Topic<T>, hear: (news: T) => void): void;
  /** Takes the right to do `name` for this process alone, of all that share the database; null while another has it. */
  lock(name: string): Lock | null;
  close(): Promise<void>;
}

/**
 * One transaction, one reading of the clock, and everything that follows from it. `work` must not wait for anything but
 * the database, and must not open another transaction.
 */
export const inTransaction = <T>(
  desk: { db: Database; clock: Clock },
  work: (tx: Tx) => Promise<T>,
  turn?: Turn,
): Promise<T> => desk.db.transact(desk.clock, work, turn);

/** The tables of a feature in the dialect of whoever asks; built once per dialect. */
export function tablesOf<T>(build: (columns: Columns) => T): (on: Reader) => T {
  const made = new Map<Columns, T>();
  return (on) => {
    const known = made.get(on.columns);
    if (known) return known;
    const tables = build(on.columns);
    made.set(on.columns, tables);
    return tables;
  };
}

/** A statement prepared once per connection, for the paths that run often. */
export function statement<P>(prepare: (on: Reader) => P): (on: Reader) => P {
  const prepared = new WeakMap<Sql, P>();
  return (on) => {
    const known = prepared.get(on.sql);
    if (known) return known;
    const made = direct(prepare(on));
    prepared.set(on.sql, made);
    return made;
  };
}

/**
 * A limit written into a statement. SQLite plans a statement whose limit is a parameter anew at every execution, which takes
 * longer than most statements do.
 */
export const atMost = (rows: number): number => sql.raw(String(rows)) as unknown as number;

/** How many rows a statement wrote. Asking for the rows themselves, by `returning`, costs half an insert more. */
export const rowsWritten = (result: { changes: number }): number => result.changes;

export const sqliteReader = (sql: Sql): Reader => ({ sql, columns: sqliteColumns });
