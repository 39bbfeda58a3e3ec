import BetterSqlite3 from 'better-sqlite3';
import { built } from './built.ts';

/** The rows of one table as a run of ours left them. */
interface Rows {
  table: string;
  columns: string[];
  rows: unknown[][];
}

/** What a run left behind, ticket by ticket. */
export interface Left {
  tables: Rows[];
  rows: number;
  bytes: number;
}

/** Tables that taking in messages writes, in the order of writing; `inbox` comes first and alone. */
const WRITTEN = ['inbox', 'messages', 'tickets', 'timeline', 'timers', 'posts'];

/** Reads back what a run of ours wrote. */
export function leftIn(path: string): Left {
  const db = new BetterSqlite3(path, { readonly: true });
  const tables = WRITTEN.map((table) => {
    const statement = db.prepare(`select * from "${table}" order by rowid`);
    const columns = statement.columns().map((column) => column.name);
    return { table, columns, rows: statement.raw().all() as unknown[][] };
  });
  db.close();
  const all = tables.flatMap(({ rows }) => rows);
  const bytes = all
    .flat()
    .reduce<number>((sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value) : 8), 0);
  return { tables, rows: all.length, bytes };
}

/**
 * Bare better-sqlite3 writes the same rows into the same tables, by prepared statements, in the same number of commits: each event once
 * as due and later as done together with what followed from it.
 */
export async function writeBare(path: string, left: Left, tickets: number, commits: number): Promise<number> {
  const { openDatabase } = await built<typeof import('../src/db/open.ts')>('db/open.js');
  await openDatabase(path).close();
  const db = new BetterSqlite3(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  const steps = stepsOf(db, left, tickets);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const start = performance.now();
  for (let i = 0; i < commits; i++) {
    begin.run();
    const until = Math.round(((i + 1) * steps.length) / commits);
    for (let step = Math.round((i * steps.length) / commits); step < until; step++) steps[step]?.();
    commit.run();
  }
  const ms = performance.now() - start;
  db.close();
  return ms;
}

function stepsOf(db: BetterSqlite3.Database, { tables }: Left, tickets: number): (() => void)[] {
  const [inbox, ...others] = tables.map(({ table, columns, rows }) => ({
    insert: db.prepare(
      `insert into "${table}" (${columns.map((name) => `"${name}"`)}) values (${columns.map(() => '?')})`,
    ),
    columns,
    rows,
    perTicket: rows.length / tickets,
  }));
  if (!inbox) throw new Error('There is no inbox.');
  const state = inbox.columns.indexOf('state');
  const due = inbox.rows.map((row) => row.with(state, 'due'));
  const done = db.prepare("update inbox set state = 'done' where id = ?");
  return Array.from({ length: tickets }, (_, i) => [
    () => void inbox.insert.run(due[i]),
    () => {
      done.run(inbox.rows[i]?.[0]);
      for (const { insert, rows, perTicket } of others) {
        const until = Math.round((i + 1) * perTicket);
        for (let row = Math.round(i * perTicket); row < until; row++) insert.run(rows[row]);
      }
    },
  ]).flat();
}
