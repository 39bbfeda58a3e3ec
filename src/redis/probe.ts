import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';

const TRY_EVERY_MS = 20;
const ANSWER_PATIENCE_MS = 1_000;

/** Whether the server on this socket answers within `patienceMs`; one that still reads its file is waited for. */
export async function answers(socket: string, patienceMs: number): Promise<boolean> {
  for (const until = performance.now() + patienceMs; performance.now() < until; ) {
    if (await ask(socket, (redis) => redis.ping()).catch(() => null)) return true;
    await wait(TRY_EVERY_MS);
  }
  return false;
}

/** Asks the server at this socket or URL one thing over a connection of its own; rejects soon, saying why, when it can't. */
export async function ask<T>(socket: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(socket, {
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: ANSWER_PATIENCE_MS,
    commandTimeout: ANSWER_PATIENCE_MS,
  });
  let heard: Error | undefined;
  redis.on('error', (error) => {
    heard = error;
  });
  try {
    await redis.connect();
    return await question(redis);
  } catch (error) {
    throw heard ?? error;
  } finally {
    redis.disconnect();
  }
}
