import { openLog } from '../../src/log.ts';
import { startRedis } from '../../src/redis/embedded.ts';

/** As much of a desk as a Redis knows: starts it in the folder that it is given, says where it listens, and stays. */

const { url } = await startRedis({ dataDir: process.argv[2] ?? '', log: openLog('silent') });
process.stdout.write(`${url}\n`);
setInterval(() => {}, 1_000);
