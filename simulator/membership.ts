import { announceChannels } from './announce.ts';
import { emit } from './events.ts';
import { post } from './messages.ts';
import { userObject } from './objects.ts';
import type { Person } from './protocol.ts';
import { botIsMember, isShared, nextTs, type StoredChannel, type Workspace } from './workspace.ts';

const letter = (channel: StoredChannel) => (channel.kind === 'public' ? 'C' : 'G');

/** Brings somebody, or the bot, into a channel. */
export function join(ws: Workspace, channel: StoredChannel, user: string, inviter?: string): void {
  if (channel.members.includes(user)) return;
  channel.members.push(user);
  announceChannels(ws, channel);
  const invited = inviter ? { inviter } : {};
  const team = ws.people.get(user)?.team ?? ws.app.team;
  const event = { user, channel: channel.id, channel_type: letter(channel), team, ...invited };
  emit(ws, { type: 'member_joined_channel', ...event, event_ts: nextTs(ws, channel) }, { channel, by: user });
  post(ws, channel, {
    user,
    text: `<@${user}> has joined the channel`,
    subtype: 'channel_join',
    author: inviter ? { inviter } : {},
  });
}

/** Takes somebody, or the bot, out of a channel; `by` is who did it. */
export function leave(ws: Workspace, channel: StoredChannel, user: string, by: string): void {
  if (!channel.members.includes(user)) return;
  const team = ws.people.get(user)?.team ?? ws.app.team;
  const event = { user, channel: channel.id, channel_type: letter(channel), team };
  emit(ws, { type: 'member_left_channel', ...event, event_ts: nextTs(ws, channel) }, { channel, by: user });
  channel.members = channel.members.filter((member) => member !== user);
  announceChannels(ws, channel, [user]);
  if (user === ws.app.botUserId) {
    const type = channel.kind === 'private' ? 'group_left' : 'channel_left';
    emit(ws, { type, channel: channel.id, actor_id: by, event_ts: nextTs(ws, channel) }, { channel, by });
  }
}

export function archive(ws: Workspace, channel: StoredChannel, by: string, archived: boolean): void {
  const text = archived ? 'archived the channel' : 'un-archived the channel';
  const subtype = archived ? 'channel_archive' : 'channel_unarchive';
  if (!archived) channel.archived = false;
  post(ws, channel, { user: by, text: `<@${by}> ${text}`, subtype, author: {} });
  channel.archived = archived;
  announceChannels(ws, channel);
  const kind = channel.kind === 'private' ? 'group' : 'channel';
  const type = `${kind}_${archived ? 'archive' : 'unarchive'}`;
  emit(ws, { type, channel: channel.id, user: by, event_ts: nextTs(ws, channel) }, { channel, by });
}

export function rename(ws: Workspace, channel: StoredChannel, name: string, by: string): void {
  channel.previousNames = [channel.name, ...channel.previousNames];
  const author = { old_name: channel.name, name };
  channel.name = name;
  announceChannels(ws, channel);
  post(ws, channel, { user: by, text: `<@${by}> has renamed the channel`, subtype: 'channel_name', author });
  const about = {
    id: channel.id,
    is_channel: channel.kind === 'public',
    is_mpim: false,
    name,
    name_normalized: name,
    created: Math.floor(channel.createdAt / 1000),
  };
  const type = channel.kind === 'private' ? 'group_rename' : 'channel_rename';
  emit(ws, { type, channel: about, event_ts: nextTs(ws, channel) }, { channel, by });
}

/** Shares a channel with another organisation. With `newId` Slack gives it another id at the same moment. */
export function share(ws: Workspace, channel: StoredChannel, team: string, newId?: string): StoredChannel {
  if (!ws.teams.has(team)) throw new Error(`There is no team ${team}.`);
  if (newId) changeId(ws, channel, newId);
  if (!channel.teams.includes(team)) channel.teams.push(team);
  announceChannels(ws, channel);
  const event = { connected_team_id: team, channel: channel.id, event_ts: nextTs(ws, channel) };
  emit(ws, { type: 'channel_shared', ...event }, { channel });
  return channel;
}

/** Ends the share with an organisation. When it was the host, our copy goes on under a new id. */
export function unshare(ws: Workspace, channel: StoredChannel, team: string): StoredChannel {
  const host = channel.teams[0];
  channel.teams = channel.teams.filter((one) => one !== team);
  const lost = channel.members.filter((member) => ws.people.get(member)?.team === team);
  channel.members = channel.members.filter((member) => !lost.includes(member));
  const about = { previously_connected_team_id: team, channel: channel.id, is_ext_shared: isShared(channel) };
  emit(ws, { type: 'channel_unshared', ...about, event_ts: nextTs(ws, channel) }, { channel });
  if (host === team) changeId(ws, channel, ws.ids.id('C'));
  announceChannels(ws, channel, lost);
  return channel;
}

/** The old id is unknown from now on. */
export function changeId(ws: Workspace, channel: StoredChannel, id: string): void {
  const old = channel.id;
  ws.channels.delete(old);
  channel.id = id;
  ws.channels.set(id, channel);
  for (const url of ws.responseUrls.values()) if (url.channel === old) url.channel = id;
  for (const message of ws.ephemerals) if (message.channel === old) message.channel = id;
  announceChannels(ws, channel);
  if (!botIsMember(ws, channel)) return;
  const event = { old_channel_id: old, new_channel_id: id, event_ts: nextTs(ws, channel) };
  emit(ws, { type: 'channel_id_changed', ...event }, { channel });
}

/** Changes what is known of a person and tells the app, unless the person belongs to another organisation. */
export function changePerson(ws: Workspace, person: Person, patch: Partial<Omit<Person, 'id' | 'team' | 'bot'>>): void {
  Object.assign(person, patch);
  if (person.team !== ws.app.team) return;
  const cache_ts = Math.floor(ws.clock.now() / 1000);
  emit(ws, { type: 'user_change', user: userObject(ws, person), cache_ts, event_ts: `${cache_ts}.000100` });
}
