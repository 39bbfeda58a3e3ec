import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export const PIPED: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];

/** What a desk needs to connect to a simulated workspace. */
interface Workspace {
  apiUrl: string;
  botToken: string;
  appToken: string;
}

/** A simulated workspace in a process of its own, so that its work is not measured as the desk's. */
export async function startWorkspace(): Promise<Workspace & { child: ChildProcess }> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/workspace.ts'], { env, stdio: PIPED });
  return { ...(JSON.parse(await lineOf(child, () => true)) as Workspace), child };
}

/** The first line of a child's output that is `wanted`; throws when it ends without one. */
export async function lineOf(child: ChildProcess, wanted: (line: string) => boolean): Promise<string> {
  if (!child.stdout) throw new Error('The child has no output.');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    if (wanted(line)) {
      child.stdout.resume();
      return line;
    }
  }
  throw new Error('The child ended before it was ready.');
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
