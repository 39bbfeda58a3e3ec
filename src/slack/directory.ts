import type { WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import { type Database, inTransaction } from '../db/database.ts';
import type { Log } from '../log.ts';
import { type Channel, channelById, keepChannel, type SlackChannel } from './channels.ts';
import { type Home, keepDirect, keepPerson, type Person, personById, type SlackUser } from './people.ts';

/** Changes of people of other organisations are not guaranteed to be told, so they are asked for again after a day. */
const EXTERNAL_FRESH_MS = 24 * 3_600_000;
const CHANNEL_FRESH_MS = 3_600_000;

/** What we know of people and channels, asked of Slack at most once and kept in the database. */
export interface Directory {
  readonly home: Home;
  /** Makes sure a person is known. Answers null when Slack doesn't know them; throws when Slack can't be asked. */
  person(id: string): Promise<Person | null>;
  channel(id: string): Promise<Channel | null>;
  /** The direct-message channel with a person, opened when there is none. */
  direct(user: string): Promise<string>;
}

export function openDirectory(desk: { db: Database; clock: Clock; log: Log }, slack: WebClient, home: Home): Directory {
  const asking = new Map<string, Promise<void>>();
  /** Two who ask for the same at the same time ask once. */
  const once = (key: string, ask: () => Promise<void>): Promise<void> => {
    const running = asking.get(key) ?? ask().finally(() => asking.delete(key));
    asking.set(key, running);
    return running;
  };

  return {
    home,
    person: async (id) => {
      const known = await personById(desk.db.reader, id);
      const age = known ? desk.clock.now() - known.fetchedAt : Number.POSITIVE_INFINITY;
      if (known && known.fetchedAt > 0 && (!known.external || age < EXTERNAL_FRESH_MS)) return known;
      await once(`person ${id}`, async () => {
        const user = await slack.users.info({ user: id }).then(
          (answer) => answer.user as SlackUser,
          (error) => unknownTo(error, ['user_not_found', 'user_not_visible']),
        );
        if (user) await inTransaction(desk, (tx) => keepPerson(tx, user, home));
      });
      return personById(desk.db.reader, id);
    },
    channel: async (id) => {
      const known = await channelById(desk.db.reader, id);
      if (known && desk.clock.now() - known.fetchedAt < CHANNEL_FRESH_MS) return known;
      await once(`channel ${id}`, async () => {
        const channel = await slack.conversations.info({ channel: id }).then(
          (answer) => answer.channel as SlackChannel,
          (error) => unknownTo(error, ['channel_not_found']),
        );
        if (channel) await inTransaction(desk, (tx) => keepChannel(tx, channel));
      });
      return channelById(desk.db.reader, id);
    },
    direct: async (user) => {
      const known = await personById(desk.db.reader, user);
      if (known?.direct) return known.direct;
      const opened = await slack.conversations.open({ users: user });
      const direct = opened.channel?.id as string;
      await inTransaction(desk, (tx) => keepDirect(tx, user, direct));
      return direct;
    },
  };
}

/** Null when Slack answered that there is no such thing; anything else is thrown on. */
function unknownTo(error: unknown, codes: string[]): null {
  const code = (error as { data?: { error?: string } }).data?.error;
  if (code && codes.includes(code)) return null;
  throw error;
}
