import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where `npm run build` puts the program. */
const BUILT = fileURLToPath(new URL('../dist/', import.meta.url));

/**
 * A module of the program as it ships, by its path in `dist/`. What is measured is never loaded from the sources: the loader
 * that runs TypeScript makes functions slower.
 */
export async function built<Module>(path: string): Promise<Module> {
  const file = `${BUILT}${path}`;
  if (!existsSync(file)) throw new Error(`${file} is missing. Run "npm run build" first; "npm run bench" does.`);
  return (await import(file)) as Module;
}
