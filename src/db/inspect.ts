import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { unavailable } from '../errors.ts';
import { type Reader, sqliteReader } from './database.ts';
import { databasePath, MIGRATIONS, noDatabase } from './open.ts';

/** What a look at the database found; it was not changed. */
export interface Inspection {
  path: string;
  /** To be trusted only when the tables are `current`. */
  reader: Reader;
  /** `old` tables are brought up to date by the next start; `new` ones were made by a newer program. */
  tables: 'current' | 'old' | 'new';
  /** What SQLite says of a damaged file, one sentence each; empty for a sound one. */
  damage: string[];
  close(): void;
}

/**
 * The database for questions alone, also while a desk runs: it is neither made nor changed. Throws `not_found` when there is none and
 * `unavailable` when it can't be read, or its tables are not those of this program.
 */
export function openForReading(url: string): { reader: Reader; close(): void } {
  const path = databasePath(url);
  if (!existsSync(path)) throw noDatabase(path);
  let connection: BetterSqlite3.Database;
  let tables: Inspection['tables'];
  try {
    connection = new BetterSqlite3(path, { readonly: true });
    tables = stateOf(connection);
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw unavailable(
      `The database ${path} can't be read (${why}). See to DATABASE_URL and who may read there.`,
      error,
    );
  }
  if (tables === 'current') {
    return { reader: sqliteReader(drizzle({ client: connection })), close: () => connection.close() };
  }
  connection.close();
  throw unavailable(
    tables === 'old'
      ? `The database ${path} is of an older program. Start the desk once, which brings it up to date.`
      : `The database ${path} is of a newer program. Run this with that one.`,
  );
}

/**
 * Looks at the database without changing it; null when there is none yet. Throws `invalid` for a URL of another kind and
 * `unavailable` for a file that can't be read or written.
 */
export function inspectDatabase(url: string): Inspection | null {
  const path = databasePath(url);
  if (!existsSync(path)) return null;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    const connection = new BetterSqlite3(path, { readonly: true });
    const damage = (connection.pragma('quick_check') as { quick_check: string }[]).map((row) => row.quick_check);
    return {
      path,
      reader: sqliteReader(drizzle({ client: connection })),
      tables: stateOf(connection),
      damage: damage.filter((line) => line !== 'ok'),
      close: () => connection.close(),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw unavailable(
      `The database ${path} can't be used (${why}). See to DATABASE_URL and who may write there, or restore a backup.`,
      error,
    );
  }
}

function stateOf(connection: BetterSqlite3.Database): Inspection['tables'] {
  const journal = readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8');
  const newest = Math.max(...(JSON.parse(journal) as { entries: { when: number }[] }).entries.map(({ when }) => when));
  const known = connection.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  const done = known
    ? (connection.prepare('select max(created_at) as at from __drizzle_migrations').get() as { at: number | null }).at
    : null;
  if (done === null || done < newest) return 'old';
  return done > newest ? 'new' : 'current';
}
