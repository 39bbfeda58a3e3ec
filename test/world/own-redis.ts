import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { openLog } from '../../src/log.ts';
import { type EmbeddedRedis, startRedis } from '../../src/redis/embedded.ts';

/** A Redis that the desk uses by REDIS_URL, and that a test can empty, end and start again. */
export async function ownRedis() {
  const dataDir = await mkdtemp(join(tmpdir(), 'firstline-'));
  const launch = () => startRedis({ dataDir, log: openLog('silent') });
  let server: EmbeddedRedis | null = await launch();
  const { url } = server;
  const end = async () => {
    await server?.stop();
    server = null;
  };
  return {
    url,
    ask: async <T>(question: (redis: Redis) => Promise<T>): Promise<T> => {
      const redis = new Redis(url);
      try {
        return await question(redis);
      } finally {
        redis.disconnect();
      }
    },
    end,
    start: async () => {
      server = await launch();
    },
    [Symbol.asyncDispose]: async () => {
      await end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
