import { inject } from 'vitest';

/** The path of a program out of our sources in one file, built once for all tests. `source` is a path in the project. */
export async function builtProgram(source: string): Promise<string> {
  const response = await fetch(`${inject('programs')}/${source}`);
  const said = await response.text();
  if (!response.ok) throw new Error(`${source} can't be built: ${said}`);
  return said;
}
