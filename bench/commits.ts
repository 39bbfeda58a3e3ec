import BetterSqlite3 from 'better-sqlite3';

/** Counts the commits of this process from now on; the answer ends the counting and says how many there were. */
export function countCommits(): () => number {
  const { prototype } = BetterSqlite3;
  const { exec } = prototype;
  let commits = 0;
  prototype.exec = function (this: BetterSqlite3.Database, sql: string) {
    if (sql === 'COMMIT') commits += 1;
    return exec.call(this, sql);
  };
  return () => {
    prototype.exec = exec;
    return commits;
  };
}
