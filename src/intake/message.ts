import { z } from 'zod';

/** The message events we read, as Slack sends them; other keys are left alone. */
export const messageEvent = z.looseObject({
  type: z.string(),
  subtype: z.string().optional(),
  channel: z.string(),
  ts: z.string(),
  user: z.string().optional(),
  text: z.string().optional(),
  thread_ts: z.string().optional(),
  bot_id: z.string().optional(),
  deleted_ts: z.string().optional(),
  message: z
    .looseObject({
      ts: z.string(),
      user: z.string().optional(),
      text: z.string().optional(),
      subtype: z.string().optional(),
      thread_ts: z.string().optional(),
      bot_id: z.string().optional(),
      edited: z.object({ ts: z.string() }).optional(),
    })
    .optional(),
});
export type MessageEvent = z.infer<typeof messageEvent>;

/** What a message event means. */
export type Said =
  | { kind: 'written'; channel: string; ts: string; thread: string; user: string; text: string }
  | { kind: 'edited'; channel: string; ts: string; thread: string; user: string | null; text: string; editedTs: string }
  | { kind: 'deleted'; channel: string; ts: string }
  | { kind: 'nothing' };

/** Subtypes that are somebody saying something. All others are Slack's own notices. */
const SPOKEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/**
 * Reads a message event. Messages of apps, ours included, mean nothing here; and most `message_changed` events are no edit
 * by a person (link previews, replies arriving, our own cards): only those with a mark of editing count.
 */
export function readMessage(event: MessageEvent): Said {
  const { channel } = event;
  if (event.subtype === 'message_deleted' && event.deleted_ts)
    return { kind: 'deleted', channel, ts: event.deleted_ts };
  if (event.subtype === 'message_changed' && event.message) {
    const { message } = event;
    if (message.subtype === 'tombstone') return { kind: 'deleted', channel, ts: message.ts };
    if (message.bot_id || !message.edited) return { kind: 'nothing' };
    return {
      kind: 'edited',
      channel,
      ts: message.ts,
      thread: message.thread_ts ?? message.ts,
      user: message.user ?? null,
      text: message.text ?? '',
      editedTs: message.edited.ts,
    };
  }
  if (!SPOKEN.has(event.subtype) || event.bot_id || !event.user) return { kind: 'nothing' };
  return {
    kind: 'written',
    channel,
    ts: event.ts,
    thread: event.thread_ts ?? event.ts,
    user: event.user,
    text: event.text ?? '',
  };
}
