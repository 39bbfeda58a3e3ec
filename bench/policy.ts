import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { pino } from 'pino';
import type { Tx } from '../src/db/database.ts';
import { built } from './built.ts';
import { end, startWorkspace } from './children.ts';
import { inFolder } from './folder.ts';
import { multiplyTickets } from './open-tickets.ts';

/** What a changed calendar under many open tickets took, in ms. */
export interface PolicyChange {
  tickets: number;
  ms: number;
  /** From when each click was made to its commit, before the change and while tickets are recomputed. */
  quietClicks: number[];
  clicks: number[];
  longestBlockMs: number;
  /** What the process computed meanwhile, clicks and posts included: on a busy machine this carries over, the time doesn't. */
  cpuMs: number;
  /** Tickets whose due instant, timer and history are not as they should be. */
  wrong: number;
}

const TICKETS = Number(process.env.TICKETS ?? 100_000);
const TEMPLATES = 100;
const CLICK_EVERY_MS = 40;
const QUIET_MS = 3_000;
const MINUTE = 60_000;
const GIVE_UP_MS = 10 * MINUTE;
const DAY = 24 * 60 * MINUTE;

const modules = {
  start: () => built<typeof import('../src/start.ts')>('start.js'),
  people: () => built<typeof import('../src/cli/people.ts')>('cli/people.js'),
  database: () => built<typeof import('../src/db/database.ts')>('db/database.js'),
  opening: () => built<typeof import('../src/tickets/opening.ts')>('tickets/opening.js'),
  tickets: () => built<typeof import('../src/tickets/service.ts')>('tickets/service.js'),
  customers: () => built<typeof import('../src/customers/service.ts')>('customers/service.js'),
  timers: () => built<typeof import('../src/timers/timers.ts')>('timers/timers.js'),
};
type RunningDesk = import('../src/start.ts').RunningDesk;
type Desk = RunningDesk['desk'];

/** A calendar gets a holiday that was forgotten, tomorrow, under open tickets in a real file, with Redis and a workspace, while people click. */
export const changePolicy = (): Promise<PolicyChange> =>
  inFolder(async (folder) => {
    const workspace = await startWorkspace();
    const path = `${folder}/desk.db`;
    const policyPath = `${folder}/policy.yml`;
    const config = {
      ...{
        ...workspace,
        signingSecret: undefined,
        databaseUrl: `file:${path}`,
        redisUrl: undefined,
        publicUrl: undefined,
        policyPath,
      },
      ...{ dataDir: folder, host: '127.0.0.1', port: 0, logLevel: 'silent' as const },
    };
    let running: RunningDesk | null = null;
    try {
      const [{ startDesk }, { importFile }] = await Promise.all([modules.start(), modules.people()]);
      writeFileSync(policyPath, policy([], '4h'));
      await importFile(config, 'demo/people.yml');
      running = await startDesk(config, { log: pino({ level: 'silent' }) });
      await openTemplates(running.desk);
      await running.stop();
      multiplyTickets(path, TICKETS, 150 * MINUTE);

      running = await startDesk(config, { log: pino({ level: 'silent' }) });
      await wait(QUIET_MS);
      const quietClicks = await clickFor(running.desk, wait(QUIET_MS));
      await running.stop();
      const before = dueInstants(path);

      writeFileSync(policyPath, policy([new Date(Date.now() + DAY).toISOString().slice(0, 10)], '2h'));
      running = await startDesk(config, { log: pino({ level: 'silent' }) });
      const { desk } = running;
      const loop = monitorEventLoopDelay({ resolution: 5 });
      loop.enable();
      const start = performance.now();
      const cpu = process.cpuUsage();
      const clicks = await clickFor(desk, recomputed(desk));
      const ms = performance.now() - start;
      const { user, system } = process.cpuUsage(cpu);
      loop.disable();
      await running.stop();
      running = null;
      const wrong = notMoved(path, before, desk.policy.version);
      return {
        tickets: before.size,
        ms,
        quietClicks,
        clicks,
        longestBlockMs: loop.max / 1e6,
        cpuMs: (user + system) / 1e3,
        wrong,
      };
    } finally {
      await running?.stop();
      await end(workspace.child);
    }
  });

/** Some are promised less time than before: those that are old enough are late at once. */
const isShortened = (id: number): boolean => id % 10 === 5;

