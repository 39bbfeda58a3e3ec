import { pino } from 'pino';
import { built } from './built.ts';
import { inFolder } from './folder.ts';

/** ms a handover takes, one figure each: to build and commit it, and to bring it up to date when it is accepted. */
export interface Handovers {
  openTickets: number;
  build: number[];
  accept: number[];
}

const OPEN = 5_000;
const HOUR = 3_600_000;
/** Monday evening in Berlin, when the first line hands everything to the on-call. */
const EVENING = Date.parse('2026-03-02T18:00:00+01:00');
const DAYS = 10;

/** With so many open tickets that everybody's hands are full: each evening of two weeks is handed over and accepted. */
export const handovers = (): Promise<Handovers> =>
  inFolder(async (folder) => {
    const config = { databaseUrl: `file:${folder}/desk.db`, policyPath: 'policies/stakater.yml' };
    const [{ MovableClock }, { inTransaction }, { openDatabase }, { readPolicy }, { importFile }] = await Promise.all([
      built<typeof import('../src/clock.ts')>('clock.js'),
      built<typeof import('../src/db/database.ts')>('db/database.js'),
      built<typeof import('../src/db/open.ts')>('db/open.js'),
      built<typeof import('../src/policy/read.ts')>('policy/read.js'),
      built<typeof import('../src/cli/people.ts')>('cli/people.js'),
    ]);
    const [{ handOver }, { acceptHandover }, store] = await Promise.all([
      built<typeof import('../src/handover/service.ts')>('handover/service.js'),
      built<typeof import('../src/handover/accept.ts')>('handover/accept.js'),
      built<typeof import('../src/handover/store.ts')>('handover/store.js'),
    ]);
    const clock = new MovableClock({ at: EVENING - 10 * HOUR, held: true });
    await importFile(config, 'demo/people.yml', clock);
    const db = openDatabase(config.databaseUrl);
    const home = { teamId: 'T0', enterpriseId: null, botUserId: 'U0', botId: 'B0', url: 'https://bench.slack.com/' };
    const log = pino({ level: 'silent' });
    const policy = readPolicy(config.policyPath);
    const desk = { db, clock, log, policy, earlier: [], home } as unknown as Parameters<typeof handOver>[0];
    await fill(desk);
    const build: number[] = [];
    const accept: number[] = [];
    for (let day = 0; day < DAYS; day += 1) {
      const at = EVENING + day * 24 * HOUR;
      clock.moveTo(at);
      build.push(await timed(() => inTransaction(desk, (tx) => handOver(desk, tx, 'on-call', at))));
      const handover = await store.find(db.reader, 'support', at);
      if (handover)
        accept.push(await timed(() => inTransaction(desk, (tx) => acceptHandover(desk, tx, handover.id, 'UDEE'))));
    }
    await db.close();
    return { openTickets: OPEN, build: build.filter((_, day) => day % 7 < 5), accept };
  });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Open tickets of all kinds, each with its history, half of them somebody's. */
async function fill(desk: Parameters<typeof import('../src/handover/service.ts').handOver>[0]): Promise<void> {
  const [{ inTransaction }, { insert }, { record }, { keepPerson }] = await Promise.all([
    built<typeof import('../src/db/database.ts')>('db/database.js'),
    built<typeof import('../src/tickets/store.ts')>('tickets/store.js'),
    built<typeof import('../src/timeline/timeline.ts')>('timeline/timeline.js'),
    built<typeof import('../src/slack/people.ts')>('slack/people.js'),
  ]);
  await inTransaction(desk, async (tx) => {
    for (const id of ['UBO', 'UFAY', 'UELI', 'UCY', 'UDEE'])
      await keepPerson(tx, { id, team_id: 'T0', real_name: id }, desk.home);
    for (let n = 0; n < OPEN; n += 1) {
      const ticket = {
        customerId: n % 2 ? 'acme' : 'globex',
        channel: n % 2 ? 'CACME' : 'CGLOBEX',
        thread: `1772000000.${String(n).padStart(6, '0')}`,
        summary: `Request ${n}: the checkout answers slowly`,
        description: 'It began this morning, and gets worse with every hour. '.repeat(20),
        priority: 'low',
        requestType: 'incident',
        environment: 'production',
        workaround: false,
        tier: 'premium',
        state:
          n % 5 ? { kind: 'open' as const } : { kind: 'on_hold' as const, since: tx.now, reason: 'data', note: null },
        assignee: 'UBO',
        help: null,
        openedBy: 'UANA',
        startedAt: tx.now,
        openedAt: tx.now,
        policyVersion: desk.policy.version,
        settledUnder: desk.policy.version,
        cardsBehind: false,
        dueAt: n % 5 ? tx.now + n * 60_000 : null,
        dueClock: n % 5 ? ('resolution' as const) : null,
      };
      const { id } = await insert(tx, ticket as Parameters<typeof insert>[1]);
      const { startedAt, tier, priority, requestType, policyVersion } = ticket;
      const data = { startedAt, tier, priority, requestType, policyVersion };
      await record(tx, id, { kind: 'opened', at: startedAt, by: { kind: 'customer', user: 'UANA' }, data });
    }
  });
}
