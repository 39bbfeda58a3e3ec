import type { Message } from '../../simulator/protocol.ts';
import type { Slack } from '../../simulator/start.ts';

export type Found = Message & { channel: string };

/** Looks for posts of the desk and claims what it finds. */
export interface Expecting {
  /** The newest post that says all of `words`; it counts as expected. Fails when there is none. */
  expect(words: string | string[], where?: { thread?: string }): Found;
  /** Fails when a post says `words`. */
  expectNone(words: string): void;
  /** How many posts say `words`. */
  count(words: string): number;
}

/** What a message shows, texts of blocks and labels of buttons included. */
export function shown(message: Pick<Message, 'text' | 'blocks'>): string {
  const texts: string[] = [message.text];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if ((key === 'text' || key === 'label') && typeof inner === 'string') texts.push(inner);
        else walk(inner);
      }
    }
  };
  walk(message.blocks);
  return texts.join('\n');
}

/** Keeps account of which posts of the desk a test has expected. */
export class Claims {
  readonly #slack: Slack;
  readonly #claimed = new Set<string>();
  #ignoring = false;
  /** After a failed expectation the rest would only hide it. */
  #failed = false;

  constructor(slack: Slack) {
    this.#slack = slack;
  }

  in(channel: string): Expecting {
    const id = this.#slack.channel(channel).id;
    return this.#expecting(channel, () => this.#ours(this.#slack.messages(channel), id));
  }

  dm(person: string): Expecting {
    return this.#expecting(`DM of ${person}`, () =>
      this.#ours(this.#slack.dm(person), this.#slack.dmChannel(person) ?? ''),
    );
  }

  ignoreAll(): void {
    this.#ignoring = true;
  }

  /** Throws when the desk posted something that no expectation claimed. */
  mustBeComplete(): void {
    if (this.#ignoring || this.#failed) return;
    const unclaimed = this.#slack
      .snapshot()
      .channels.flatMap((channel) => this.#ours(channel.messages, channel.id))
      .filter((message) => !this.#claimed.has(`${message.channel} ${message.ts}`));
    if (unclaimed.length > 0) {
      throw new Error(
        `Posts that nothing expected:\n${unclaimed.map((m) => `- ${m.channel}: ${shown(m)}`).join('\n')}`,
      );
    }
  }

  #ours(messages: Message[], channel: string): Found[] {
    return messages
      .filter(({ user, subtype }) => user === this.#slack.botUserId && (!subtype || subtype === 'thread_broadcast'))
      .map((message) => ({ ...message, channel }));
  }

  #expecting(name: string, posts: () => Found[]): Expecting {
    const saying = (words: string): Found[] => posts().filter((message) => shown(message).includes(words));
    return {
      expect: (words, where = {}) => {
        const wanted = [words].flat();
        const found = posts()
          .filter((message) => wanted.every((each) => shown(message).includes(each)))
          .filter((message) => !where.thread || message.thread_ts === where.thread)
          .at(-1);
        if (!found) {
          this.#failed = true;
          throw new Error(
            `No post in ${name} says ${wanted.join(' + ')}. There is:\n${posts()
              .map((m) => `- ${shown(m)}`)
              .join('\n')}`,
          );
        }
        this.#claimed.add(`${found.channel} ${found.ts}`);
        return found;
      },
      expectNone: (words) => {
        const found = saying(words);
        if (found.length === 0) return;
        this.#failed = true;
        throw new Error(`A post in ${name} says ${words}:\n${found.map(shown).join('\n')}`);
      },
      count: (words) => saying(words).length,
    };
  }
}
