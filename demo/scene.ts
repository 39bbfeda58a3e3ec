import { DateTime } from 'luxon';
import type { Actor } from '../simulator/actor.ts';
import { ClientRefusal } from '../simulator/controls.ts';
import type { Channel, FieldValue, Message, Outcome } from '../simulator/protocol.ts';
import { plain } from './paint.ts';
import { readMessage } from './read.ts';
import { readForm } from './read-form.ts';
import { passUntil, settle } from './settle.ts';
import type { Stage } from './stage.ts';
import type { Terminal } from './terminal.ts';
import type { Sighting, Witness } from './witness.ts';

export const ZONE = 'Europe/Berlin';

/** Ids as in cast.ts. */
export type Person = 'ana' | 'art' | 'gil' | 'bo' | 'cy' | 'dee' | 'eli' | 'fay';

export const idOf = (person: Person): string => `U${person.toUpperCase()}`;

/** A post that somebody sees, where it stands. */
export interface Seen {
  channel: Channel;
  message: Message;
  text: string;
}

/** The story did not go as it must; the message says what did not happen. */
export class StoryFault extends Error {}

/** Lets people act in the workspace, tells what they do and see, and insists on what they must see. */
export class Scene {
  readonly stage: Stage;
  readonly witness: Witness;
  readonly terminal: Terminal;
  readonly #signal: AbortSignal;
  checks = 0;

  constructor(parts: { stage: Stage; witness: Witness; terminal: Terminal; signal: AbortSignal }) {
    this.stage = parts.stage;
    this.witness = parts.witness;
    this.terminal = parts.terminal;
    this.#signal = parts.signal;
  }

  async says(person: Person, channel: string, text: string, thread?: string): Promise<Message> {
    const message = this.#actor(person).say(channel, text, thread ? { thread } : {});
    await this.happens();
    return message;
  }

  async presses(person: Person, { channel, message }: Seen, button: string): Promise<void> {
    await this.#does(person, channel, `presses ${this.terminal.paint.control(`[${button}]`)}`);
    await this.#acknowledged(person, button, this.#actor(person).click(channel.id, message.ts, { text: button }));
    await this.happens();
  }

  async reacts(
    person: Person,
    channel: string,
    message: Message,
    emoji: { name: string; shown: string },
  ): Promise<void> {
    await this.#does(person, this.stage.slack.channel(channel), `reacts with ${emoji.shown}`);
    this.#actor(person).react(channel, message.ts, emoji.name);
    await this.happens();
  }

