import type { Message } from '../protocol.ts';
import { isTopLevel } from './workspace.ts';

/** By `channel` or `channel/thread`, the `ts` of the last message that was on the screen. */
export type ReadMarks = Record<string, string>;

export const threadKey = (channel: string, thread: string): string => `${channel}/${thread}`;

/**
 * How many messages of a channel a person has not seen: others' top-level messages, and others' replies in threads the
 * person takes part in. Without a mark, everything after `since` counts.
 */
export function unreadCount(messages: Message[], channel: string, me: string, marks: ReadMarks, since: string): number {
  const mine = threadsOf(messages, me);
  return messages.filter((message) => {
    if (message.user === me) return false;
    const thread = message.thread_ts;
    if (isTopLevel(message)) return message.ts > (marks[channel] ?? since);
    return thread !== undefined && mine.has(thread) && message.ts > (marks[threadKey(channel, thread)] ?? since);
  }).length;
}

/** By the `ts` of a thread's first message, how many of others' replies a person has not seen. Threads without any are left out. */
export function unreadReplies(
  messages: Message[],
  channel: string,
  me: string,
  marks: ReadMarks,
  since: string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { thread_ts: thread, ts, user } of messages) {
    if (thread === undefined || thread === ts || user === me) continue;
    if (ts > (marks[threadKey(channel, thread)] ?? since)) counts.set(thread, (counts.get(thread) ?? 0) + 1);
  }
  return counts;
}

function threadsOf(messages: Message[], me: string): Set<string> {
  const written = messages.filter((message) => message.user === me || message.text.includes(`<@${me}>`));
  return new Set(written.map((message) => message.thread_ts ?? message.ts));
}
