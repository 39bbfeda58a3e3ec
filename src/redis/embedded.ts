import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { makeFolder } from '../data-folder.ts';
import { unavailable } from '../errors.ts';
import { findRedisBinary } from './binary.ts';
import { endLeftOver } from './left-over.ts';
import { answers } from './probe.ts';
import { socketPath } from './socket-path.ts';

const START_PATIENCE_MS = 20_000;
const STOP_PATIENCE_MS = 10_000;
const LONGEST_RESTART_WAIT_MS = 5_000;

/**
 * Runs the server and ends it as soon as standard input ends, which the kernel sees to when this process dies, however it
 * dies. The server is in a process group of its own, so Ctrl-C reaches the desk first and Redis last.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- & server=$!
( while read -r _; do :; done <&3; kill "$server" ) & watch=$!
exec 3<&-
wait "$server"; code=$?
kill "$watch" 2>/dev/null
exit $code
`;

export interface EmbeddedRedis {
  /** The path of its unix socket; ioredis takes it in the place of a URL. */
  readonly url: string;
  /** Ends the server after it has written everything down. */
  stop(): Promise<void>;
}

/**
 * Starts a private Redis for one desk: on a unix socket, reachable by this user only, with every write in an append-only file
 * under `dataDir`. One that was left over by a killed desk is ended first; one that dies is started again. Throws
 * `unavailable` when there is no server program or it does not come up.
 */
export async function startRedis(given: { dataDir: string; log: Logger }): Promise<EmbeddedRedis> {
  const folder = join(resolve(given.dataDir), 'redis');
  const log = given.log.child({ part: 'redis' });
  const binary = await findRedisBinary();
  if (!binary) {
    throw unavailable(
      'No Redis was found. Install redis-server or valkey-server, or set REDIS_URL to a Redis that is running.',
    );
  }
  makeFolder(folder);
  const socket = socketPath(folder);
  const pids = { server: join(folder, 'redis.pid'), desk: join(folder, 'desk.pid') };
  let stopping = false;
  let relaunching: Promise<void> | null = null;
  let child: ChildProcess;

  const launch = async () => {
    await endLeftOver(socket, pids);
    rmSync(socket, { force: true });
    writeFileSync(pids.desk, String(process.pid));
    child = spawn('/bin/sh', ['-c', GUARD, 'sh', binary, ...settings({ folder, socket, pidFile: pids.server })], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin?.on('error', () => {});
    const said = lastLines(child);
    const ended = once(child, 'exit').then(() => false);
    if (await Promise.race([ended, answers(socket, START_PATIENCE_MS)])) {
      child.once('exit', () => {
        if (!stopping) relaunching = relaunch();
      });
      return;
    }
    await end(child);
    throw unavailable(`Redis (${binary}) does not start in ${folder}. It says: ${said() || 'nothing'}`);
  };
  const relaunch = async () => {
    for (let tries = 0; !stopping; tries += 1) {
      if (tries === 0) log.warn('The private Redis ended unexpectedly and is started again.');
      await wait(Math.min(100 * 2 ** tries, LONGEST_RESTART_WAIT_MS));
      try {
        if (!stopping) await launch();
        return;
      } catch (error) {
        if (tries === 0) log.error({ problem: String(error) }, 'The private Redis does not start; it is tried again.');
      }
    }
  };

  await launch();
  return {
    url: socket,
    stop: async () => {
      stopping = true;
      await relaunching;
      await end(child);
    },
  };
}

const settings = (at: { folder: string; socket: string; pidFile: string }): string[] => [
  ...[
    '--port',
    '0',
    '--unixsocket',
    at.socket,
    '--unixsocketperm',
    '700',
    '--daemonize',
    'no',
    '--pidfile',
    at.pidFile,
  ],
  ...['--dir', at.folder, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning'],
];

/** Keeps the end of what a child says, for the sentence when it does not start. */
function lastLines(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-1_000);
    });
  }
  return () => said.trim();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.stdin?.end();
  const late = new AbortController();
  await Promise.race([
    ended,
    wait(STOP_PATIENCE_MS, undefined, { signal: late.signal }).then(
      () => killGroup(child),
      () => {},
    ),
  ]);
  late.abort();
  await ended;
}

function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}
