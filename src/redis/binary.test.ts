import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findRedisBinary, installRedis } from './binary.ts';
import { socketPath } from './socket-path.ts';

it('finds a server on the PATH, and says so when there is none', async () => {
  expect(await findRedisBinary()).toMatch(/^(redis|valkey)-server$/);
  expect(await findRedisBinary(['no-such-server'])).toBeNull();
});

it('installs nothing where a server is there already', async () => {
  const said: string[] = [];
  expect(await installRedis({ say: (line) => said.push(line) })).toMatch(/-server$/);
  expect(said).toEqual([]);
});

it('listens inside the data folder when the path fits into a socket address', () => {
  expect(socketPath('/srv/desk/redis')).toBe('/srv/desk/redis/redis.sock');
});

it('moves to one short folder of its own for a long path, always the same for the same folder', () => {
  const temp = mkdtempSync(join(tmpdir(), 'short-'));
  const long = `/srv/${'long/'.repeat(30)}redis`;
  try {
    const path = socketPath(long, temp);
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    expect(path.startsWith(temp)).toBe(true);
    expect(socketPath(long, temp)).toBe(path);
    expect(socketPath(`${long}2`, temp)).not.toBe(path);
  } finally {
    rmSync(temp, { recursive: true });
  }
});
