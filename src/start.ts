import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, every, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { staffOf } from './customers/service.ts';
import { openDataFolder } from './data-folder.ts';
import { inTransaction } from './db/database.ts';
import { openDatabase } from './db/open.ts';
import type { Desk } from './desk.ts';
import { atStart, eventVerbs, listenAll, newsForHomes, timerVerbs } from './features.ts';
import { answerCalendar } from './feeds/http.ts';
import { CALENDARS } from './feeds/link.ts';
import { answerHealth, type Health, healthOf } from './health.ts';
import { homesChanged } from './home/service.ts';
import { type Inbox, startInbox } from './inbox/inbox.ts';
import { openCatchUp } from './intake/catch-up.ts';
import { type Log, openLog } from './log.ts';
import { type Sender, startSender } from './outbox/sender.ts';
import { slackSending } from './outbox/slack-sending.ts';
import { readPolicy } from './policy/read.ts';
import { earlierThan, remember } from './policy/service.ts';
import { startRedis } from './redis/embedded.ts';
import { askGiven } from './redis/given.ts';
import { reportParked } from './reminders/parked.ts';
import { listen } from './slack/bolt.ts';
import { joinedChannel } from './slack/changes.ts';
import { connect, slackClient, whoWeAre } from './slack/connect.ts';
import { openDirectory } from './slack/directory.ts';
import { openHistory } from './slack/history.ts';
import { collectListeners } from './slack/listener.ts';
import { openUserGroups } from './slack/usergroups.ts';
import { leftToRecompute, planRecompute } from './tickets/recompute.ts';
import { cardPosted } from './tickets/settle.ts';
import { startTimers, type Timers } from './timers/alarms.ts';
import { followGroupsAnew } from './usergroups/service.ts';
import { type GroupSync, startGroupSync } from './usergroups/sync.ts';
import { answerBy, onPort, serve } from './web.ts';

/** What a test or the demo hands in, in place of what the program would make itself. */
export interface Given {
  clock?: Clock;
  log?: Log;
  /** ms between two posts to one channel. */
  pace?: number;
}

export interface RunningDesk {
  desk: Desk;
  inbox: Inbox;
  /** What was written while no event could reach us. */
  catchUp: { quiet(): Promise<void> };
  timers: Timers;
  outbox: Sender;
  /** Slack user groups that follow who is on. */
  userGroups: Pick<GroupSync, 'quiet'>;
  /** Clicks, forms and commands. */
  interactions: { quiet(): Promise<void> };
  /** Where `/health` and calendars are answered; null in HTTP mode, where it is the port that Slack calls. */
  webPort: number | null;
  health(): Promise<Health>;
  /** Finishes what is under way and stops everything that was started. */
  stop(): Promise<void>;
}

/** `firstline import` may name staff while we run; they may act, and be given work, once we know who they are. */
const KNOW_STAFF_EVERY_MS = 15_000;

/** A part that must be ended, in the reverse order of its start. */
type Ending = () => unknown;

/**
 * Builds and starts everything, in the order in which it can work: policy, database, Redis, who we are, outbox, timers,
 * inbox, and only then Slack. Throws a refusal with one sentence for what the operator must mend; then nothing is left running.
 */
