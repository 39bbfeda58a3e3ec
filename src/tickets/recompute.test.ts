import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { readPeople } from '../customers/customer.ts';
import { customerById } from '../customers/service.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import type { Desk } from '../desk.ts';
import { timerVerbs } from '../features.ts';
import { readPolicy } from '../policy/read.ts';
import { earlierThan, remember } from '../policy/service.ts';
import { importPeople } from '../rotations/people.ts';
import { keepPerson } from '../slack/people.ts';
import { tickets, timeline, timers } from '../tables.ts';
import { dueWork, verbsByName } from '../timers/ring.ts';
import { timerSet } from '../timers/timers.ts';
import { recomputeTickets } from './jobs.ts';
import { openTicket } from './opening.ts';
import { leftToRecompute, planRecompute } from './recompute.ts';
import { claim } from './service.ts';

const TICKETS = 300;
const HOUR = 3_600_000;
const text = readFileSync('policies/stakater.yml', 'utf8');
const before = readPolicy({ text, file: 'before.yml' });
const after = readPolicy({ text: text.replace('medium: 4h', 'medium: 2h'), file: 'after.yml' });
const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://example.slack.com/' };
const clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00+01:00'), held: true });
const log = pino({ level: 'silent' });

let folder: string;
const opened: Database[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recompute-'));
  const desk = await deskWith(before);
  await inTransaction(desk, async (tx) => {
    await keepPerson(tx, { id: 'UBO', team_id: 'T1', name: 'bo' }, home);
    const acme = { name: 'Acme', tier: 'premium', channels: { C1: 'ask' } };
    await importPeople(tx, before, readPeople({ customers: { acme }, staff: { UBO: 'staff' } }));
    for (let n = 1; n <= TICKETS; n++) await openOne(desk, tx, n);
  });
});
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
  rmSync(folder, { recursive: true });
});

/** A desk on the database of the test, as a process of its own would open it. */
async function deskWith(policy: Desk['policy']): Promise<Desk> {
  const db = openDatabase(join(folder, 'desk.db'));
  opened.push(db);
  const policySince = await remember({ db, clock }, policy);
  return {
    db,
    clock,
    log,
    policy,
    policySince,
    earlier: await earlierThan(db.reader, policy),
    home,
    publicUrl: undefined,
  };
}

const openOne = async (desk: Desk, tx: Tx, n: number) =>
  openTicket(desk, tx, await customerById(tx, 'acme'), {
    ...{
      channel: 'C1',
      thread: `${n}.000000`,
      startedAt: clock.now(),
      summary: 'slow',
      description: 'slow',
      by: 'UANA',
    },
    ...{ priority: 'medium', requestType: 'incident', environment: null, workaround: false },
  });

const background = (desk: Desk) => dueWork({ db: desk.db, clock, log, verbs: verbsByName(timerVerbs(desk)) });
const plan = (desk: Desk) => inTransaction(desk, (tx) => planRecompute(desk, tx));

/** All tickets, and how often each moved to another policy. */
async function state({ db: { reader } }: Desk) {
  const moved = await reader.sql.select().from(timeline).where(eq(timeline.kind, 'policy_changed'));
  const timesMoved = new Map<number, number>();
  for (const { ticketId } of moved) timesMoved.set(ticketId, (timesMoved.get(ticketId) ?? 0) + 1);
  return { rows: await reader.sql.select().from(tickets), timesMoved };
}

