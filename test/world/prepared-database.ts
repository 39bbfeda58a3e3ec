import { readFileSync, writeFileSync } from 'node:fs';

const prepared = new Map<string, Buffer>();

/**
 * Puts a database at `path` as `prepare` makes it there, which is done once for all that give the same `key`: the rest are
 * copies, which cost a tenth. The key must say all that the content depends on.
 */
export async function putDatabase(path: string, key: string, prepare: () => Promise<unknown>): Promise<void> {
  const known = prepared.get(key);
  if (known) return writeFileSync(path, known);
  await prepare();
  prepared.set(key, readFileSync(path));
}
