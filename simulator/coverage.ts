/** How much of something of Slack is here. */
export interface Coverage {
  state: 'full' | 'partial' | 'absent';
  /** What is missing or done differently; empty when nothing is. */
  note: string;
}

const full: Coverage = { state: 'full', note: '' };
const partial = (note: string): Coverage => ({ state: 'partial', note });
const absent = (note: string): Coverage => ({ state: 'absent', note });

export const methodCoverage: Record<string, Coverage> = {
  'api.test': full,
  'auth.test': full,
  'apps.connections.open': full,
  'chat.postMessage': partial(
    'No unfurling, no link_names; #names are refused; content blocks of Slack Connect never happen',
  ),
  'chat.update': partial('No file_ids, no edit window'),
  'chat.delete': full,
  'chat.postEphemeral': partial('A thread the person has not used shows it as well'),
  'chat.getPermalink': full,
  'chat.scheduleMessage': absent(
    'Slack documents that scheduled messages with metadata are not posted; keep your own schedule',
  ),
  'chat.unfurl': absent('No link_shared events'),
  'chat.startStream': absent('Streaming is not simulated'),
  'conversations.info': partial('No locale'),
  'conversations.list': full,
  'conversations.members': full,
  'conversations.history': partial('No 90 day limit of free workspaces'),
  'conversations.replies': partial('The parent is not repeated on further pages'),
  'conversations.open': full,
  'conversations.join': full,
  'conversations.create': absent('Make channels with addChannel'),
  'conversations.invite': absent('People invite by inviteBot and join'),
  'conversations.inviteShared': absent('Share channels with share'),
  'users.info': partial('No enterprise_user, no profile fields; the locale is always en-US'),
  'users.list': partial('Never limit_required; Slackbot is not listed'),
  'users.lookupByEmail': full,
  'users.conversations': full,
  'usergroups.list': partial('No disabled groups'),
  'usergroups.users.list': full,
  'usergroups.users.update': partial('No subteam_max_users_exceeded, no guests left out'),
  'team.info': partial('No icons'),
  'bots.info': partial('Knows the app itself only'),
  'views.open': full,
  'views.push': full,
  'views.update': full,
  'views.publish': full,
  'reactions.add': partial('Every well-formed name is taken for an emoji'),
  'reactions.remove': full,
  'reactions.get': partial('Messages only'),
  'pins.add': full,
  'pins.remove': full,
  'bookmarks.add': full,
  'bookmarks.list': full,
  'files.info': full,
  'files.getUploadURLExternal': full,
  'files.completeUploadExternal': partial('No blocks'),
  'blocks.validate': absent('The validator itself is in blocks/'),
  'canvases.create': absent(''),
};

export const eventCoverage: Record<string, Coverage> = {
  message: partial(
    'Subtypes: message_changed, message_deleted, tombstone, thread_broadcast, file_share, bot_message, channel_join, channel_name, channel_archive, channel_unarchive',
  ),
  app_mention: partial('Not sent when an edit adds the mention'),
  reaction_added: full,
  reaction_removed: full,
  member_joined_channel: full,
  member_left_channel: full,
  channel_left: full,
  group_left: full,
  channel_archive: full,
  channel_unarchive: full,
  group_archive: full,
  group_unarchive: full,
  channel_rename: full,
  group_rename: full,
  channel_id_changed: full,
  channel_shared: full,
  channel_unshared: full,
  user_change: partial('No user_profile_changed beside it'),
  subteam_updated: full,
  subteam_members_changed: full,
  app_home_opened: partial('Only of the home tab'),
  channel_created: absent(''),
  team_join: absent(''),
  file_shared: absent('file_share messages are sent'),
  tokens_revoked: absent(''),
  link_shared: absent(''),
};

export const interactionCoverage: Record<string, Coverage> = {
  block_actions: full,
  view_submission: partial('No response_urls of selects with response_url_enabled'),
  view_closed: full,
  message_action: full,
  shortcut: full,
  block_suggestion: full,
  slash_command: full,
  function_executed: absent('Workflow steps are not simulated'),
};

export const surfaceCoverage: Record<string, Coverage> = {
  'Socket Mode': full,
  'Request URL': partial('No ssl_check, no Delayed Events, subscriptions are never switched off'),
  'Response URLs': full,
  'Slack Connect': partial('One organisation per person; invitations are not simulated'),
  'Enterprise Grid': absent('One workspace, no organisation'),
  'OAuth installation': absent('The app is installed at the start'),
  'Rate limits': partial('Slack keeps its burst allowance secret; ours is in limits.ts'),
  'Assistant threads': absent(''),
};