it('recomputes in many short transactions, and lets a click in between', async () => {
  const desk = await deskWith(after);
  await plan(desk);
  let batches = 0;
  let batchesBeforeClick = -1;
  const clicked = new Promise<void>((done) => {
    desk.db.on(timerSet, ({ name }) => {
      if (name !== recomputeTickets.name) return;
      batches += 1;
      if (batches !== 2) return;
      inTransaction(desk, (tx) => claim(desk, tx, TICKETS, 'UBO')).then(() => {
        batchesBeforeClick = batches;
        done();
      });
    });
  });
  await background(desk).workDue();
  await clicked;
  expect(batches).toBeGreaterThan(TICKETS / 50 - 1);
  expect(batchesBeforeClick).toBeLessThanOrEqual(3);

  const { rows, timesMoved } = await state(desk);
  expect(new Set(rows.map(({ dueAt }) => dueAt))).toEqual(new Set([clock.now() + 2 * HOUR]));
  expect(rows.filter(({ policyVersion }) => policyVersion !== after.version)).toEqual([]);
  expect(rows.find(({ id }) => id === TICKETS)?.assignee).toBe('UBO');
  expect([...timesMoved.values()]).toEqual(Array(TICKETS).fill(1));
  const looks = await desk.db.reader.sql.select().from(timers).where(eq(timers.name, 'ticket-look'));
  expect(new Set(looks.map(({ dueAt }) => dueAt))).toEqual(new Set([clock.now() + HOUR]));
});

it('does nothing twice when two processes work at once', async () => {
  const [one, two] = [await deskWith(after), await deskWith(after)];
  await plan(one);
  await plan(two);
  await Promise.all([background(one).workDue(), background(two).workDue()]);
  await background(one).workDue();
  expect(await leftToRecompute(one.db.reader, after.version)).toMatchObject({ tickets: 0 });
  const { timesMoved } = await state(one);
  expect([...timesMoved.values()]).toEqual(Array(TICKETS).fill(1));
});

it('leaves the work to a process of the policy in force', async () => {
  const former = await deskWith(before);
  const desk = await deskWith(after);
  await plan(desk);
  await background(former).workDue();
  expect(await leftToRecompute(desk.db.reader, after.version)).toMatchObject({ tickets: TICKETS });
  clock.moveTo(clock.now() + 5_000);
  await background(desk).workDue();
  expect(await leftToRecompute(desk.db.reader, after.version)).toMatchObject({ tickets: 0 });
  const moves = await desk.db.reader.sql.select().from(timeline).where(eq(timeline.kind, 'policy_changed'));
  expect(new Set(moves.map(({ at }) => at))).toEqual(new Set([desk.policySince]));
});

it('passes by what it can not read, and comes to an end', async () => {
  const desk = await deskWith(after);
  await inTransaction(desk, async (tx) => tx.sql.run(sql`update timeline set data = '{' where ticket_id % 100 = 7`));
  await plan(desk);
  await background(desk).workDue();
  expect(await leftToRecompute(desk.db.reader, after.version)).toMatchObject({ tickets: 0 });
  const { rows } = await state(desk);
  const left = rows.filter(({ policyVersion }) => policyVersion !== after.version);
  expect(left.map(({ id }) => id)).toEqual([7, 107, 207]);
  const failing = await desk.db.reader.sql.select().from(timers).where(eq(timers.attempts, 1));
  expect(failing.map(({ key }) => key)).toEqual(['7', '107', '207']);
});

it('finds what is left by an index, however many tickets there are', async () => {
  const { db } = await deskWith(after);
  const plans = [
    sql`select settled_under from tickets where state_kind <> 'closed' and settled_under < 'x' order by settled_under limit 1`,
    sql`select * from tickets where state_kind <> 'closed' and settled_under = 'x' order by state_kind, due_at limit 50`,
    sql`select * from tickets where cards_behind = 1 and due_at is not null order by due_at limit 5`,
    sql`select count(*) from tickets where state_kind <> 'closed' and settled_under > 'x'`,
  ].map((query) => db.reader.sql.all<{ detail: string }>(sql`explain query plan ${query}`).map(({ detail }) => detail));
  for (const steps of plans) {
    expect(steps.join()).toMatch(/USING (COVERING )?INDEX tickets_(settled|behind)/);
    expect(steps.join()).not.toMatch(/TEMP B-TREE/);
  }
});
