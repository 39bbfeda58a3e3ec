import type { Channel, Message, Person } from '../simulator/protocol.ts';
import type { Slack } from '../simulator/start.ts';
import { type Paint, plain } from './paint.ts';
import { type Reader, readMessage } from './read.ts';

/** A message that somebody saw appear, or change. */
export interface Sighting {
  at: number;
  channel: Channel;
  message: Message;
  /** For an edit, what it showed before; null for a new message. */
  before: Message | null;
  /** Who sees it who cannot be seen by others: a direct or ephemeral message. */
  to: string | null;
}

/** Watches the simulated workspace and keeps what people saw, until it is told. */
export class Witness {
  readonly #slack: Slack;
  readonly #known = new Map<string, Message>();
  #fresh: Sighting[] = [];
  readonly #stop: () => void;
  readonly people: Map<string, Person>;
  /** Everything that was seen, edits included. */
  readonly all: Sighting[] = [];

  constructor(slack: Slack) {
    this.#slack = slack;
    this.people = new Map(slack.snapshot().world.people.map((person) => [person.id, person]));
    this.#stop = slack.onChange((change) => {
      if (change.kind === 'message') this.#saw(change.channel, change.message, null);
      if (change.kind === 'ephemeral') this.#saw(change.message.channel, change.message, change.message.to);
    });
  }

  /** What was seen since the last time, each message once, as it shows now. */
  take(): Sighting[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh.filter((sighting) => this.#changes(sighting));
  }

  stop(): void {
    this.#stop();
  }

  readonly nameOf = (id: string): string =>
    this.people.get(id)?.realName ?? (id === this.#slack.botUserId ? 'Firstline' : id);

  /** Reads for one person: `Slack` shows everybody their own time. */
  reader(person: string): Reader {
    return {
      zone: this.people.get(person)?.tz ?? 'UTC',
      now: this.#slack.clock.now(),
      nameOf: this.nameOf,
    };
  }

  /** Whose eyes a message is shown through: the customer's who began the thread, else a customer's, else anybody's there. */
  #viewer(channel: Channel, message: Message): string {
    const author = message.parent_user_id ?? message.user ?? '';
    if (this.#isCustomer(author)) return author;
    const people = channel.members.filter((member) => member !== this.#slack.botUserId);
    return people.find((member) => this.#isCustomer(member)) ?? people[0] ?? '';
  }

  readonly #isCustomer = (person: string): boolean => {
    const team = this.people.get(person)?.team;
    return team !== undefined && team !== this.#slack.teamId;
  };

  /** The lines a message shows to whoever it is meant for. */
  lines(channel: Channel, message: Message, paint: Paint): string[] {
    return readMessage(message, this.reader(this.#viewer(channel, message)), paint);
  }

  #saw(channelId: string, message: Message, to: string | null): void {
    const key = `${channelId} ${message.ts}`;
    const before = this.#known.get(key) ?? null;
    this.#known.set(key, structuredClone(message));
    const waiting = this.#fresh.find((each) => each.channel.id === channelId && each.message.ts === message.ts);
    if (waiting) {
      waiting.message = structuredClone(message);
      return;
    }
    const channel = this.#slack.channel(channelId);
    const direct = channel.kind === 'im' ? this.#viewer(channel, message) : null;
    const sighting = {
      at: this.#slack.clock.now(),
      channel,
      message: structuredClone(message),
      before,
      to: to ?? direct,
    };
    this.#fresh.push(sighting);
    this.all.push(sighting);
  }

  /** A reply count or a reaction changes a message without changing what it says. */
  #changes({ channel, message, before }: Sighting): boolean {
    if (message.subtype && message.subtype !== 'thread_broadcast') return false;
    if (!before) return true;
    return this.lines(channel, message, plain).join('\n') !== this.lines(channel, before, plain).join('\n');
  }
}
