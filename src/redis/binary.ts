import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { unavailable } from '../errors.ts';

const run = promisify(execFile);

/** Either serves: Valkey is the free continuation of Redis. */
const SERVERS = ['redis-server', 'valkey-server'];

/** The command that starts a Redis or Valkey server on this machine; null when none is installed. */
export async function findRedisBinary(servers: readonly string[] = SERVERS): Promise<string | null> {
  for (const server of servers) if (await works(server, '--version')) return server;
  return null;
}

/**
 * Installs Redis where that needs no questions: with apt-get as root on Debian and its kin, with Homebrew on macOS. Says
 * what it does and returns the server's command; an installed one is returned as it is. Throws `unavailable` elsewhere.
 */
export async function installRedis({ say }: { say: (line: string) => void }): Promise<string> {
  const found = await findRedisBinary();
  if (found) return found;
  for (const command of await installation()) {
    say(`Redis is missing. Running: ${command.join(' ')}`);
    await runAloud(command, say);
  }
  const installed = await findRedisBinary();
  if (installed) return installed;
  throw unavailable(
    'Redis is needed and could not be installed from here. Install redis-server or valkey-server (for example with ' +
      '"sudo apt-get install redis-server" or "brew install redis"), or set REDIS_URL to a Redis that is running.',
  );
}

async function installation(): Promise<string[][]> {
  if (process.platform === 'linux' && process.getuid?.() === 0 && (await works('apt-get', '--version'))) {
    return [
      ['apt-get', 'update', '-q'],
      ['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'redis-server'],
    ];
  }
  if (process.platform === 'darwin' && (await works('brew', '--version'))) return [['brew', 'install', 'redis']];
  return [];
}

const works = (command: string, ...args: string[]): Promise<boolean> =>
  run(command, args).then(
    () => true,
    () => false,
  );

/** Ends also when the command fails: whether the server is there afterwards decides. */
function runAloud([command = '', ...args]: string[], say: (line: string) => void): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line.trim()) say(line);
    });
  }
  return new Promise((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
}
