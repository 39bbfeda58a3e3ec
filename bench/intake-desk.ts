import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { built } from './built.ts';
import { countCommits } from './commits.ts';
import { channelId, type MessageBody, messages, personId } from './events.ts';

/** Monday morning in Berlin: the first line is on, and the result does not depend on the day it is measured. */
const AT = Date.parse('2026-03-02T09:00:00+01:00');

const HOME = {
  teamId: 'T0BENCHHOME',
  enterpriseId: null,
  botUserId: 'U0BENCHBOT',
  botId: 'B0BENCH',
  url: 'https://bench.slack.com/',
};
const CHANNELS_PER_CUSTOMER = 5;
const STAFF = ['UBO', 'UFAY', 'UELI', 'UCY', 'UDEE'];

/**
 * How the events come. `apart`: the next one when all that follows from the last is done, two commits each, as on a usual day;
 * `stream`: the next one as soon as the last is safe, as fast as one connection delivers; `burst`: all at once.
 */
export type Shape = 'apart' | 'stream' | 'burst';

export interface Load {
  shape: Shape;
  tickets: number;
  channels: number;
}

export interface OurRun {
  ms: number;
  commits: number;
  /** Rows inserted or changed. */
  rowWrites: number;
}

const modules = {
  clock: () => built<typeof import('../src/clock.ts')>('clock.js'),
  database: () => built<typeof import('../src/db/database.ts')>('db/database.js'),
  open: () => built<typeof import('../src/db/open.ts')>('db/open.js'),
  inbox: () => built<typeof import('../src/inbox/inbox.ts')>('inbox/inbox.js'),
  events: () => built<typeof import('../src/intake/events.ts')>('intake/events.js'),
  policy: () => built<typeof import('../src/policy/read.ts')>('policy/read.js'),
  importing: () => built<typeof import('../src/rotations/people.ts')>('rotations/people.js'),
  customers: () => built<typeof import('../src/customers/customer.ts')>('customers/customer.js'),
  people: () => built<typeof import('../src/slack/people.ts')>('slack/people.js'),
  directory: () => built<typeof import('../src/slack/directory.ts')>('slack/directory.js'),
};

/** The real way of a message, from the inbox to the committed ticket with its cards, in a new database at `path`. */
export async function takeIn(path: string, load: Load): Promise<OurRun> {
  const [{ MovableClock }, { inTransaction }, { openDatabase }, { startInbox }, { intakeEvents }, { readPolicy }] =
    await Promise.all([
      modules.clock(),
      modules.database(),
      modules.open(),
      modules.inbox(),
      modules.events(),
      modules.policy(),
    ]);
  const { openDirectory } = await modules.directory();
  const clock = new MovableClock({ at: AT });
  const db = openDatabase(path);
  const desk = {
    db,
    clock,
    log: pino({ level: 'silent' }),
    policy: readPolicy('policies/stakater.yml'),
    policySince: AT,
    earlier: [],
    publicUrl: undefined,
    home: HOME,
  };
  await prepare(desk, load.channels);
  const nobodyAsked = {} as never;
  const directory = openDirectory(desk, nobodyAsked, HOME);
  const inbox = startInbox(desk, new Map(intakeEvents(desk, directory, nobodyAsked)));
  const bodies = messages(load.tickets, load.channels, AT);
  const changes = () =>
    inTransaction(desk, async (tx) => tx.sql.get<{ n: number }>(sql`select total_changes() as n`).n);
  const before = await changes();
  const commits = countCommits();
  const start = performance.now();
  await handIn(inbox, bodies, load.shape);
  const ms = performance.now() - start;
  const counted = commits();
  const rowWrites = (await changes()) - before;
  const { due, parked } = await inbox.health();
  if (due + parked > 0) throw new Error(`${due} events are left and ${parked} failed.`);
  await inbox.stop();
  await db.close();
  return { ms, commits: counted, rowWrites };
}

type Inbox = ReturnType<typeof import('../src/inbox/inbox.ts').startInbox>;

async function handIn(inbox: Inbox, bodies: MessageBody[], shape: Shape): Promise<void> {
  if (shape === 'burst') await Promise.all(bodies.map((body) => inbox.keep(body)));
  else {
    for (const body of bodies) {
      await inbox.keep(body);
      if (shape === 'apart') await inbox.quiet();
    }
  }
  await inbox.quiet();
}

type Preparing = Parameters<typeof import('../src/inbox/inbox.ts').startInbox>[0] & {
  policy: import('../src/policy/policy.ts').Policy;
};

/** Customers whose channels take in everything, and everybody known already, so that Slack needs not be asked. */
async function prepare(desk: Preparing, channels: number): Promise<void> {
  const [{ inTransaction }, { importPeople }, { readPeople }, { keepPerson }] = await Promise.all([
    modules.database(),
    modules.importing(),
    modules.customers(),
    modules.people(),
  ]);
  const customers = Object.fromEntries(
    Array.from({ length: Math.ceil(channels / CHANNELS_PER_CUSTOMER) }, (_, i) => [
      `customer-${i}`,
      {
        name: `Customer ${i}`,
        tier: i % 2 ? 'premium' : 'advanced',
        channels: Object.fromEntries(
          Array.from({ length: CHANNELS_PER_CUSTOMER }, (_, j) => [channelId(i * CHANNELS_PER_CUSTOMER + j), 'auto']),
        ),
      },
    ]),
  );
  const file = readPeople({
    customers,
    staff: Object.fromEntries(STAFF.map((user) => [user, user === 'UDEE' ? 'lead' : 'staff'])),
    rotations: { support: ['UBO', 'UFAY'], 'on-call': ['UELI', 'UFAY'], 'ops-duty': ['UCY'] },
    channels: { triage: 'C0TRIAGE', handover: 'C0HANDOVER' },
  });
  await inTransaction(desk, async (tx) => {
    await importPeople(tx, desk.policy, file);
    for (const user of STAFF) await keepPerson(tx, { id: user, team_id: HOME.teamId, real_name: user }, HOME);
    for (let i = 0; i < channels; i++) {
      await keepPerson(tx, { id: personId(i), team_id: 'T0BENCHTHEM', real_name: `Person ${i}` }, HOME);
    }
  });
}