/** Stakater's, with a promised resolution, so that there is something to wait for for days. */
const policy = (holidays: string[], medium: string): string =>
  readFileSync('policies/stakater.yml', 'utf8')
    .replace('medium: 4h', `medium: ${medium}`)
    .replace('around-the-clock: { hours: 24x7 }', `around-the-clock: { hours: 24x7, holidays: [${holidays.join()}] }`)
    .replaceAll(/low: 24h \}/g, 'low: 36h }\n      resolution: { medium: 30h, low: 40h }')
    .replace(/holidays_from: .*/, '');

async function openTemplates(desk: Desk): Promise<void> {
  const [{ inTransaction }, { openTicket }, tickets, { customerById }] = await Promise.all([
    modules.database(),
    modules.opening(),
    modules.tickets(),
    modules.customers(),
  ]);
  for (let i = 0; i < TEMPLATES; i++) {
    await inTransaction(desk, async (tx) => {
      const about = {
        summary: `checkout is slow ${i}`,
        description: 'Since this morning, in all regions.',
        by: 'UANA',
      };
      const kind = {
        priority: isShortened(i + 1) ? 'medium' : 'low',
        requestType: 'incident',
        environment: null,
        workaround: false,
      };
      const place = { channel: 'CACME', thread: null, startedAt: tx.now };
      const customer = await customerById(tx, 'acme');
      const { id } = await openTicket(desk, tx, customer, { ...place, ...about, ...kind });
      await tickets.addDetails(desk, tx, id, 'It got worse.', 'UANA', place);
      if (i % 3 === 0) await tickets.claim(desk, tx, id, 'UBO');
      if (i % 10 === 0) await tickets.hold(desk, tx, id, 'access', null, 'UBO');
    });
  }
}

/** Resolves when the background has worked off all tickets. */
async function recomputed(desk: Desk): Promise<void> {
  const { timerSet } = await modules.timers();
  await new Promise<void>((done, failed) => {
    const late = setTimeout(() => failed(new Error('The tickets were not recomputed in time.')), GIVE_UP_MS);
    desk.db.on(timerSet, ({ name }) => {
      if (name !== 'policy-cards') return;
      clearTimeout(late);
      done();
    });
  });
}

/** Somebody does something every few ms; how long each waited, counted from when it was to be done. */
async function clickFor(desk: Desk, over: Promise<unknown>): Promise<number[]> {
  const [{ inTransaction }, tickets] = await Promise.all([modules.database(), modules.tickets()]);
  const waited: number[] = [];
  const underWay: Promise<void>[] = [];
  let isOver = false;
  void over.finally(() => {
    isOver = true;
  });
  const start = performance.now();
  for (let n = 1; !isOver; n++) {
    const madeAt = start + n * CLICK_EVERY_MS;
    if (madeAt > performance.now()) await wait(madeAt - performance.now());
    const id = 1 + ((n * 7) % TEMPLATES);
    const click = async (tx: Tx) => {
      const { state } = await tickets.ticketById(tx, id);
      if (state.kind === 'on_hold') await tickets.resume(desk, tx, id, 'UBO');
      else await tickets.hold(desk, tx, id, 'access', null, 'UBO');
    };
    underWay.push(inTransaction(desk, click, 'ahead').then(() => void waited.push(performance.now() - madeAt)));
  }
  await Promise.all(underWay);
  await over;
  return waited;
}

interface Row {
  id: number;
  due_at: number | null;
  look_at: number | null;
  settled_under: string;
  moves: number;
}

function rowsOf(path: string): Row[] {
  const db = new BetterSqlite3(path, { readonly: true });
  const rows = db
    .prepare(
      `select t.id, t.due_at, t.settled_under, k.due_at as look_at,
        (select count(*) from timeline l where l.ticket_id = t.id and l.kind = 'policy_changed') as moves
        from tickets t left join timers k on k.name = 'ticket-look' and k.key = cast(t.id as text)`,
    )
    .all() as Row[];
  db.close();
  return rows;
}

const dueInstants = (path: string) => new Map(rowsOf(path).map(({ id, due_at: dueAt }) => [id, dueAt]));

/** How many tickets were not moved exactly once, by the holiday, with a timer before they are due. Those that were clicked may wait. */
function notMoved(path: string, before: Map<number, number | null>, version: string): number {
  return rowsOf(path).filter((row) => {
    const was = before.get(row.id) ?? null;
    const moves = isShortened(row.id) ? -2 * 60 * MINUTE : DAY;
    const moved = row.id <= TEMPLATES || was === null || row.due_at === was + moves;
    const watched = row.due_at === null || row.look_at !== null;
    return !(moved && watched && row.moves === 1 && row.settled_under === version);
  }).length;
}
