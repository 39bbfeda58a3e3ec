import { findRedisBinary, installRedis } from '../../src/redis/binary.ts';

/** The tests run on a real Redis: where none is installed, one is installed, and said so. */
export default async function setup(): Promise<void> {
  if (await findRedisBinary()) return;
  await installRedis({ say: (line) => process.stdout.write(`${line}\n`) });
}
