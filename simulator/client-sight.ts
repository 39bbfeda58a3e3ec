import { ClientRefusal } from './controls.ts';
import type { Ephemeral, Message } from './protocol.ts';
import { isExternal, type StoredChannel, type Workspace } from './workspace.ts';

/** A channel by id or `#name` that the person is in. */
export function channelSeen(ws: Workspace, user: string, ref: string): StoredChannel {
  const name = ref.startsWith('#') ? ref.slice(1) : undefined;
  const channel = name ? [...ws.channels.values()].find((one) => one.name === name) : ws.channels.get(ref);
  if (!channel) throw new ClientRefusal(`There is no channel ${ref}.`);
  if (!channel.members.includes(user)) throw new ClientRefusal(`You are not in ${nameOf(channel)}; join it first.`);
  return channel;
}

/** A channel one may write in. */
export function channelToWriteIn(ws: Workspace, user: string, ref: string): StoredChannel {
  const channel = channelSeen(ws, user, ref);
  if (channel.archived) throw new ClientRefusal(`${nameOf(channel)} is archived; nobody can write there any more.`);
  const home = ws.manifest.features?.app_home;
  if (channel.kind === 'im' && (!home?.messages_tab_enabled || home.messages_tab_read_only_enabled)) {
    throw new ClientRefusal('Sending messages to this app has been turned off.');
  }
  return channel;
}

/** A message the person can see, ephemeral ones included. */
export function messageSeen(
  ws: Workspace,
  user: string,
  channel: StoredChannel,
  ts: string,
): { message: Message; ephemeral: boolean } {
  const mine = (one: Ephemeral) => one.to === user && one.channel === channel.id && one.ts === ts;
  const ephemeral = ws.ephemerals.find(mine);
  if (ephemeral) return { message: ephemeral, ephemeral: true };
  const message = channel.messages.get(ts);
  if (!message || message.subtype === 'tombstone') {
    throw new ClientRefusal(`There is no message ${ts} to see in ${nameOf(channel)}.`);
  }
  return { message, ephemeral: false };
}

/** Commands and shortcuts exist only in the workspace that installed the app. */
export function offeredHere(ws: Workspace, user: string): boolean {
  return !isExternal(ws, user) && ws.scopes.has('commands');
}

function nameOf(channel: StoredChannel): string {
  return channel.name ? `#${channel.name}` : channel.id;
}
