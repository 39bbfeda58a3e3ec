import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../.cache/', import.meta.url));

/** Runs `work` with an empty folder on the project's own disk; the system's temp folder may be memory, where a sync costs nothing. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(`${CACHE}bench-`);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
