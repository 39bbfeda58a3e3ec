import { isObject } from '../blocks/check.ts';
import { type MessageMethod, validateMessage } from '../blocks/message.ts';
import { normaliseBlocks } from '../blocks/normalise.ts';
import { remove } from '../deletion.ts';
import { messageLimits } from '../limits.ts';
import { change, type Draft, plainBlocks, post } from '../messages.ts';
import { messageObject, sharesChannel } from '../objects.ts';
import { openDirectMessage } from '../population.ts';
import type { Block, Message } from '../protocol.ts';
import { appAuthor, showEphemeral } from '../respond.ts';
import { botIsMember, isExternal, type StoredChannel, type Workspace } from '../workspace.ts';
import { knownChannel, ownChannel } from './channels.ts';
import { ApiError, badArgument, type Call, type MethodTable, needs } from './method.ts';

const content = {
  text: 'string',
  blocks: 'json',
  attachments: 'json',
  markdown_text: 'string',
  parse: 'string',
  link_names: 'boolean',
  as_user: 'boolean',
} as const;
const author = { username: 'string', icon_emoji: 'string', icon_url: 'string' } as const;

export const chatMethods: MethodTable = {
  'chat.postMessage': {
    tier: 'special',
    json: true,
    ...needs('chat:write'),
    scopes: ({ args }) => [['chat:write'], ...(hasOwnName(args) ? [['chat:write.customize']] : [])],
    args: {
      channel: 'string!',
      ...content,
      ...author,
      metadata: 'json',
      thread_ts: 'string',
      reply_broadcast: 'boolean',
      mrkdwn: 'boolean',
      unfurl_links: 'boolean',
      unfurl_media: 'boolean',
    },
    run: postMessage,
  },
  'chat.update': {
    tier: 't3',
    json: true,
    ...needs('chat:write'),
    args: { channel: 'string!', ts: 'string!', ...content, metadata: 'json', reply_broadcast: 'boolean' },
    run: update,
  },
  'chat.delete': {
    tier: 't3',
    json: true,
    ...needs('chat:write'),
    args: { channel: 'string!', ts: 'string!', as_user: 'boolean' },
    run({ ws, args }) {
      const channel = knownChannel(ws, args.channel);
      const message = messageIn(channel, args.ts);
      if (message.app_id !== ws.app.id) throw new ApiError('cant_delete_message');
      remove(ws, channel, message.ts, ws.app.botUserId);
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    tier: 't4',
    json: true,
    ...needs('chat:write'),
    args: { channel: 'string!', user: 'string!', ...content, ...author, thread_ts: 'string' },
    run: postEphemeral,
  },
  'chat.getPermalink': {
    tier: 'special',
    json: false,
    args: { channel: 'string!', message_ts: 'string!' },
    run({ ws, args }) {
      const channel = knownChannel(ws, args.channel);
      const message = messageIn(channel, args.message_ts);
      const link = `https://${ws.teams.get(ws.app.team)?.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
      const inThread = message.thread_ts && message.thread_ts !== message.ts;
      const thread = inThread ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
      return { channel: channel.id, permalink: `${link}${thread}` };
    },
  },
};

const hasOwnName = (args: Record<string, unknown>) => !!(args.username || args.icon_emoji || args.icon_url);

function postMessage({ ws, args }: Call) {
  const channel = channelToPostIn(ws, String(args.channel));
  if (channel.archived) throw new ApiError('is_archived');
  if (channel.kind === 'im' && !ws.manifest.features?.app_home?.messages_tab_enabled) {
    throw new ApiError('messages_tab_disabled');
  }
  if (args.thread_ts !== undefined) checkThread(args.thread_ts);
  const checked = checkContent(args, 'chat.postMessage');
  const { text, cut } = shortened(checked.text);
  const draft: Draft = {
    ...checked,
    ...appAuthor(ws),
    text,
    ...(args.thread_ts ? { thread: String(args.thread_ts) } : {}),
    ...(args.reply_broadcast === true ? { broadcast: true } : {}),
    ...(isObject(args.metadata) && args.metadata.event_type
      ? { metadata: args.metadata as NonNullable<Message['metadata']> }
      : {}),
  };
  const message = post(ws, channel, hasOwnName(args) ? customized(ws, draft, args) : draft);
  const warning = { response_metadata: { warnings: ['message_truncated'] } };
  return { channel: channel.id, ts: message.ts, message: messageObject(message, true), ...(cut ? warning : {}) };
}

/** Messages under another name come back as `bot_message` without a user. */
function customized(ws: Workspace, draft: Draft, args: Record<string, unknown>): Draft {
  const { user: _, ...rest } = draft;
  const icons = args.icon_emoji ? { icons: { emoji: args.icon_emoji } } : {};
  const named = { bot_id: ws.app.botId, app_id: ws.app.id, username: args.username ?? ws.app.name, ...icons };
  return { ...rest, subtype: 'bot_message', author: named };
}

function channelToPostIn(ws: Workspace, ref: string): StoredChannel {
  const person = ws.people.get(ref);
  if (person && !person.bot) {
    if (person.deleted || (isExternal(ws, ref) && !sharesChannel(ws, ref))) throw new ApiError('channel_not_found');
    return openDirectMessage(ws, ref);
  }
  const channel = knownChannel(ws, ref);
  const open = channel.kind === 'public' && ws.scopes.has('chat:write.public');
  if (!botIsMember(ws, channel) && !open) throw new ApiError('not_in_channel');
  return channel;
}

function checkThread(thread: unknown): void {
  if (!/^\d+\.\d{6}$/.test(String(thread))) throw new ApiError('invalid_thread_ts');
}

/** Refuses what Slack refuses and returns what is to be stored. */
function checkContent(
  args: Record<string, unknown>,
  method: MessageMethod,
): Omit<Draft, 'metadata'> & { text: string } {
  const refusal = validateMessage(args, method);
  if (refusal) {
    const { error, ...more } = refusal;
    throw new ApiError(error, { ...more });
  }
  const markdown = typeof args.markdown_text === 'string' ? args.markdown_text : '';
  const blocks = markdown ? [{ type: 'markdown', text: markdown }] : (args.blocks as Block[] | undefined);
  return {
    text: String(args.text ?? markdown),
    ...(blocks?.length ? { blocks } : {}),
    ...(Array.isArray(args.attachments) ? { attachments: args.attachments } : {}),
  };
}

function shortened(text: string): { text: string; cut: boolean } {
  const letters = [...text];
  const cut = letters.length > messageLimits.textCutAt;
  return { text: cut ? letters.slice(0, messageLimits.textCutAt).join('') : text, cut };
}

/** Text without blocks takes the blocks away; attachments and metadata stay unless they are given. */
function update({ ws, args }: Call) {
  const channel = knownChannel(ws, args.channel);
  const message = messageIn(channel, args.ts);
  if (message.app_id !== ws.app.id || message.subtype === 'channel_join') throw new ApiError('cant_update_message');
  if (channel.archived) throw new ApiError('is_inactive');
  if (args.reply_broadcast === true) return showInChannel(ws, channel, message, args);
  const checked = checkContent(args, 'chat.update');
  const given = checked.blocks ? normaliseBlocks(checked.blocks, () => ws.ids.word('block', 5)) : undefined;
  const untouched = args.text === undefined && args.blocks === undefined && args.markdown_text === undefined;
  const blocks = given ?? (untouched ? message.blocks : checked.text ? plainBlocks(ws, checked.text) : undefined);
  const { metadata } = args;
  const after = change(
    ws,
    channel,
    message.ts,
    {
      text: args.text === undefined && !args.markdown_text ? message.text : checked.text,
      blocks: blocks as Block[] | undefined,
      ...(checked.attachments ? { attachments: checked.attachments.length ? checked.attachments : undefined } : {}),
      ...(isObject(metadata)
        ? { metadata: metadata.event_type ? (metadata as NonNullable<Message['metadata']>) : undefined }
        : {}),
    },
    { editor: ws.app.botUserId, marked: !given },
  );
  return { channel: channel.id, ts: after.ts, text: after.text, message: messageObject(after, true) };
}

/** Shows an old reply in the channel too. Slack does that alone, and never together with another content. */
function showInChannel(ws: Workspace, channel: StoredChannel, message: Message, args: Record<string, unknown>) {
  if (message.thread_ts === undefined || message.thread_ts === message.ts) throw new ApiError('cant_broadcast_message');
  if (message.subtype !== undefined && message.subtype !== 'thread_broadcast') {
    throw new ApiError('cant_broadcast_message');
  }
  const isChanged = [args.text, args.blocks, args.attachments, args.markdown_text].some((part) => part !== undefined);
  if (isChanged) throw new ApiError('no_dual_broadcast_content_update');
  const after = change(ws, channel, message.ts, { subtype: 'thread_broadcast' });
  return { channel: channel.id, ts: after.ts, text: after.text, message: messageObject(after, true) };
}

function postEphemeral({ ws, args }: Call) {
  const channel = ownChannel(ws, args.channel);
  if (channel.archived) throw new ApiError('is_archived');
  const to = String(args.user);
  if (!channel.members.includes(to) || ws.people.get(to)?.deleted) throw new ApiError('user_not_in_channel');
  const draft = checkContent(args, 'chat.postEphemeral');
  const thread = args.thread_ts ? { thread: String(args.thread_ts) } : {};
  return { message_ts: showEphemeral(ws, channel, to, { ...draft, ...thread }).ts };
}

function messageIn(channel: StoredChannel, ts: unknown): Message {
  if (typeof ts !== 'string') throw badArgument('must provide a string', '/ts');
  const message = channel.messages.get(ts);
  if (!message || message.subtype === 'tombstone') throw new ApiError('message_not_found');
  return message;
}
