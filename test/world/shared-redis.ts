import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../../src/log.ts';
import { startRedis } from '../../src/redis/embedded.ts';
import { ask } from '../../src/redis/probe.ts';

/** As many as a server has without being told otherwise. */
const DATABASES = 16;

interface Shared {
  url: string;
  free: number[];
  end(): Promise<void>;
}

/** A database of one Redis, empty and nobody else's until it is given back. */
export interface RedisDatabase {
  url: string;
  giveBack(): Promise<void>;
}

let shared: Promise<Shared> | null = null;

/** The worlds of a test file share one Redis and nothing in it: starting one for each costs more than most of them do. */
export async function redisDatabase(): Promise<RedisDatabase> {
  shared ??= start();
  const { url: socket, free } = await shared;
  const number = free.pop();
  if (number === undefined) throw new Error(`A test file can have ${DATABASES} worlds at a time.`);
  const url = `${socket}?db=${number}`;
  return {
    url,
    giveBack: async () => {
      await ask(url, (redis) => redis.flushdb());
      free.push(number);
    },
  };
}

/** Ends the Redis of the test file that is over, if it has needed one. */
export async function endSharedRedis(): Promise<void> {
  const ending = shared;
  shared = null;
  await (await ending)?.end();
}

async function start(): Promise<Shared> {
  const dataDir = await mkdtemp(join(tmpdir(), 'firstline-'));
  const server = await startRedis({ dataDir, log: openLog('silent') });
  return {
    url: server.url,
    free: Array.from({ length: DATABASES }, (_, number) => number),
    end: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
