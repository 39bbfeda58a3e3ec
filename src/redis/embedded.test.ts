import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builtProgram } from '../../test/world/built-program.ts';
import { type EmbeddedRedis, startRedis } from './embedded.ts';
import { ask } from './probe.ts';

const log = pino({ level: 'silent' });
const pidOf = async (socket: string) =>
  Number(/process_id:(\d+)/.exec(await ask(socket, (r) => r.info('server')))?.[1]);
const until = (promise: () => unknown) => vi.waitFor(promise, { timeout: 15_000, interval: 20 });

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('startRedis', () => {
  let dataDir: string;
  let redis: EmbeddedRedis | null;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'firstline-'));
    redis = null;
  });
  afterEach(async () => {
    await redis?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('keeps what was written over a stop and a start, and never throws keys away', async () => {
    redis = await startRedis({ dataDir, log });
    await ask(redis.url, (r) => r.set('kept', 'yes'));
    expect(await ask(redis.url, (r) => r.config('GET', 'maxmemory-policy'))).toMatchObject([
      'maxmemory-policy',
      'noeviction',
    ]);
    const pid = await pidOf(redis.url);
    await redis.stop();
    expect(alive(pid)).toBe(false);
    redis = await startRedis({ dataDir, log });
    expect(await ask(redis.url, (r) => r.get('kept'))).toBe('yes');
  });

  it('starts the server again when it is killed, without losing what it had on disk', async () => {
    redis = await startRedis({ dataDir, log });
    const { url } = redis;
    await ask(url, (r) => r.call('CONFIG', 'SET', 'appendfsync', 'always'));
    await ask(url, (r) => r.set('kept', 'yes'));
    const killed = await pidOf(url);
    process.kill(killed, 'SIGKILL');
    await until(async () => expect(await pidOf(url)).not.toBe(killed));
    expect(await ask(url, (r) => r.get('kept'))).toBe('yes');
  });

  it('leaves no server behind when its desk is killed with SIGKILL', async () => {
    const desk = await startDesk(dataDir);
    const [line] = await once(desk.stdout, 'data');
    const pid = await pidOf(String(line).trim());
    desk.kill('SIGKILL');
    await until(() => expect(alive(pid)).toBe(false));
    redis = await startRedis({ dataDir, log });
    expect(await pidOf(redis.url)).not.toBe(pid);
  });

  it('ends a left-over server that nobody guards any more, and takes its data over', async () => {
    const desk = await startDesk(dataDir);
    const [line] = await once(desk.stdout, 'data');
    const socket = String(line).trim();
    const pid = await pidOf(socket);
    await ask(socket, (r) => r.set('kept', 'yes'));
    const guards = childrenOf(parentOf(pid)).filter((child) => child !== pid);
    for (const guard of [...guards, parentOf(pid)]) process.kill(guard, 'SIGKILL');
    desk.kill('SIGKILL');
    await once(desk, 'exit');
    expect(alive(pid)).toBe(true);
    redis = await startRedis({ dataDir, log });
    expect(alive(pid)).toBe(false);
    expect(await ask(redis.url, (r) => r.get('kept'))).toBe('yes');
  });

  it('refuses a data folder in which another desk is at work, and does not disturb it', async () => {
    const desk = await startDesk(dataDir);
    const [line] = await once(desk.stdout, 'data');
    const pid = await pidOf(String(line).trim());
    await expect(startRedis({ dataDir, log })).rejects.toThrow(
      `Another desk (process ${desk.pid}) works in this data folder.`,
    );
    expect(await pidOf(String(line).trim())).toBe(pid);
    desk.kill('SIGKILL');
    await until(() => expect(alive(pid)).toBe(false));
  });
});

const startDesk = async (dataDir: string) =>
  spawn(process.execPath, [await builtProgram('test/world/redis-program.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const processes = () =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));

const parentOf = (pid: number) => processes().find(([one]) => one === pid)?.[1] ?? 0;

const childrenOf = (parent: number) => processes().flatMap(([pid = 0, of]) => (of === parent ? [pid] : []));
