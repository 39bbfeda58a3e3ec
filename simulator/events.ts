import type { Message } from './protocol.ts';
import { botIsMember, isShared, type StoredChannel, type Workspace } from './workspace.ts';

interface EventRule {
  /** Entry in the manifest's `bot_events`. */
  subscription(channel: StoredChannel | undefined): string;
  /** Any one of these scopes is enough; undefined = none is needed. */
  scopes(channel: StoredChannel | undefined): string[] | undefined;
  /** Whether only members of the conversation hear of it. */
  membersOnly: boolean;
}

const groupWord = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const;
const conversation = (channel: StoredChannel | undefined) => groupWord[channel?.kind ?? 'public'];

const plain = (name: string, scopes: string[] | undefined, membersOnly = false): EventRule => ({
  subscription: () => name,
  scopes: () => scopes,
  membersOnly,
});

const readers = ['channels:read', 'groups:read', 'mpim:read'];

/** Every event this stand-in sends, with the subscription and scope it needs. */
export const eventRules: Record<string, EventRule> = {
  message: {
    subscription: (channel) => `message.${conversation(channel)}`,
    scopes: (channel) => [`${conversation(channel)}:history`],
    membersOnly: true,
  },
  app_mention: plain('app_mention', ['app_mentions:read'], true),
  reaction_added: plain('reaction_added', ['reactions:read'], true),
  reaction_removed: plain('reaction_removed', ['reactions:read'], true),
  member_joined_channel: plain('member_joined_channel', readers, true),
  member_left_channel: plain('member_left_channel', readers, true),
  channel_left: plain('channel_left', ['channels:read']),
  group_left: plain('group_left', ['groups:read']),
  channel_archive: plain('channel_archive', ['channels:read']),
  channel_unarchive: plain('channel_unarchive', ['channels:read']),
  group_archive: plain('group_archive', ['groups:read'], true),
  group_unarchive: plain('group_unarchive', ['groups:read'], true),
  channel_rename: plain('channel_rename', ['channels:read']),
  group_rename: plain('group_rename', ['groups:read'], true),
  channel_id_changed: plain('channel_id_changed', undefined),
  channel_shared: plain('channel_shared', ['channels:read', 'groups:read'], true),
  channel_unshared: plain('channel_unshared', ['channels:read', 'groups:read'], true),
  user_change: plain('user_change', ['users:read']),
  subteam_updated: plain('subteam_updated', ['usergroups:read']),
  subteam_members_changed: plain('subteam_members_changed', ['usergroups:read']),
  app_home_opened: plain('app_home_opened', undefined),
};

/**
 * Sends an event to the app if it subscribes to it, has the scope, and may know of the channel. `by` is the person who
 * caused it: in shared channels their organisation stands in `team_id`.
 */
export function emit(
  ws: Workspace,
  event: Record<string, unknown> & { type: string },
  about: { channel?: StoredChannel; by?: string } = {},
): void {
  const rule = eventRules[event.type];
  if (!rule) throw new Error(`No rule for the event ${event.type}.`);
  const { channel, by } = about;
  const subscribed = ws.manifest.settings?.event_subscriptions?.bot_events ?? [];
  if (!subscribed.includes(rule.subscription(channel))) return;
  const scopes = rule.scopes(channel);
  if (scopes && !scopes.some((scope) => ws.scopes.has(scope))) return;
  if (rule.membersOnly && channel && !botIsMember(ws, channel)) return;
  const actor = by ? ws.people.get(by) : undefined;
  ws.send({
    team_id: channel && isShared(channel) && actor ? actor.team : ws.app.team,
    context_team_id: ws.app.team,
    is_ext_shared_channel: channel ? isShared(channel) : false,
    event,
  });
}

const channelTypes = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' } as const;

/** Sends a `message` event: the message itself, or one about it when `about` holds a subtype such as `message_changed`. */
export function emitMessage(ws: Workspace, channel: StoredChannel, event: Record<string, unknown>, by?: string): void {
  emit(
    ws,
    {
      type: 'message',
      ...event,
      channel: channel.id,
      channel_type: channelTypes[channel.kind],
      event_ts: String(event.ts),
    },
    { channel, ...(by ? { by } : {}) },
  );
}

/** A message as events show it: files of shared channels are stubs, and the metadata's payload needs a scope of its own. */
export function inEvents(ws: Workspace, channel: StoredChannel, message: Message): Record<string, unknown> {
  const { reactions: _, metadata, files, ...rest } = message;
  const whole = ws.scopes.has('metadata.message:read');
  return {
    ...rest,
    ...(metadata ? { metadata: whole ? metadata : { event_type: metadata.event_type } } : {}),
    ...(files ? { files: isShared(channel) ? files.map((file) => fileStub(file.id)) : files } : {}),
  };
}

function fileStub(id: string): Record<string, unknown> {
  return { id, mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0, user: '' };
}
