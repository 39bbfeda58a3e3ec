import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { MovableClock } from '../clock.ts';
import { openDatabase } from '../db/open.ts';
import { startRedis } from '../redis/embedded.ts';
import { startTimers } from './alarms.ts';
import { rings, timer } from './timer.ts';

const chime = timer('chime', z.object({ n: z.number() }), { key: ({ n }) => String(n) });
const COUNT = 2_000;

/** A desk of its own that sets timers, begins to work them off, and says so in the middle of a verb. */
const desk = (database: string, redis: string) => {
  const at = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
  return `
    import { sql } from 'drizzle-orm';
    import { pino } from 'pino';
    import { z } from 'zod';
    import { MovableClock } from ${at('../clock.ts')};
    import { inTransaction } from ${at('../db/database.ts')};
    import { openDatabase } from ${at('../db/open.ts')};
    import { startTimers } from ${at('./alarms.ts')};
    import { rings, timer } from ${at('./timer.ts')};
    import { setTimer } from ${at('./timers.ts')};
    const db = openDatabase(${JSON.stringify(database)});
    const clock = new MovableClock();
    const chime = timer('chime', z.object({ n: z.number() }), { key: ({ n }) => String(n) });
    const verb = rings(chime, async (tx, { n }) => {
      tx.sql.run(sql\`insert into rung values (\${n})\`);
      if (n === 700) console.log('in the middle');
    });
    startTimers({ db, clock, log: pino({ level: 'silent' }), redis: ${JSON.stringify(redis)}, verbs: [verb] });
    await inTransaction({ db, clock }, async (tx) => {
      tx.sql.run(sql\`create table rung (n integer)\`);
      for (let n = 0; n < ${COUNT}; n += 1) await setTimer(tx, chime, { n }, tx.now + 300);
    });`;
};

it('rings everything once when the desk is killed in the middle of a pass and started again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-'));
  const url = `file:${join(folder, 'desk.db')}`;
  const log = pino({ level: 'silent' });
  const redis = await startRedis({ dataDir: folder, log });
  const program = ['--import', 'tsx', '--input-type=module', '-e', desk(url, redis.url)];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const db = openDatabase(url);
  const rows = () => db.reader.sql.all<{ n: number }>(sql`select n from rung`).map(({ n }) => n);
  const before = rows().length;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(COUNT);
  const verb = rings(chime, async (tx, { n }) => void tx.sql.run(sql`insert into rung values (${n})`));
  const started = performance.now();
  const timers = startTimers({ db, clock: new MovableClock(), log, redis: redis.url, verbs: [verb] });
  await vi.waitFor(() => expect(rows()).toHaveLength(COUNT), { timeout: 10_000, interval: 20 });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(new Set(rows()).size).toBe(COUNT);
  await timers.stop();
  await db.close();
  await redis.stop();
  rmSync(folder, { recursive: true });
});