export async function startDesk(config: Config, given: Given = {}): Promise<RunningDesk> {
  const endings: Ending[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const end of endings.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped.');
  };
  try {
    return { ...(await build(config, given, endings)), stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

async function build(config: Config, given: Given, endings: Ending[]): Promise<Omit<RunningDesk, 'stop'>> {
  const log = given.log ?? openLog(config.logLevel);
  const clock = given.clock ?? started(systemClock(), endings);
  const policy = readPolicy(config.policyPath);
  openDataFolder(config.dataDir);
  const db = openDatabase(config.databaseUrl);
  endings.push(() => db.close());
  const policySince = await remember({ db, clock }, policy);
  const earlier = await earlierThan(db.reader, policy);
  const redis = config.redisUrl ? await givenRedis(config.redisUrl) : await embeddedRedis(config, log, endings);

  const slack = slackClient(config, log);
  const home = await whoWeAre(slack, log, pause);
  const desk: Desk = { db, clock, log, policy, policySince, earlier, home, publicUrl: config.publicUrl };
  const directory = openDirectory(desk, slackClient(config, log, { rejectRateLimitedCalls: true }), home);

  const outbox = startSender({
    db,
    clock,
    log,
    slack: slackSending({ token: config.botToken, apiUrl: config.apiUrl }),
    directMessage: (user) => directory.direct(user),
    isSharedWithOthers: async (channel) => (await directory.channel(channel))?.shared ?? false,
    onPosted: (once, tx) => cardPosted(tx, once),
    onParked: (post, sentence, tx) => reportParked(desk, tx, post, sentence),
    ...(given.pace === undefined ? {} : { pace: given.pace }),
  });
  endings.push(() => outbox.stop());

  const timers = startTimers({ db, clock, log, redis, verbs: timerVerbs(desk) });
  endings.push(() => timers.stop());

  const history = openHistory(slackClient(config, log));
  const inbox = startInbox(desk, eventVerbs(desk, { directory, history }));
  endings.push(() => inbox.stop());

  const catchUp = await openCatchUp(desk, history, inbox);
  endings.push(() => catchUp.stop());
  db.on(joinedChannel, ({ channel }) => {
    void outbox.retryParked(channel);
    catchUp.joined(channel);
  });

  const routes = collectListeners();
  listenAll(routes, desk);
  const left = () => leftToRecompute(db.reader, policy.version);
  const health = () =>
    healthOf({ slack: connection, inbox, outbox, timers, policy: { version: policy.version, left } });
  const web = answerBy([
    { path: '/health', answer: answerHealth(health) },
    { path: CALENDARS, answer: answerCalendar(desk) },
  ]);
  const connection = connect(config, home, log, {
    keep: (body) => inbox.keep(body),
    gap: { began: catchUp.gapBegan, ended: catchUp.gapEnded },
    others: web,
  });
  const interactions = listen(connection.app, routes, { ...desk, know: (user) => directory.person(user) }, slack);

  for (const news of newsForHomes) {
    db.on(news, () => {
      inTransaction(desk, homesChanged).catch((error: unknown) =>
        log.error(
          { news: news.name, err: error },
          'homes are not brought up to date now; the next look around does it',
        ),
      );
    });
  }
  for (const verb of atStart(desk)) await inTransaction(desk, verb);
  const knowStaff = async () => Promise.allSettled((await staffOf(db.reader)).map((user) => directory.person(user)));
  await knowStaff();
  const userGroups = startGroupSync(desk, openUserGroups(slackClient(config, log, { rejectRateLimitedCalls: true })));
  endings.push(() => userGroups.stop());
  await inTransaction(desk, (tx) => followGroupsAnew(desk, tx));
  endings.push(every(clock, KNOW_STAFF_EVERY_MS, () => void knowStaff()));
  await onPort(config, connection.start());
  endings.push(() => interactions.quiet());
  endings.push(() => connection.stop());
  endings.push(() => interactions.quiet());
  catchUp.gapEnded();

  const server = config.appToken ? await onPort(config, serve(config, web)) : null;
  if (server) endings.push(() => server.stop());
  await inTransaction(desk, (tx) => planRecompute(desk, tx));
  log.info({ policy: policy.name, version: policy.version, workspace: home.teamId }, 'the desk is open');
  return { desk, inbox, catchUp, timers, outbox, userGroups, interactions, health, webPort: server?.port ?? null };
}

function started<T extends { stop(): void }>(part: T, endings: Ending[]): T {
  endings.push(() => part.stop());
  return part;
}

/** A Redis that goes away later is survived; one that is not there at the start is most likely a wrong setting. */
async function givenRedis(url: string): Promise<string> {
  await askGiven(url, (redis) => redis.ping());
  return url;
}

async function embeddedRedis(config: Config, log: Log, endings: Ending[]): Promise<string> {
  const redis = await startRedis({ dataDir: config.dataDir, log });
  endings.push(() => redis.stop());
  return redis.url;
}
