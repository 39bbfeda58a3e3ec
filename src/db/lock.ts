import BetterSqlite3 from 'better-sqlite3';

/** Something that only one process may do at a time. */
export interface Lock {
  /** Lets another process have it. */
  release(): void;
}

/**
 * Takes the lock `name` of the database at `path`, or answers null while somebody else has it. The operating system frees it when
 * the process ends, however it ends, so nobody has to wait for a lease of the dead to run out.
 */
export function takeLock(path: string, name: string): Lock | null {
  const file = new BetterSqlite3(`${path}-${name}.lock`, { timeout: 0 });
  try {
    file.exec('begin exclusive');
    return { release: () => void file.close() };
  } catch (error) {
    file.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
