import { isOurs } from '../objects.ts';
import { botIsMember, type ChannelKind, type StoredChannel, type Workspace } from '../workspace.ts';
import { ApiError, type Call, type Method } from './method.ts';

/** A conversation the app may know of; private ones it is not in look as if they did not exist. */
export function knownChannel(ws: Workspace, id: unknown): StoredChannel {
  const channel = ws.channels.get(String(id));
  const hidden = channel && channel.kind !== 'public' && !botIsMember(ws, channel);
  if (!channel || hidden || !isOurs(ws, channel)) throw new ApiError('channel_not_found');
  return channel;
}

/** A conversation the app is in. */
export function ownChannel(ws: Workspace, id: unknown): StoredChannel {
  const channel = knownChannel(ws, id);
  if (!botIsMember(ws, channel)) throw new ApiError('not_in_channel');
  return channel;
}

const words: Record<ChannelKind, string> = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' };

/** The scope for the kind of the conversation named in `channel`; any of the four while it is unknown. */
export function perConversation(right: 'read' | 'history'): Pick<Method, 'scopes' | 'accepts'> {
  const all = Object.values(words).map((word) => `${word}:${right}`);
  const scopes = ({ ws, args }: Call) => {
    const channel = ws.channels.get(String(args.channel));
    return [channel ? [`${words[channel.kind]}:${right}`] : all];
  };
  return { scopes, accepts: all };
}

const types: Record<string, ChannelKind> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};

/** The kinds asked for in `types`; public channels unless told. */
export function kindsAsked(args: Record<string, unknown>): ChannelKind[] {
  const asked = (args.types as string[] | undefined) ?? ['public_channel'];
  return asked.map((type) => {
    const kind = types[type];
    if (!kind) throw new ApiError('invalid_types');
    return kind;
  });
}

/** One read scope for every kind asked for. */
export const perKindAsked: Pick<Method, 'scopes' | 'accepts'> = {
  scopes: ({ args }) => kindsAsked(args).map((kind) => [`${words[kind]}:read`]),
  accepts: Object.values(words).map((word) => `${word}:read`),
};
