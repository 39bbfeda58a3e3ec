import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { populate } from '../../demo/cast.ts';
import type { Actor } from '../../simulator/actor.ts';
import type { Change, Message } from '../../simulator/protocol.ts';
import { type Slack, startSlack } from '../../simulator/start.ts';
import { importFile } from '../../src/cli/people.ts';
import { MovableClock } from '../../src/clock.ts';
import type { Config } from '../../src/config.ts';
import { shown } from './claims.ts';
import { deskConfig } from './desk-config.ts';
import { DeskGone, DeskProcess } from './desk-process.ts';
import { berlin, type Person } from './world.ts';

/** The outbox waits a second between posts, and a little longer to look up what became of a lost one; so far time is moved. */
const PATIENCE_MS = 60_000;
const MOST_TRIES = 12;
/** Slack tries an event again a minute after its first two tries. */
const RETRY_MS = 60_000;

type Fields = Parameters<Actor['submit']>[0];
/** A channel, or the person's direct messages with us. */
type Where = { in: string } | 'dm';

/**
 * A workspace with a desk that can die at any moment and is started again on the same data as soon as that is seen. People
 * do again what Slack told them did not work. Time is moved, never waited for.
 */
export class CrashWorld implements AsyncDisposable {
  readonly slack: Slack;
  readonly clock: MovableClock;
  readonly config: Config;
  /** How often the desk died. */
  deaths = 0;
  /** Whether a desk that died is started again at once. */
  revives = true;
  #desk: DeskProcess;
  #dieOn: { news: string; times: number } | null = null;
  readonly #folder: string;

  constructor(parts: { slack: Slack; clock: MovableClock; config: Config; folder: string; desk: DeskProcess }) {
    this.slack = parts.slack;
    this.clock = parts.clock;
    this.config = parts.config;
    this.#folder = parts.folder;
    this.#desk = parts.desk;
  }

  get desk(): DeskProcess {
    return this.#desk;
  }

  /** The next desk to be started kills itself at the nth time that a transaction has left behind this kind of news. */
  dieNextOn(news: string, times = 1): void {
    this.#dieOn = { news, times };
  }

  /** Kills the desk as soon as `when` holds for something that changes in the workspace; once. */
  killWhen(when: (change: Change) => boolean): void {
    const stop = this.slack.onChange((change) => {
      if (!when(change)) return;
      stop();
      void this.#desk.kill();
    });
  }

  as(person: Person): Actor {
    return this.slack.as(`U${person.toUpperCase()}`);
  }

  async says(person: Person, channel: string, text: string, thread?: string): Promise<Message> {
    const message = this.as(person).say(channel, text, thread ? { thread } : {});
    await this.settle();
    return message;
  }

  /** Presses a button on our newest post that says all of `words`, until the app has answered. */
  presses(person: Person, where: Where, words: string[], button: string): Promise<void> {
    return this.#persist(`press ${button}`, () => this.#press(person, where, words, button));
  }

  /** The same until a form is open: the desk may die after its answer and before the form. */
  opensForm(person: Person, where: Where, words: string[], button: string): Promise<void> {
    return this.#persist(`open ${button}`, async () => {
      await this.#press(person, where, words, button);
      return this.as(person).views().length > 0;
    });
  }

  async fillsIn(person: Person, where: Where, words: string[], button: string, fields: Fields): Promise<void> {
    await this.opensForm(person, where, words, button);
    await this.sends(person, fields);
  }

  /** When the post isn't there yet, Slack's next try to deliver what it answers is waited for. */
  async #press(person: Person, where: Where, words: string[], button: string): Promise<boolean> {
    const id = `U${person.toUpperCase()}`;
    const channel = where === 'dm' ? (this.slack.dmChannel(id) ?? '') : where.in;
    const post = (where === 'dm' ? this.slack.dm(id) : this.slack.messages(channel))
      .filter((message) => message.bot_id && words.every((word) => shown(message).includes(word)))
      .at(-1);
    if (!post) {
      await this.#move(this.clock.now() + RETRY_MS);
      await this.settle();
      return false;
    }
    const { acknowledged } = await this.as(person).click(channel, post.ts, { text: button });
    await this.settle();
    return acknowledged;
  }

  async sends(person: Person, fields: Fields): Promise<void> {
    await this.#persist('send the form', async () => {
      const outcome = await this.as(person).submit(fields);
      if (outcome.errors) throw new Error(`The form was refused: ${JSON.stringify(outcome.errors)}`);
      await this.settle();
      return outcome.acknowledged;
    });
  }

  async #persist(what: string, attempt: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) if (await attempt()) return;
    throw new Error(`Nobody could ${what}.`);
  }

  /** Lets time pass until a local reading in Berlin, stopping at every instant at which something is due. */
  async until(reading: string): Promise<void> {
    const target = berlin(reading);
    for (;;) {
      const next = await this.#settled();
      if (next > target) break;
      await this.#move(Math.max(next, this.clock.now()));
    }
    if (target > this.clock.now()) await this.#move(target);
    await this.settle();
  }

  async settle(): Promise<void> {
    await this.#settled();
  }

  /** Kills the desk now. */
  kill(): Promise<unknown> {
    return this.#desk.kill();
  }

  /** Starts the desk again on the same data, once it is gone; again when it dies while it starts. */
  async start(): Promise<void> {
    for (let started = false; !started; ) {
      await this.#desk.gone();
      this.deaths += 1;
      this.#desk = await DeskProcess.launch();
      const dieOn = this.#dieOn;
      this.#dieOn = null;
      started = await this.#desk
        .ask('start', { config: this.config, at: this.clock.now(), dieOn })
        .then(() => true, unlessGone);
    }
  }

  /** Settles, and answers when the next timer is due. */
  async #settled(): Promise<number> {
    for (;;) {
      try {
        await this.slack.settled();
        const waits = await this.#desk.ask('quiet', null);
        await this.slack.settled();
        const next = Math.min(...[waits.inbox, waits.outbox].map((at) => at ?? Number.POSITIVE_INFINITY));
        if (next > this.clock.now() + PATIENCE_MS) return waits.timers ?? Number.POSITIVE_INFINITY;
        await this.#move(Math.max(next, this.clock.now()));
      } catch (error) {
        if (!this.revives) throw error;
        unlessGone(error);
        await this.start();
      }
    }
  }

  async #move(at: number): Promise<void> {
    this.clock.moveTo(at);
    await this.#desk.ask('move', { at }).catch(unlessGone);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#desk.kill();
    await this.slack.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A desk that is gone is no failure here; anything else is. */
function unlessGone(error: unknown): false {
  if (error instanceof DeskGone) return false;
  throw error;
}

/** A desk in a process of its own, with the people of the demo. */
export async function startCrashWorld(options: { at?: string; dieOn?: { news: string; times: number } } = {}) {
  const desk = await DeskProcess.launch();
  const clock = new MovableClock({ at: berlin(options.at ?? '2026-03-02T09:00'), held: true });
  const folder = await mkdtemp(join(tmpdir(), 'firstline-'));
  const slack = await startSlack({ clock, manifest: 'manifest.yml' });
  populate(slack);
  const config = deskConfig(slack, folder);
  await importFile(config, 'demo/people.yml', clock);
  const world = new CrashWorld({ slack, clock, config, folder, desk });
  await desk.ask('start', { config, at: clock.now(), dieOn: options.dieOn ?? null });
  await world.settle();
  return world;
}
