import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface Source {
  /** From the project's root, `src/tickets/store.ts`. */
  path: string;
  text: string;
  /** Specifiers as written, and for relative ones the file they lead to. */
  imports: { from: string; target: string | null; typeOnly: boolean }[];
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;

/** Every TypeScript file below a folder, tests left out unless asked for. */
export function sourcesIn(folder: string, { tests = false } = {}): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && (tests || !/\.test\.tsx?$/.test(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      const imports = [...text.matchAll(IMPORT)].map(([, typeOnly, from = '']) => ({
        from,
        target: from.startsWith('.') ? normalize(join(dirname(path), from)) : null,
        typeOnly: Boolean(typeOnly),
      }));
      return { path, text, imports };
    });
}
