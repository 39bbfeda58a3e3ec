import { announceActivity, announceMessage } from './announce.ts';
import { normaliseBlocks, richTextOf } from './blocks/normalise.ts';
import { emit, emitMessage, inEvents } from './events.ts';
import type { Block, Message, SlackFile } from './protocol.ts';
import { isExternal, isShared, nextTs, type StoredChannel, seconds, type Workspace } from './workspace.ts';

/** What a message is made of before Slack gives it a place. */
export interface Draft {
  user?: string;
  text: string;
  blocks?: Block[];
  attachments?: Record<string, unknown>[];
  files?: SlackFile[];
  metadata?: Message['metadata'];
  thread?: string;
  broadcast?: boolean;
  subtype?: string;
  /** Fields of the author: `bot_id`, `app_id`, `bot_profile`, `username`, `icons`. */
  author?: Record<string, unknown>;
}

/**
 * Stores a message and tells everybody. A thread that does not exist (any more) is ignored: the message lands in the
 * channel, as it does in Slack. A reply's `ts` given as the thread misfiles the message: no thread shows it.
 */
export function post(ws: Workspace, channel: StoredChannel, draft: Draft): Message {
  const ts = nextTs(ws, channel);
  const parent = draft.thread ? channel.messages.get(draft.thread) : undefined;
  const inThread = parent && parent.subtype !== 'tombstone' ? parent : undefined;
  const broadcast = inThread !== undefined && draft.broadcast === true;
  const subtype = broadcast ? 'thread_broadcast' : draft.files?.length ? 'file_share' : draft.subtype;
  const team = ws.people.get(draft.user ?? '')?.team ?? ws.app.team;
  const blocks = storedBlocks(ws, draft);
  const message: Message = {
    type: 'message',
    ...(subtype ? { subtype } : {}),
    ...(draft.author ? draft.author : { client_msg_id: ws.ids.uuid('client message') }),
    ...(draft.user ? { user: draft.user } : {}),
    text: draft.text,
    ts,
    team,
    ...(blocks ? { blocks } : {}),
    ...(draft.attachments?.length ? { attachments: draft.attachments } : {}),
    ...(draft.files?.length ? { files: draft.files, upload: true, display_as_bot: false } : {}),
    ...(draft.metadata ? { metadata: draft.metadata } : {}),
    ...(inThread ? { thread_ts: inThread.ts, parent_user_id: String(inThread.user ?? '') } : {}),
    ...(draft.user ? foreignAuthor(ws, channel, draft.user) : {}),
  };
  channel.messages.set(ts, message);
  for (const file of draft.files ?? []) {
    const shares = ws.files.get(file.id)?.shares;
    if (shares) shares[channel.id] = [{ ts, ...(inThread ? { thread_ts: inThread.ts } : {}) }];
  }
  if (inThread && threadOf(inThread) === inThread.ts) countReplies(ws, channel, inThread.ts);
  announceMessage(ws, channel, message);
  if (message.app_id === ws.app.id) announceActivity(ws, channel, message.text);
  const root = broadcast && inThread ? { root: inEvents(ws, channel, inThread) } : {};
  tellApp(ws, channel, message, root);
  return message;
}

function storedBlocks(ws: Workspace, draft: Draft): Block[] | undefined {
  if (draft.blocks?.length) return normaliseBlocks(draft.blocks, () => ws.ids.word('block', 5)) as Block[];
  return draft.text && !draft.attachments?.length ? plainBlocks(ws, draft.text) : undefined;
}

/** The rich text Slack makes of a plain message. */
export function plainBlocks(ws: Workspace, text: string): Block[] {
  return normaliseBlocks([richTextOf(text)], () => ws.ids.word('block', 5)) as Block[];
}

/** The thread a message belongs to: a reply's parent, or the message itself. */
export function threadOf(message: Message): string {
  return message.thread_ts ?? message.ts;
}

/** Slack adds these to what people of other organisations write, but not always. */
function foreignAuthor(ws: Workspace, channel: StoredChannel, user: string): Record<string, unknown> {
  const person = ws.people.get(user);
  if (!person || !isShared(channel) || !isExternal(ws, user)) return {};
  if (ws.ids.pick('foreign author', 2) === 0) return {};
  const profile = { name: person.name, real_name: person.realName, display_name: '', team: person.team };
  return { user_team: person.team, source_team: person.team, user_profile: profile };
}

/** A new text calls `message`, and `app_mention` besides when it names the app; the two come in either order. */
function tellApp(ws: Workspace, channel: StoredChannel, message: Message, more: Record<string, unknown>): void {
  const by = message.user;
  const event = { ...inEvents(ws, channel, message), ...more };
  const mention = message.text.includes(`<@${ws.app.botUserId}>`) && channel.kind !== 'im' && by !== ws.app.botUserId;
  const mentioned = () =>
    emit(
      ws,
      { ...event, type: 'app_mention', channel: channel.id, event_ts: message.ts },
      { channel, ...(by ? { by } : {}) },
    );
  const first = mention && ws.ids.pick('mention first', 2) === 0;
  if (first) mentioned();
  emitMessage(ws, channel, event, by);
  if (mention && !first) mentioned();
}

/** Brings a parent's counters in line with its replies. */
export function countReplies(ws: Workspace, channel: StoredChannel, thread: string): void {
  const parent = channel.messages.get(thread);
  if (!parent) return;
  const replies = [...channel.messages.values()].filter((m) => m.thread_ts === thread && m.ts !== thread);
  const { thread_ts: _, reply_count: _c, reply_users: _u, reply_users_count: _n, latest_reply: _l, ...bare } = parent;
  const users = [...new Set(replies.map((reply) => String(reply.user ?? reply.bot_id)))];
  const counted: Message = replies.length
    ? {
        ...bare,
        thread_ts: thread,
        reply_count: replies.length,
        reply_users: users,
        reply_users_count: users.length,
        latest_reply: replies.at(-1)?.ts ?? thread,
        is_locked: false,
        subscribed: false,
      }
    : bare;
  channel.messages.set(thread, counted);
  announceMessage(ws, channel, counted);
}

/** Replaces parts of a message and sends `message_changed`. `by` marks it as edited, which updates with blocks are not. */
export function change(
  ws: Workspace,
  channel: StoredChannel,
  ts: string,
  patch: { [field in keyof Message]?: Message[field] | undefined },
  by?: { editor: string; marked: boolean },
): Message {
  const before = stored(channel, ts);
  const at = nextTs(ws, channel);
  const edited = by?.marked ? { edited: { user: by.editor, ts: `${seconds(ws)}.000000` } } : {};
  const merged = Object.entries({ ...before, ...patch, ...edited });
  const after = Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as Message;
  channel.messages.set(ts, after);
  announceMessage(ws, channel, after);
  emitMessage(
    ws,
    channel,
    {
      subtype: 'message_changed',
      hidden: true,
      message: inEvents(ws, channel, after),
      previous_message: inEvents(ws, channel, before),
      ts: at,
    },
    by?.editor,
  );
  return after;
}

/** A message that must be there. */
export function stored(channel: StoredChannel, ts: string): Message {
  const message = channel.messages.get(ts);
  if (!message) throw new Error(`There is no message ${ts} in ${channel.name || channel.id}.`);
  return message;
}
