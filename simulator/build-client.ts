import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const sources = fileURLToPath(new URL('./client', import.meta.url));
const built = fileURLToPath(new URL('../.cache/simulator-client', import.meta.url));

/** The folder of the built browser page. Builds it first when a source is newer than the last build. */
export async function buildClient(): Promise<string> {
  const page = await changedAt(join(built, 'index.html'));
  if (page <= (await newestSource()))
    await build({ configFile: join(sources, 'vite.config.ts'), logLevel: 'warn', mode: 'production' });
  return built;
}

async function newestSource(): Promise<number> {
  const files = await readdir(sources, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  return Math.max(...(await Promise.all(paths.map(changedAt))));
}

/** Epoch ms of the last change; 0 for a file that is not there. */
const changedAt = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
