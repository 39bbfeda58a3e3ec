import type { KnownBlock } from '@slack/types';
import { type Logger, LogLevel, WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { Instant } from '../clock.ts';
import type { Content } from './post.ts';

/** A message as it stands in Slack; `thread` is the parent's ts. */
export interface Posted {
  ts: string;
  thread: string | null;
}

/** Where a message goes; `broadcast` shows a reply in the channel too. */
export interface PostingPlace {
  channel: string;
  thread: string | null;
  broadcast: boolean;
}

/** What the sender needs of Slack. Every call fails as Slack or the network fails it; `failureOf` reads the errors. */
export interface Sending {
  /** Posts once per call. A dead `thread` is no error for Slack: then the answer's `thread` is null. */
  post(to: PostingPlace & { once: string }, content: Content): Promise<Posted>;
  update(at: { channel: string; ts: string }, content: Content): Promise<void>;
  /** Shows blocks in somebody's Home tab; twice is the same as once. */
  publish(user: string, blocks: KnownBlock[]): Promise<void>;
  delete(at: { channel: string; ts: string }): Promise<void>;
  /** Looks for our own message that carries `once`, in the thread and in the channel itself, among those since `since`. */
  findByKey(look: { channel: string; thread: string | null; once: string; since: Instant }): Promise<Posted | null>;
  /** The channel id of the direct messages with a person. */
  openDirect(user: string): Promise<string>;
}

const EVENT_TYPE = 'firstline_post';
const CALL_TIMEOUT_MS = 10_000;
const PAGE = 200;
const MOST_PAGES = 10;

/** `chat.update` refuses more than 4,000 code points, and longer posts are split or doubled now and then. */
const LONGEST_TEXT = 3_900;

interface HistoryMessage {
  ts?: string;
  thread_ts?: string;
  bot_id?: string;
  metadata?: { event_type?: string; event_payload?: object };
}

interface Page {
  messages?: HistoryMessage[];
  response_metadata?: { next_cursor?: string };
}

/**
 * Slack through a Web API client of its own that never tries again by itself, never waits longer than `timeout` ms for an
 * answer, and lets a limit of one method stop no other.
 */
export function slackSending(options: { token: string; apiUrl?: string; timeout?: number }): Sending {
  const client = new WebClient(options.token, {
    ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}),
    retryConfig: { retries: 0 },
    timeout: options.timeout ?? CALL_TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    logger: silent,
  });
  let botId: string | undefined;
  const ownBotId = async () => {
    botId ??= (await client.auth.test()).bot_id;
    return botId;
  };

  return {
    async post({ channel, thread, broadcast, once }, content) {
      const message = {
        channel,
        ...shown(content),
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: EVENT_TYPE, event_payload: { once } },
      };
      const answer = await client.chat.postMessage(
        thread ? { ...message, thread_ts: thread, reply_broadcast: broadcast } : message,
      );
      return { ts: answer.ts as string, thread: answer.message?.thread_ts ?? null };
    },

    async update({ channel, ts }, content) {
      await client.chat.update({ channel, ts, ...shown(content) });
    },

    async publish(user, blocks) {
      await client.views.publish({ user_id: user, view: { type: 'home', blocks } });
    },

    async delete({ channel, ts }) {
      await client.chat.delete({ channel, ts });
    },

    async findByKey({ channel, thread, once, since }) {
      const bot = await ownBotId();
      const isIt = (message: HistoryMessage) =>
        message.bot_id === bot &&
        message.metadata?.event_type === EVENT_TYPE &&
        (message.metadata.event_payload as { once?: unknown } | undefined)?.once === once;
      const common = { channel, limit: PAGE, include_all_metadata: true };
      const inThread = thread
        ? await find((cursor) => client.conversations.replies({ ...common, ts: thread, ...cursor }), isIt).catch(
            noThread,
          )
        : null;
      if (inThread) return inThread;
      const reachesBack = (page: HistoryMessage[]) => Number(page.at(-1)?.ts ?? 0) * 1000 < since;
      return find((cursor) => client.conversations.history({ ...common, ...cursor }), isIt, reachesBack);
    },

    async openDirect(user) {
      return (await client.conversations.open({ users: user })).channel?.id as string;
    },
  };
}

async function find(
  read: (cursor: { cursor?: string }) => Promise<Page>,
  isIt: (message: HistoryMessage) => boolean,
  farEnough: (page: HistoryMessage[]) => boolean = () => false,
): Promise<Posted | null> {
  let cursor = {};
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { messages = [], response_metadata } = await read(cursor);
    const found = messages.find(isIt);
    if (found?.ts) return { ts: found.ts, thread: found.thread_ts ?? null };
    if (!response_metadata?.next_cursor || farEnough(messages)) return null;
    cursor = { cursor: response_metadata.next_cursor };
  }
  return null;
}

function noThread(error: unknown): null {
  if (error instanceof WebAPIPlatformError && error.data.error === 'thread_not_found') return null;
  throw error;
}

function shown({ text, blocks }: Content): Content {
  const points = [...text];
  const cut = points.length > LONGEST_TEXT ? `${points.slice(0, LONGEST_TEXT - 1).join('')}…` : text;
  return blocks?.length ? { text: cut, blocks } : { text: cut };
}

/** The client's own log repeats what is thrown, and holds message texts. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
