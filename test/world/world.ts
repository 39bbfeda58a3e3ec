import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DateTime, type DurationLikeObject } from 'luxon';
import { populate } from '../../demo/cast.ts';
import { passUntil, settle } from '../../demo/settle.ts';
import type { Actor } from '../../simulator/actor.ts';
import type { Message, Outcome } from '../../simulator/protocol.ts';
import { type Slack, startSlack } from '../../simulator/start.ts';
import { importFile } from '../../src/cli/people.ts';
import { MovableClock } from '../../src/clock.ts';
import type { Config } from '../../src/config.ts';
import { databasePath } from '../../src/db/open.ts';
import { openLog } from '../../src/log.ts';
import type { NoticeKind } from '../../src/policy/policy.ts';
import { type RunningDesk, startDesk } from '../../src/start.ts';
import { Claims, type Expecting, shown } from './claims.ts';
import { deskConfig } from './desk-config.ts';
import { putDatabase } from './prepared-database.ts';
import { type RedisDatabase, redisDatabase } from './shared-redis.ts';

export interface WorldOptions {
  /** Local time in Berlin, `2026-03-02T09:00`. */
  at?: string;
  policy?: string;
  /** Changes the text of the policy file before the desk reads it. */
  editPolicy?: (text: string) => string;
  /** Notices of shifts come unasked every day, so they come only where it is about them: of all kinds, or these. */
  notices?: boolean | NoticeKind[];
  /** Changes the text of demo/people.yml before it is imported. */
  editPeople?: (text: string) => string;
  /** Settings of the desk that are not as usual; without a `redisUrl` among them it has a database of a Redis to itself. */
  settings?: (slack: Slack) => Promise<Partial<Config>> | Partial<Config>;
  /** What Slack picks at random follows from it. */
  seed?: number;
  /** ms between two posts to one channel, where how they follow each other is not what it is about. */
  pace?: number;
  /** Called with the workspace before the desk starts. */
  prepare?: (slack: Slack) => void;
}

export const ZONE = 'Europe/Berlin';
export const berlin = (reading: string): number => DateTime.fromISO(reading, { zone: ZONE }).toMillis();

interface Option {
  text: { text: string };
  value: string;
}

/** A person who acts; ids and channel names as in demo/cast.ts. */
export type Person = 'ana' | 'art' | 'gil' | 'bo' | 'cy' | 'dee' | 'eli' | 'fay';

/** The real desk and a strict Slack in one test: people act, time is moved, and every post must be expected. */
export class World implements AsyncDisposable {
  readonly slack: Slack;
  readonly clock: MovableClock;
  readonly config: Config;
  running: RunningDesk;
  readonly #claims: Claims;
  readonly #folder: string;
  readonly #redis: RedisDatabase | null;

  constructor(
    parts: Pick<World, 'slack' | 'clock' | 'config' | 'running'> & { folder: string; redis: RedisDatabase | null },
  ) {
    this.slack = parts.slack;
    this.clock = parts.clock;
    this.config = parts.config;
    this.running = parts.running;
    this.#folder = parts.folder;
    this.#redis = parts.redis;
    this.#claims = new Claims(parts.slack);
  }

  as(person: Person): Actor {
    return this.slack.as(`U${person.toUpperCase()}`);
  }

  /** Somebody writes, and everything that follows from it has happened. */
  async says(person: Person, channel: string, text: string, thread?: string): Promise<Message> {
    const message = this.as(person).say(channel, text, thread ? { thread } : {});
    await this.settle();
    return message;
  }

  /** Presses a button on a message and waits for what follows. */
  async clicks(person: Person, message: Message & { channel: string }, button: string): Promise<Outcome> {
    const outcome = await this.as(person).click(message.channel, message.ts, { text: button });
    await this.settle();
    return outcome;
  }

  /** Types a command, `/ticket 1`, and waits for what follows. */
  async types(person: Person, line: string, channel?: string): Promise<Outcome> {
    const [command = '', ...words] = line.split(' ');
    const outcome = await this.as(person).command(command, words.join(' '), channel ? { channel } : {});
    await this.settle();
    return outcome;
  }

  /** Uses a message shortcut and waits for what follows. */
  async uses(person: Person, shortcut: string, channel: string, ts: string): Promise<Outcome> {
    const outcome = await this.as(person).messageShortcut(shortcut, channel, ts);
    await this.settle();
    return outcome;
  }

  /** Fills the open form and sends it. */
  async submits(person: Person, fields: Parameters<Actor['submit']>[0]): Promise<Outcome> {
    const outcome = await this.as(person).submit(fields);
    await this.settle();
    return outcome;
  }

  /** The value of the option that says `words` in a select of the form that a person has open. */
  option(person: Person, field: string, words: string): string {
    const blocks = this.as(person).view().blocks as { block_id?: string; element?: { options?: Option[] } }[];
    const options = blocks.find((block) => block.block_id === field)?.element?.options ?? [];
    const found = options.find(({ text }) => text.text.includes(words));
    if (!found)
      throw new Error(`No option of ${field} says ${words}: ${options.map(({ text }) => text.text).join(', ')}`);
    return found.value;
  }

  /** Opens the Home tab; answers what it says once it is up to date. */
  async opensHome(person: Person): Promise<string> {
    this.as(person).openHome();
    await this.settle();
    return this.home(person);
  }

