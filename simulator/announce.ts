import type { Channel, Ephemeral, Message, World } from './protocol.ts';
import { botIsMember, isShared, type OpenView, type StoredChannel, type Workspace } from './workspace.ts';

/** A channel as the page shows it to `user`. */
export function channelFor(ws: Workspace, channel: StoredChannel, user: string): Channel {
  const other = channel.kind === 'im' ? channel.members.find((member) => member !== user) : undefined;
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    archived: channel.archived,
    shared: isShared(channel),
    teams: channel.teams,
    members: channel.members,
    botIsMember: botIsMember(ws, channel),
    ...(other ? { with: other } : {}),
  };
}

export function channelsOf(ws: Workspace, user: string): Channel[] {
  return [...ws.channels.values()]
    .filter((channel) => channel.members.includes(user))
    .map((channel) => channelFor(ws, channel, user));
}

export function worldOf(ws: Workspace, connections: number): World {
  const { features } = ws.manifest;
  const shortcuts = (type: 'message' | 'global') =>
    (features?.shortcuts ?? [])
      .filter((shortcut) => shortcut.type === type)
      .map((shortcut) => ({ callbackId: shortcut.callback_id, name: shortcut.name }));
  return {
    now: ws.clock.now(),
    movable: ws.clock.moveTo !== undefined,
    held: ws.clock.held ?? false,
    teams: [...ws.teams.values()],
    people: [...ws.people.values()],
    userGroups: [...ws.userGroups.values()],
    app: {
      id: ws.app.id,
      name: ws.app.name,
      botUserId: ws.app.botUserId,
      homeEnabled: features?.app_home?.home_tab_enabled ?? false,
      messagesEnabled: features?.app_home?.messages_tab_enabled ?? false,
      commands: (features?.slash_commands ?? []).map((command) => ({
        command: command.command,
        description: command.description,
        usageHint: command.usage_hint ?? '',
      })),
      messageShortcuts: shortcuts('message'),
      globalShortcuts: shortcuts('global'),
      connections,
    },
  };
}

export function announceWorld(ws: Workspace): void {
  ws.announce({ kind: 'world', world: worldOf(ws, ws.connections()) }, () => true);
}

/** Everybody in the channel learns the state of all their channels; `also` for those who have just left. */
export function announceChannels(ws: Workspace, channel: StoredChannel, also: string[] = []): void {
  for (const user of new Set([...channel.members, ...also])) {
    ws.announce({ kind: 'channels', channels: channelsOf(ws, user) }, (who) => who === user);
  }
}

export function announceMessage(ws: Workspace, channel: StoredChannel, message: Message): void {
  ws.announce({ kind: 'message', channel: channel.id, message }, (user) => channel.members.includes(user));
}

/** Marks the people a new message of the app is meant for. */
export function announceActivity(ws: Workspace, channel: StoredChannel, text: string): void {
  for (const person of channel.members) {
    if (person === ws.app.botUserId) continue;
    if (channel.kind !== 'im' && !text.includes(`<@${person}>`)) continue;
    ws.announce({ kind: 'activity', person, channel: channel.id }, () => true);
  }
}

export function announceGone(ws: Workspace, channel: StoredChannel, ts: string): void {
  ws.announce({ kind: 'message_gone', channel: channel.id, ts }, (user) => channel.members.includes(user));
}

export function announceEphemeral(ws: Workspace, message: Ephemeral): void {
  ws.announce({ kind: 'ephemeral', message }, (user) => user === message.to);
  ws.announce({ kind: 'activity', person: message.to, channel: message.channel }, () => true);
}

export function announceEphemeralGone(ws: Workspace, message: Ephemeral): void {
  ws.announce({ kind: 'ephemeral_gone', channel: message.channel, ts: message.ts }, (user) => user === message.to);
}

export function announceViews(ws: Workspace, user: string): void {
  ws.announce({ kind: 'views', views: ws.stacks.get(user) ?? [] }, (who) => who === user);
}

export function announceHome(ws: Workspace, view: OpenView): void {
  ws.announce({ kind: 'home', view }, (user) => user === view.user);
}
