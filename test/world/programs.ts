import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test asks for a program; see {@link builtProgram}. */
    programs: string;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, '.cache');

/** What tests run as a process of its own. */
const PROGRAMS = ['src/main.ts', 'src/cli/main.ts', 'test/world/desk-program.ts', 'test/world/redis-program.ts'];

/** Builds programs out of our sources for all tests, once, when the first test asks for one. */
export default async function setup(project: TestProject): Promise<() => void> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'programs-'));
  let building: Promise<void> | null = null;
  const server = createServer((request, response) => {
    const source = (request.url ?? '').slice(1);
    if (!PROGRAMS.includes(source)) return void response.writeHead(404).end('It is not among PROGRAMS.');
    building ??= build(folder);
    building.then(
      () => response.end(join(folder, nameOf(source))),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  project.provide('programs', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
}

const nameOf = (source: string): string => source.replaceAll('/', '-').replace(/\.ts$/, '.js');

/**
 * With all libraries but the native one, and those taken in when asked for, a program starts in half the time of one whose libraries
 * lie in thousands of files. It stands as deep in the project as any source, because the migrations are found by their place from there.
 */
async function build(outDir: string): Promise<void> {
  const { build: bundle } = await import('vite');
  await bundle({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(PROGRAMS.map((source) => [nameOf(source), join(ROOT, source)])),
        output: { entryFileNames: '[name]', chunkFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  });
}
