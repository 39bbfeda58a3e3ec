import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { multiplyTickets } from '../../bench/open-tickets.ts';
import { openDatabase } from '../../src/db/open.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { tickets, timeline, timers } from '../../src/tables.ts';
import { type CrashWorld, startCrashWorld } from '../world/crash-world.ts';
import { DeskGone } from '../world/desk-process.ts';

const TICKETS = 240;
const HOUR = 3_600_000;
/** What was left at a kill begins only when the desk is started again, and its death planned. */
const LEAD_MS = 1_000;

const mustBeGone = (error: unknown): void => {
  if (!(error instanceof DeskGone)) throw error;
};

/** Every row that a change of the policy concerns. */
async function state(w: CrashWorld) {
  const db = openDatabase(w.config.databaseUrl);
  try {
    const { sql } = db.reader;
    const [ours, entries, alarms] = [
      await sql.select().from(tickets),
      await sql.select().from(timeline),
      await sql.select().from(timers),
    ];
    return { ours, moves: entries.filter(({ kind }) => kind === 'policy_changed'), alarms };
  } finally {
    await db.close();
  }
}

it('moves every open ticket exactly once, killed in the middle again and again', async () => {
  await using w = await startCrashWorld();
  await w.says('ana', '#acme-support', 'disk is filling up');
  await w.opensForm('ana', { in: '#acme-support' }, ['Shall I open', '<@UANA>'], 'Open a ticket');
  await w.sends('ana', { priority: 'medium' });
  await w.desk.ask('stop', null);
  await w.kill();
  multiplyTickets(w.config.databaseUrl.replace(/^file:/, ''), TICKETS, 0);
  const former = (await state(w)).ours;

  const earlier = await readFile(w.config.policyPath, 'utf8');
  w.config.policyPath = join(w.config.dataDir, 'policy.yml');
  await writeFile(w.config.policyPath, earlier.replace('{ at: 50%,', '{ at: 25%,'));
  const { version } = readPolicy(w.config.policyPath);
  const now = w.clock.now();
  for (const times of [40, 90]) {
    w.dieNextOn('timer-set', times);
    if (times > 40) w.clock.moveTo(now - LEAD_MS);
    await w.start();
    w.clock.moveTo(now);
    await w.desk.ask('move', { at: now }).catch(mustBeGone);
    await w.desk.gone();
    const { moves, ours } = await state(w);
    expect(moves.length).toBeGreaterThan(0);
    expect(moves.length).toBeLessThan(TICKETS);
    expect(ours.filter(({ policyVersion }) => policyVersion === version)).toHaveLength(moves.length);
  }
  await w.start();
  await w.settle();

  const { ours, moves, alarms } = await state(w);
  expect(moves.map(({ ticketId }) => ticketId).sort((a, b) => a - b)).toEqual(former.map(({ id }) => id));
  expect(new Set(moves.map(({ at }) => at))).toEqual(new Set([w.clock.now()]));
  expect(ours.map(({ dueAt }) => dueAt)).toEqual(former.map(({ dueAt }) => dueAt));
  expect(new Set(ours.map(({ settledUnder }) => settledUnder))).toEqual(new Set([version]));
  const looks = alarms.filter(({ name }) => name === 'ticket-look');
  expect(looks).toHaveLength(TICKETS);
  for (const { key, dueAt } of looks) expect([key, dueAt]).toEqual([key, (former[0]?.startedAt ?? 0) + HOUR]);
  expect(alarms.filter(({ name }) => name.startsWith('policy-'))).toEqual([]);
  expect((await w.desk.ask('health', null)).policy).toMatchObject({ ticketsToRecompute: 0, cardsToRefresh: 0 });
});