  /** What somebody's Home tab says now, without their opening it. */
  home(person: Person): string {
    const view = this.slack.home(`U${person.toUpperCase()}`);
    return view ? shown({ text: '', blocks: view.blocks }) : '';
  }

  /** Uses a button of the Home tab and waits for what follows. */
  async clicksHome(person: Person, button: Parameters<Actor['clickHome']>[0]): Promise<Outcome> {
    const outcome = await this.as(person).clickHome(button);
    await this.settle();
    return outcome;
  }

  /** Opens a ticket the way a customer does: message, button, form. Answers the message that started it; the posts of it are expected. */
  async opensTicket(
    person: Person,
    channel: string,
    text: string,
    fields: Parameters<Actor['submit']>[0] = {},
  ): Promise<Message> {
    const message = await this.says(person, channel, text);
    const offer = this.in(channel).expect('Shall I open a ticket', { thread: message.ts });
    await this.clicks(person, offer, 'Open a ticket');
    await this.submits(person, fields);
    const summary = fields.summary ?? text;
    this.in(channel).expect(['Ticket', 'was opened'], { thread: message.ts });
    this.in(channel).expect(['SUP-', String(summary), 'Add details'], { thread: message.ts });
    this.in('#triage').expect(['SUP-', String(summary), 'First line']);
    this.in('#triage').expect('Replies here stay with us', {
      thread: this.in('#triage').expect(['SUP-', String(summary), 'First line']).ts,
    });
    return message;
  }

  /** What we posted in a channel. */
  in(channel: string): Expecting {
    return this.#claims.in(channel);
  }

  /** What we wrote to a person directly. */
  dm(person: Person): Expecting {
    return this.#claims.dm(`U${person.toUpperCase()}`);
  }

  /** Everything of these posts is expected, for scenarios about something else. */
  ignorePosts(): void {
    this.#claims.ignoreAll();
  }

  settle(): Promise<void> {
    return settle(this);
  }

  async advance(by: DurationLikeObject): Promise<void> {
    await passUntil(this, this.clock.now() + DateTime.fromMillis(0).plus(by).toMillis());
  }

  /** Lets time pass until a local reading in Berlin. */
  async until(reading: string): Promise<void> {
    await passUntil(this, berlin(reading));
  }

  /** Imports demo/people.yml anew, changed, beside the running desk. */
  async importPeople(edit: (text: string) => string): Promise<void> {
    await importFile(this.config, await edited('demo/people.yml', edit, this.config.dataDir), this.clock);
  }

  /** Replaces the policy; the desk reads it at its next start. */
  async changePolicy(edit: (text: string) => string): Promise<void> {
    const text = await readFile(this.config.policyPath, 'utf8');
    this.config.policyPath = join(this.config.dataDir, 'policy.yml');
    await writeFile(this.config.policyPath, edit(text));
  }

  /** Stops the desk and starts it again on the same data. */
  async restart(meanwhile: () => Promise<void> | void = () => {}): Promise<void> {
    await this.running.stop();
    await meanwhile();
    this.running = await startDesk(this.config, { clock: this.clock, log: openLog('silent') });
    await this.settle();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.running.stop();
    await this.slack.stop();
    await this.#redis?.giveBack();
    await rm(this.#folder, { recursive: true, force: true });
    this.#claims.mustBeComplete();
  }
}

/** A desk with customers, staff and rotations of demo/people.yml, at a held instant. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const clock = new MovableClock({ at: berlin(options.at ?? '2026-03-02T09:00'), held: true });
  const folder = await mkdtemp(join(tmpdir(), 'firstline-'));
  const slack = await startSlack({ clock, manifest: 'manifest.yml', seed: options.seed ?? 1 });
  populate(slack);
  options.prepare?.(slack);
  const { notices = false, editPolicy = (text: string) => text } = options;
  const edit = (text: string) => (notices === true ? editPolicy(text) : toldOnly(notices || [], editPolicy(text)));
  const settings = (await options.settings?.(slack)) ?? {};
  const redis = 'redisUrl' in settings ? null : await redisDatabase();
  const config: Config = {
    ...deskConfig(slack, folder),
    policyPath: await edited(`policies/${options.policy ?? 'stakater'}.yml`, edit, folder),
    redisUrl: redis?.url,
    ...settings,
  };
  const people = await edited('demo/people.yml', options.editPeople, folder);
  const texts = await Promise.all([config.policyPath, people].map((path) => readFile(path, 'utf8')));
  await putDatabase(databasePath(config.databaseUrl), [clock.now(), ...texts].join('\n'), () =>
    importFile(config, people, clock),
  );
  const running = await startDesk(config, { clock, ...(options.pace === undefined ? {} : { pace: options.pace }) });
  const world = new World({ slack, clock, config, running, folder, redis });
  await world.settle();
  return world;
}

/** A policy in which every rotation has these notices. */
const toldOnly = (notices: NoticeKind[], text: string): string =>
  text.replace(/^( {4})role: .*$/gm, `$&\n$1notices: [${notices.join(', ')}]`);

/** The path of a file as it is, or of a changed copy in `folder`. */
async function edited(path: string, edit: ((text: string) => string) | undefined, folder: string): Promise<string> {
  if (!edit) return path;
  const copy = join(folder, basename(path));
  await writeFile(copy, edit(await readFile(path, 'utf8')));
  return copy;
}
