import { announceGone, announceMessage } from './announce.ts';
import { emitMessage, inEvents } from './events.ts';
import { countReplies, stored } from './messages.ts';
import type { Message } from './protocol.ts';
import { nextTs, type StoredChannel, type Workspace } from './workspace.ts';

/** Deletes a message; a parent with replies stays as a tombstone. */
export function remove(ws: Workspace, channel: StoredChannel, ts: string, by: string): void {
  const before = stored(channel, ts);
  if (before.reply_count) {
    const { reply_count, reply_users, reply_users_count, latest_reply } = before;
    const tombstone: Message = {
      type: 'message',
      subtype: 'tombstone',
      text: 'This message was deleted.',
      user: 'USLACKBOT',
      hidden: true,
      ts,
      thread_ts: ts,
      parent_user_id: 'USLACKBOT',
      reply_count,
      ...(reply_users ? { reply_users } : {}),
      ...(reply_users_count === undefined ? {} : { reply_users_count }),
      ...(latest_reply ? { latest_reply } : {}),
      is_locked: false,
      subscribed: false,
    };
    channel.messages.set(ts, tombstone);
    announceMessage(ws, channel, tombstone);
    const about = { message: tombstone, previous_message: inEvents(ws, channel, before), ts: nextTs(ws, channel) };
    emitMessage(ws, channel, { subtype: 'message_changed', hidden: true, ...about }, by);
    return;
  }
  channel.messages.delete(ts);
  announceGone(ws, channel, ts);
  const about = { deleted_ts: ts, previous_message: inEvents(ws, channel, before), ts: nextTs(ws, channel) };
  emitMessage(ws, channel, { subtype: 'message_deleted', hidden: true, ...about }, by);
  if (before.thread_ts && before.thread_ts !== ts) endThreadIfEmpty(ws, channel, before.thread_ts);
}

/** The last reply takes its parent's tombstone with it. */
function endThreadIfEmpty(ws: Workspace, channel: StoredChannel, thread: string): void {
  const parent = channel.messages.get(thread);
  countReplies(ws, channel, thread);
  if (parent?.subtype !== 'tombstone' || channel.messages.get(thread)?.reply_count) return;
  channel.messages.delete(thread);
  announceGone(ws, channel, thread);
  const about = { deleted_ts: thread, previous_message: parent, ts: nextTs(ws, channel) };
  emitMessage(ws, channel, { subtype: 'message_deleted', hidden: true, ...about });
}
