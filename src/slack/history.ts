import type { WebClient } from '@slack/web-api';

/** A message as a channel's history holds it. */
export interface PastMessage {
  ts: string;
  thread_ts?: string;
  [key: string]: unknown;
}

/** Reading back what was written, for what reached us in no event. */
export interface History {
  /** What was written in a channel, or in one of its threads, after `oldest`; at most a few pages of it. */
  since(channel: string, oldest: string, thread?: string): Promise<PastMessage[]>;
  /** One message; null when it is gone or can't be read. */
  one(channel: string, ts: string): Promise<PastMessage | null>;
}

const PAGE = 200;
const MOST_PAGES = 5;

export function openHistory(slack: WebClient): History {
  return {
    since: async (channel, oldest, thread) => {
      const found: PastMessage[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const range = { channel, oldest, limit: PAGE, ...(cursor ? { cursor } : {}) };
        const answer = thread
          ? await slack.conversations.replies({ ...range, ts: thread })
          : await slack.conversations.history(range);
        found.push(...((answer.messages ?? []) as PastMessage[]));
        cursor = answer.response_metadata?.next_cursor || undefined;
        if (!cursor) break;
      }
      return found.filter((message) => message.ts > oldest).sort((a, b) => (a.ts < b.ts ? -1 : 1));
    },
    one: async (channel, ts) => {
      const answer = await slack.conversations
        .replies({ channel, ts, latest: ts, inclusive: true, limit: PAGE })
        .catch((error) => {
          const code = (error as { data?: { error?: string } }).data?.error;
          if (
            code === 'thread_not_found' ||
            code === 'message_not_found' ||
            code === 'not_in_channel' ||
            code === 'channel_not_found'
          )
            return null;
          throw error;
        });
      const messages = (answer?.messages ?? []) as PastMessage[];
      return messages.find((message) => message.ts === ts) ?? null;
    },
  };
}
