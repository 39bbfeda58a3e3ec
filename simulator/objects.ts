import type { Message, Person, UserGroup } from './protocol.ts';
import { botIsMember, isExternal, isShared, type StoredChannel, type StoredFile, type Workspace } from './workspace.ts';

/** A user as `users.info` and `user_change` show it. People of other organisations come thin: no e-mail, no role. */
export function userObject(ws: Workspace, person: Person): Record<string, unknown> {
  const external = isExternal(ws, person.id);
  const profile = {
    title: '',
    phone: '',
    real_name: person.realName,
    real_name_normalized: person.realName,
    display_name: '',
    display_name_normalized: '',
    status_text: '',
    status_text_canonical: '',
    status_emoji: '',
    status_emoji_display_info: [],
    status_expiration: 0,
    avatar_hash: '',
    ...(ws.scopes.has('users:read.email') && !external && !person.bot ? { email: person.email } : {}),
    ...(person.bot ? { api_app_id: ws.app.id, bot_id: ws.app.botId, always_active: true } : {}),
    ...avatars(ws),
    team: person.team,
  };
  const base = { id: person.id, team_id: person.team, name: person.name, deleted: person.deleted, color: '9f69e7' };
  if (person.deleted) return { ...base, profile, is_bot: person.bot, is_app_user: false, updated: 0 };
  const role = {
    is_admin: person.admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.restricted,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
  };
  return {
    ...base,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: zoneOffset(person.tz, ws.clock.now()),
    profile,
    ...(external ? { is_stranger: !sharesChannel(ws, person.id), is_restricted: false } : role),
    is_bot: person.bot,
    is_app_user: false,
    updated: 0,
  };
}

function avatars(ws: Workspace): Record<string, string> {
  const sizes = [24, 32, 48, 72, 192, 512];
  return Object.fromEntries(sizes.map((size) => [`image_${size}`, `${ws.url}/avatar/${size}.png`]));
}

function zoneOffset(tz: string, at: number): number {
  const named = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(at);
  const offset = named.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
  if (!sign) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** Whether the app and a person are in some channel together. */
export function sharesChannel(ws: Workspace, user: string): boolean {
  return [...ws.channels.values()].some(
    (channel) => channel.kind !== 'im' && !channel.archived && channel.members.includes(user) && isOurs(ws, channel),
  );
}

/** Whether a channel exists for the workspace that installed the app. */
export function isOurs(ws: Workspace, channel: StoredChannel): boolean {
  return channel.teams.includes(ws.app.team);
}

/** A channel as `conversations.info` shows it; `detailed` adds what lists leave out. */
export function channelObject(ws: Workspace, channel: StoredChannel, detailed = false): Record<string, unknown> {
  const created = Math.floor(channel.createdAt / 1000);
  if (channel.kind === 'im') {
    const user = channel.members.find((member) => member !== ws.app.botUserId);
    return {
      id: channel.id,
      created,
      is_archived: channel.archived,
      is_im: true,
      is_org_shared: false,
      context_team_id: ws.app.team,
      user,
      is_user_deleted: ws.people.get(user ?? '')?.deleted ?? false,
      priority: 0,
    };
  }
  const shared = isShared(channel);
  const others = channel.teams.filter((team) => team !== ws.app.team);
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public' || (channel.kind === 'private' && shared),
    is_group: channel.kind === 'private' && !shared,
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    created,
    updated: channel.createdAt,
    creator: channel.creator,
    is_archived: channel.archived,
    is_general: false,
    unlinked: 0,
    name_normalized: channel.name,
    context_team_id: ws.app.team,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    pending_connected_team_ids: [],
    shared_team_ids: channel.teams,
    ...(shared ? { conversation_host_id: channel.teams[0] } : {}),
    ...(detailed && shared ? { internal_team_ids: [ws.app.team], connected_team_ids: others } : {}),
    parent_conversation: null,
    is_member: botIsMember(ws, channel),
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: channel.purpose, creator: '', last_set: 0 },
    previous_names: channel.previousNames,
  };
}

/** A message as history shows it; the metadata's payload only when asked for. */
export function messageObject(message: Message, allMetadata: boolean): Record<string, unknown> {
  if (!message.metadata || allMetadata) return { ...message };
  return { ...message, metadata: { event_type: message.metadata.event_type } };
}

export function userGroupObject(ws: Workspace, group: UserGroup, withUsers: boolean): Record<string, unknown> {
  return {
    id: group.id,
    team_id: ws.app.team,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: 0,
    date_update: 0,
    date_delete: 0,
    auto_type: null,
    auto_provision: false,
    enterprise_subteam_id: '',
    created_by: '',
    updated_by: '',
    deleted_by: null,
    prefs: { channels: [], groups: [] },
    user_count: group.users.length,
    channel_count: 0,
    ...(withUsers ? { users: group.users } : {}),
  };
}

/** A file with where it is shared, as `files.info` shows it. */
export function fileObject(ws: Workspace, file: StoredFile): Record<string, unknown> {
  const { content: _, shares, pending: _p, ...plain } = file;
  const by = (kind: 'public' | 'private') =>
    Object.fromEntries(
      Object.entries(shares).filter(([id]) => (ws.channels.get(id)?.kind === 'public') === (kind === 'public')),
    );
  const channels = Object.keys(shares);
  return { ...plain, channels, shares: { public: by('public'), private: by('private') } };
}

export function botProfile(ws: Workspace): Record<string, unknown> {
  return {
    id: ws.app.botId,
    app_id: ws.app.id,
    user_id: ws.app.botUserId,
    name: ws.app.name,
    icons: { image_36: '', image_48: '', image_72: '' },
    deleted: false,
    updated: 0,
    team_id: ws.app.team,
  };
}
