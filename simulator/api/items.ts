import { callLimits } from '../limits.ts';
import { messageObject } from '../objects.ts';
import { addReaction, removeReaction } from '../reactions.ts';
import { seconds } from '../workspace.ts';
import { ownChannel } from './channels.ts';
import { ApiError, badArgument, type Call, type MethodTable, needs } from './method.ts';

const reaction = { channel: 'string!', timestamp: 'string!', name: 'string!' } as const;

/** Reactions, pins and bookmarks. */
export const itemMethods: MethodTable = {
  'reactions.add': {
    tier: 't3',
    json: true,
    ...needs('reactions:write'),
    args: reaction,
    run: (call) => react(call, addReaction),
  },
  'reactions.remove': {
    tier: 't2',
    json: true,
    ...needs('reactions:write'),
    args: reaction,
    run: (call) => react(call, removeReaction),
  },
  'reactions.get': {
    tier: 't3',
    json: false,
    ...needs('reactions:read'),
    args: { channel: 'string', timestamp: 'string', full: 'boolean' },
    run({ ws, args }) {
      if (!args.channel || !args.timestamp) throw new ApiError('no_item_specified');
      const channel = ownChannel(ws, args.channel);
      const message = channel.messages.get(String(args.timestamp));
      if (!message) throw new ApiError('message_not_found');
      return { type: 'message', channel: channel.id, message: messageObject(message, false) };
    },
  },
  'pins.add': {
    tier: 't2',
    json: true,
    ...needs('pins:write'),
    args: { channel: 'string!', timestamp: 'string' },
    run({ ws, args }) {
      const channel = ownChannel(ws, args.channel);
      const ts = String(args.timestamp ?? '');
      if (!ts) throw new ApiError('no_item_specified');
      if (!channel.messages.has(ts)) throw new ApiError('message_not_found');
      if (channel.pins.includes(ts)) throw new ApiError('already_pinned');
      channel.pins.push(ts);
      return {};
    },
  },
  'pins.remove': {
    tier: 't2',
    json: true,
    ...needs('pins:write'),
    args: { channel: 'string!', timestamp: 'string' },
    run({ ws, args }) {
      const channel = ownChannel(ws, args.channel);
      if (!channel.pins.includes(String(args.timestamp))) throw new ApiError('no_pin');
      channel.pins = channel.pins.filter((ts) => ts !== args.timestamp);
      return {};
    },
  },
  'bookmarks.add': {
    tier: 't2',
    json: true,
    ...needs('bookmarks:write'),
    args: { channel_id: 'string!', title: 'string!', type: 'string!', link: 'string', emoji: 'string' },
    run: addBookmark,
  },
  'bookmarks.list': {
    tier: 't3',
    json: true,
    ...needs('bookmarks:read'),
    args: { channel_id: 'string!' },
    run: ({ ws, args }) => ({ bookmarks: ownChannel(ws, args.channel_id).bookmarks }),
  },
};

function react({ ws, args }: Call, how: typeof addReaction) {
  const ts = String(args.timestamp);
  if (!/^\d+\.\d{6}$/.test(ts)) throw new ApiError('bad_timestamp');
  const channel = ownChannel(ws, args.channel);
  if (channel.archived) throw new ApiError('is_archived');
  const error = how(ws, channel, ts, ws.app.botUserId, String(args.name));
  if (error) throw new ApiError(error);
  return {};
}

function addBookmark({ ws, args }: Call) {
  const channel = ownChannel(ws, args.channel_id);
  if (args.type !== 'link') throw new ApiError('invalid_bookmark_type');
  const link = String(args.link ?? '');
  if (!/^https?:\/\//.test(link) || link.length > callLimits.bookmarkLink) throw new ApiError('invalid_link');
  if (String(args.title).length > callLimits.bookmarkTitle) {
    throw badArgument(`must be less than ${callLimits.bookmarkTitle + 1} characters`, '/title');
  }
  const at = seconds(ws);
  const bookmark = {
    id: ws.ids.id('Bk'),
    channel_id: channel.id,
    title: args.title,
    link,
    emoji: args.emoji ?? '',
    type: 'link',
    date_created: at,
    date_updated: 0,
    last_updated_by_user_id: ws.app.botUserId,
    last_updated_by_team_id: ws.app.team,
    app_id: ws.app.id,
  };
  channel.bookmarks.push(bookmark);
  return { bookmark };
}
