import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { isDatabaseUrl } from '../config.ts';
import { makeFolder } from '../data-folder.ts';
import { invalid, notFound, unavailable } from '../errors.ts';
import { type Database, sqliteReader } from './database.ts';
import { takeLock } from './lock.ts';
import { WriteQueue } from './write-queue.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../migrations/sqlite', import.meta.url));

/** SQLite waits inside the event loop, so it may wait only briefly; longer waits are ours, see WriteQueue. */
const BUSY_TIMEOUT_MS = 40;

/**
 * Opens the database at `url` (`file:/path/desk.db`, or a plain path), makes missing folders and brings the tables up to
 * date. Throws `invalid` for a URL of another kind and `unavailable` for a file that cannot be opened.
 */
export function openDatabase(url: string): Database {
  const path = databasePath(url);
  try {
    makeFolder(dirname(path));
    const writing = connect(path);
    migrate(drizzle({ client: writing }), { migrationsFolder: MIGRATIONS });
    const reading = connect(path, { readonly: true });
    const queue = new WriteQueue(writing);
    return {
      reader: sqliteReader(drizzle({ client: reading })),
      transact: (clock, work, turn) => queue.run(clock, work, turn),
      on: (topic, hear) => queue.on(topic, hear),
      lock: (name) => takeLock(path, name),
      close: async () => {
        await queue.drained();
        reading.close();
        writing.close();
      },
    };
  } catch (error) {
    throw unavailable(
      `The database ${path} can't be opened: ${error instanceof Error ? error.message : error}. See to DATABASE_URL, and that this user may write there.`,
      error,
    );
  }
}

/** Like {@link openDatabase}, for questions to a database that must be there. Throws `not_found` when it is not. */
export function openExisting(url: string): Database {
  const path = databasePath(url);
  if (existsSync(path)) return openDatabase(url);
  throw noDatabase(path);
}

export const noDatabase = (path: string) =>
  notFound(
    `There is no database at ${path} yet. Run this where the desk runs, or set FIRSTLINE_DATA_DIR or DATABASE_URL; a new desk gets its database from \`firstline import\`.`,
  );

/** The file a database URL names. Throws `invalid` for a URL of another kind. */
export function databasePath(url: string): string {
  if (!isDatabaseUrl(url)) {
    throw invalid(
      `DATABASE_URL is ${new URL(url).protocol}//…, but only SQLite files are supported: use file:/path/to/desk.db.`,
    );
  }
  return url.startsWith('file://') ? fileURLToPath(url) : url.replace(/^file:/, '');
}

function connect(path: string, options: BetterSqlite3.Options = {}): BetterSqlite3.Database {
  const connection = new BetterSqlite3(path, { ...options, timeout: BUSY_TIMEOUT_MS });
  if (!options.readonly) connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('temp_store = MEMORY');
  return connection;
}
