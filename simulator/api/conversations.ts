import { callLimits } from '../limits.ts';
import { join } from '../membership.ts';
import { channelObject, isOurs, sharesChannel } from '../objects.ts';
import { openDirectMessage } from '../population.ts';
import { botIsMember, isExternal, newChannel, type StoredChannel, type Workspace } from '../workspace.ts';
import { page } from './arguments.ts';
import { kindsAsked, knownChannel, perConversation, perKindAsked } from './channels.ts';
import { historyMethods } from './history.ts';
import { ApiError, type Call, type MethodTable, needs } from './method.ts';

const listing = {
  types: 'list',
  exclude_archived: 'boolean',
  cursor: 'string',
  limit: 'integer',
  team_id: 'string',
} as const;
export const conversationMethods: MethodTable = {
  'conversations.info': {
    tier: 't3',
    json: false,
    ...perConversation('read'),
    args: { channel: 'string!', include_num_members: 'boolean', include_locale: 'boolean' },
    run({ ws, args }) {
      const channel = knownChannel(ws, args.channel);
      const members = args.include_num_members ? { num_members: channel.members.length } : {};
      return { channel: { ...channelObject(ws, channel, true), ...members } };
    },
  },
  'conversations.list': {
    tier: 't2',
    json: false,
    ...perKindAsked,
    args: listing,
    run: ({ ws, args }) => list(ws, args, (channel) => channel.kind === 'public' || botIsMember(ws, channel)),
  },
  'users.conversations': {
    tier: 't3',
    json: false,
    ...perKindAsked,
    args: { ...listing, user: 'string' },
    run({ ws, args }) {
      const user = String(args.user ?? ws.app.botUserId);
      return list(ws, args, (channel) => channel.members.includes(user) && visible(ws, channel));
    },
  },
  'conversations.members': {
    tier: 't4',
    json: false,
    ...perConversation('read'),
    args: { channel: 'string!', cursor: 'string', limit: 'integer' },
    run({ ws, args }) {
      const { members } = knownChannel(ws, args.channel);
      const { items, cursor } = page(members, args, { standard: callLimits.pageDefault, most: callLimits.historyPage });
      return { members: items, response_metadata: { next_cursor: cursor } };
    },
  },
  ...historyMethods,
  'conversations.open': {
    tier: 't3',
    json: true,
    scopes: ({ args }) => [
      (args.users as string[] | undefined)?.length === 1 ? ['im:write'] : ['im:write', 'mpim:write'],
    ],
    accepts: ['im:write', 'mpim:write'],
    args: { channel: 'string', users: 'list', return_im: 'boolean', prevent_creation: 'boolean' },
    run: open,
  },
  'conversations.join': {
    tier: 't3',
    json: true,
    ...needs('channels:join'),
    args: { channel: 'string!' },
    run({ ws, args }) {
      const channel = knownChannel(ws, args.channel);
      if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type');
      if (channel.archived) throw new ApiError('is_archived');
      const already = botIsMember(ws, channel);
      if (!already) join(ws, channel, ws.app.botUserId);
      const warning = { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } };
      return { channel: channelObject(ws, channel), ...(already ? warning : {}) };
    },
  },
};

function visible(ws: Workspace, channel: StoredChannel): boolean {
  return isOurs(ws, channel) && (channel.kind === 'public' || botIsMember(ws, channel));
}

function list(ws: Workspace, args: Record<string, unknown>, fits: (channel: StoredChannel) => boolean) {
  const kinds = kindsAsked(args);
  const all = [...ws.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      visible(ws, channel) &&
      fits(channel) &&
      !(args.exclude_archived === true && channel.archived),
  );
  const { items, cursor } = page(all, args, { standard: callLimits.pageDefault, most: callLimits.historyPage });
  return {
    channels: items.map((channel) => channelObject(ws, channel)),
    response_metadata: { next_cursor: cursor },
  };
}

function open({ ws, args }: Call) {
  const users = (args.users as string[] | undefined)?.filter((user) => user !== '') ?? [];
  if (args.channel) return { no_op: true, already_open: true, channel: { id: knownChannel(ws, args.channel).id } };
  if (users.length === 0) throw new ApiError('users_list_not_supplied');
  if (users.length > callLimits.openedWith) throw new ApiError('too_many_users');
  for (const user of users) {
    const person = ws.people.get(user);
    if (!person) throw new ApiError('user_not_found');
    if (person.deleted) throw new ApiError('user_disabled');
    if (isExternal(ws, user) && !sharesChannel(ws, user)) throw new ApiError('invalid_user_combination');
  }
  const known = new Set(ws.channels.keys());
  const channel = users.length === 1 ? openDirectMessage(ws, String(users[0])) : openGroup(ws, users);
  const already = known.has(channel.id) ? { no_op: true, already_open: true } : {};
  return { ...already, channel: args.return_im === true ? channelObject(ws, channel) : { id: channel.id } };
}

function openGroup(ws: Workspace, users: string[]): StoredChannel {
  const members = [...new Set([...users, ws.app.botUserId])];
  const same = (channel: StoredChannel) =>
    channel.kind === 'mpim' && [...channel.members].sort().join() === [...members].sort().join();
  const found = [...ws.channels.values()].find(same);
  const name = `mpdm-${users.map((user) => ws.people.get(user)?.name).join('--')}-1`;
  const creator = ws.app.botUserId;
  return found ?? newChannel(ws, { id: ws.ids.id('G'), name, kind: 'mpim', teams: [ws.app.team], members, creator });
}