  /** The form that somebody has before them, as lines; told in full. */
  async showsForm(person: Person): Promise<string> {
    await this.terminal.frame(this.#form(person));
    return this.#plainForm(person);
  }

  /** Changes one field of the open form and tells what else changed in it. Returns the form as it reads then. */
  async chooses(person: Person, field: string, value: string, said: string): Promise<string> {
    const before = this.#form(person);
    const actor = this.#actor(person);
    await this.#does(person, null, said);
    await this.#acknowledged(person, field, actor.clickInView({ block_id: field }, value));
    await this.happens();
    await this.terminal.frame(this.#form(person).filter((line) => !before.includes(line)));
    return this.#plainForm(person);
  }

  async submits(person: Person, fields: Record<string, FieldValue>, said: string): Promise<void> {
    await this.#does(person, null, said);
    const outcome = await this.#acknowledged(person, 'the form', this.#actor(person).submit(fields));
    if (outcome.errors) throw new StoryFault(`The form was not taken: ${Object.values(outcome.errors).join(' ')}`);
    await this.happens();
  }

  /** Lets time pass until a local reading, and tells what happens on the way when it happens. */
  async until(reading: string): Promise<void> {
    const target = DateTime.fromISO(reading, { zone: ZONE }).toMillis();
    const { running, clock } = this.stage;
    while (clock.now() < target) {
      const next = (await running.timers.nextDueAt()) ?? target;
      await passUntil(this.stage, Math.min(Math.max(next, clock.now() + 1), target));
      await this.#tell();
    }
  }

  /** Everything that follows from what was done, told as people see it. */
  async happens(): Promise<void> {
    await settle(this.stage);
    await this.#tell();
  }

  /** The newest post of the desk that a person sees in a channel (`#name`) or by direct message (`dm`) and that says all of `words`. */
  sees(person: Person, place: string, words: string[], where: { thread?: string } = {}): Seen {
    this.checks += 1;
    const found = this.looks(person, place)
      .filter(({ text }) => words.every((word) => text.includes(word)))
      .filter(({ message }) => !where.thread || message.thread_ts === where.thread)
      .at(-1);
    if (found) return found;
    const name = this.witness.nameOf(idOf(person));
    const at = place === 'dm' ? 'in a direct message' : `in ${place}`;
    throw new StoryFault(`${name} should see ${words.map((word) => `“${word}”`).join(' and ')} ${at}, but does not.`);
  }

  /** All posts of the desk that a person sees in a place, oldest first. */
  looks(person: Person, place: string): Seen[] {
    const { slack } = this.stage;
    const ref = place === 'dm' ? slack.dmChannel(idOf(person)) : place;
    if (!ref) return [];
    const channel = slack.channel(ref);
    if (!channel.members.includes(idOf(person))) return [];
    return slack
      .messages(ref)
      .filter(({ user, subtype }) => user === slack.botUserId && (!subtype || subtype === 'thread_broadcast'))
      .map((message) => ({ channel, message, text: this.#text(person, message) }));
  }

  /** A fact that must hold; the sentence says it. */
  holds(fact: boolean, sentence: string): void {
    this.checks += 1;
    if (!fact) throw new StoryFault(`This does not hold: ${sentence}.`);
    this.terminal.check(sentence);
  }

  #text(person: Person, message: Message): string {
    return readMessage(message, this.witness.reader(idOf(person)), plain).join('\n');
  }

  #actor(person: Person): Actor {
    return this.stage.slack.as(idOf(person));
  }

  async #acknowledged(person: Person, what: string, acting: Promise<Outcome>): Promise<Outcome> {
    const outcome = await acting.catch((error: unknown) => {
      if (!(error instanceof ClientRefusal)) throw error;
      throw new StoryFault(`${this.witness.nameOf(idOf(person))} can't use ${what}: ${error.message}`);
    });
    if (outcome.acknowledged) return outcome;
    throw new StoryFault(`Nobody answered when ${this.witness.nameOf(idOf(person))} used ${what}.`);
  }

  #form(person: Person): string[] {
    return readForm(this.#actor(person).view(), this.witness.reader(idOf(person)), this.terminal.paint);
  }

  #plainForm(person: Person): string {
    return readForm(this.#actor(person).view(), this.witness.reader(idOf(person)), plain).join('\n');
  }

  async #does(person: Person, channel: Channel | null, what: string): Promise<void> {
    await this.terminal.row({
      at: this.stage.clock.now(),
      who: this.witness.nameOf(idOf(person)),
      place: channel ? this.#place(channel, null) : '',
      lines: [what],
    });
  }

  /** Several messages that come to read the same, like the reminders of one ticket, are told once. */
  async #tell(): Promise<void> {
    this.#signal.throwIfAborted();
    const told = new Set<string>();
    for (const sighting of this.witness.take()) {
      const row = this.#row(sighting);
      const words = JSON.stringify([row.place, row.lines]);
      if (!sighting.before || !told.has(words)) await this.terminal.row(row);
      told.add(words);
    }
    this.#signal.throwIfAborted();
  }

  #row(sighting: Sighting): Parameters<Terminal['row']>[0] {
    const { at, channel, message, before, to } = sighting;
    const { paint } = this.terminal;
    return {
      at,
      who: this.witness.nameOf(message.user ?? ''),
      place: this.#place(channel, to, message),
      lines: before ? this.#changed(sighting, before) : this.witness.lines(channel, message, paint),
    };
  }

  /** What an edit made new; buttons and the history at the end only where nothing else is. */
  #changed({ channel, message }: Sighting, before: Message): string[] {
    const { paint } = this.terminal;
    const old = this.witness.lines(channel, before, plain);
    const read = this.witness.lines(channel, message, plain);
    const drawn = this.witness.lines(channel, message, paint);
    const fresh = read.map((line, i) => ({ line, drawn: drawn[i] ?? line })).filter(({ line }) => !old.includes(line));
    const telling = fresh.filter(({ line }) => !/^(\[[^\]]*\] *)+$|^last: /.test(line));
    const [first = drawn.at(-1) ?? '', ...more] = (telling.length > 0 ? telling : fresh).map((each) => each.drawn);
    const subject = /SUP-\d+/.exec(read[0] ?? '')?.[0];
    return [`${paint.dim(`${subject ? `${subject} ` : ''}now reads:`)} ${first}`, ...more];
  }

  #place(channel: Channel, to: string | null, message?: Message): string {
    if (channel.kind === 'im') return to ? `to ${this.witness.nameOf(to)}` : 'direct message';
    const reply = message?.thread_ts !== undefined && message.thread_ts !== message.ts;
    return `#${channel.name}${reply ? ' ↳' : ''}`;
  }
}
