import { channelFor, channelsOf, worldOf } from './announce.ts';
import { channelNamed } from './populate.ts';
import type { Channel, Ephemeral, Message, Snapshot, View, World } from './protocol.ts';
import { stackOf, viewObject } from './views.ts';
import { isExternal, type StoredChannel, type Workspace } from './workspace.ts';

/** Everything there is, for tests. */
export interface WholeState {
  world: World;
  channels: (Channel & { messages: Message[] })[];
  ephemerals: Ephemeral[];
}

/** What can be looked at from outside, without being anybody. */
export interface Inspection {
  /** Messages of a channel in order; with `thread` the parent and its replies. */
  messages(channel: string, options?: { thread?: string }): Message[];
  channel(channel: string): Channel;
  /** Messages of the conversation between the bot and a person. */
  dm(person: string): Message[];
  /** The id of that conversation, if there is one yet. */
  dmChannel(person: string): string | undefined;
  ephemerals(person: string): Ephemeral[];
  home(person: string): View | null;
  views(person: string): View[];
  snapshot(): WholeState;
}

export function inspection(ws: Workspace): Inspection {
  const all = (channel: StoredChannel) => [...channel.messages.values()].map((message) => structuredClone(message));
  const direct = (person: string) =>
    [...ws.channels.values()].find((channel) => channel.kind === 'im' && channel.members.includes(person));
  return {
    messages(ref, { thread } = {}) {
      const messages = all(channelNamed(ws, ref));
      return thread ? messages.filter((one) => one.ts === thread || one.thread_ts === thread) : messages;
    },
    channel: (ref) => channelFor(ws, channelNamed(ws, ref), ws.app.botUserId),
    dm(person) {
      const channel = direct(person);
      return channel ? all(channel) : [];
    },
    dmChannel: (person) => direct(person)?.id,
    ephemerals: (person) => ws.ephemerals.filter((one) => one.to === person),
    home(person) {
      const view = ws.homes.get(person);
      return view ? viewObject(view) : null;
    },
    views: (person) => stackOf(ws, person).map(viewObject),
    snapshot: () => ({
      world: worldOf(ws, ws.connections()),
      channels: [...ws.channels.values()].map((channel) => ({
        ...channelFor(ws, channel, ws.app.botUserId),
        messages: all(channel),
      })),
      ephemerals: [...ws.ephemerals],
    }),
  };
}

/** Everything one person sees. */
export function snapshotFor(ws: Workspace, user: string): Snapshot {
  const me = ws.people.get(user);
  if (!me) throw new Error(`There is no person ${user}.`);
  const channels = channelsOf(ws, user);
  const home = ws.homes.get(user);
  return {
    now: ws.clock.now(),
    me,
    external: isExternal(ws, user),
    channels,
    messages: Object.fromEntries(channels.map(({ id }) => [id, [...(ws.channels.get(id)?.messages.values() ?? [])]])),
    ephemerals: ws.ephemerals.filter((one) => one.to === user),
    home: home ? viewObject(home) : null,
    views: stackOf(ws, user).map(viewObject),
  };
}
