import { inEvents } from './events.ts';
import { isOurs } from './objects.ts';
import type { Message } from './protocol.ts';
import { issueResponseUrl, issueTrigger } from './triggers.ts';
import { botIsMember, nextTs, type StoredChannel, type Workspace } from './workspace.ts';

function teamOf(ws: Workspace, id: string) {
  return { id, domain: ws.teams.get(id)?.domain ?? '' };
}

function userOf(ws: Workspace, id: string) {
  const person = ws.people.get(id);
  return { id, username: person?.name ?? '', name: person?.name ?? '', team_id: person?.team ?? '' };
}

/** The keys every interaction has. Forms carry the person's own team, everything else the team of the installation. */
function base(ws: Workspace, user: string, team: string) {
  return {
    user: userOf(ws, user),
    api_app_id: ws.app.id,
    token: ws.tokens.verification,
    team: teamOf(ws, team),
    enterprise: null,
    is_enterprise_install: false,
  };
}

export interface PressedControl {
  user: string;
  action: Record<string, unknown>;
  values: Record<string, unknown>;
}

export function messageAction(
  ws: Workspace,
  channel: StoredChannel,
  message: Message,
  ephemeral: boolean,
  pressed: PressedControl,
): Record<string, unknown> {
  const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
  return {
    type: 'block_actions',
    ...base(ws, pressed.user, ws.app.team),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      is_app_unfurl: false,
      ...thread,
    },
    trigger_id: issueTrigger(ws, pressed.user),
    channel: { id: channel.id, name: nameFor(ws, channel) },
    ...(ephemeral ? {} : { message: inEvents(ws, channel, message) }),
    state: { values: pressed.values },
    response_url: issueResponseUrl(ws, {
      kind: 'actions',
      user: pressed.user,
      channel: channel.id,
      message: { ts: message.ts, ephemeral },
    }),
    actions: [{ ...pressed.action, action_ts: actionTs(ws, channel) }],
  };
}

export function viewAction(
  ws: Workspace,
  view: Record<string, unknown>,
  pressed: Omit<PressedControl, 'values'>,
): Record<string, unknown> {
  const id = String(view.id);
  return {
    type: 'block_actions',
    ...base(ws, pressed.user, ws.app.team),
    container: { type: 'view', view_id: id },
    trigger_id: issueTrigger(ws, pressed.user, view.type === 'modal' ? id : undefined),
    view,
    actions: [{ ...pressed.action, action_ts: `${Math.floor(ws.clock.now() / 1000)}.000001` }],
  };
}

/** `view_submission` and `view_closed`; `more` holds what only one of them has. */
export function viewEnd(
  ws: Workspace,
  type: 'view_submission' | 'view_closed',
  user: string,
  view: Record<string, unknown>,
): Record<string, unknown> {
  const team = ws.people.get(user)?.team ?? ws.app.team;
  const more =
    type === 'view_submission'
      ? { trigger_id: issueTrigger(ws, user, String(view.id)), response_urls: [] }
      : { is_cleared: false };
  return { type, ...base(ws, user, team), view, ...more };
}

export function messageShortcut(
  ws: Workspace,
  user: string,
  callbackId: string,
  channel: StoredChannel,
  message: Message,
): Record<string, unknown> {
  return {
    type: 'message_action',
    callback_id: callbackId,
    ...base(ws, user, ws.app.team),
    trigger_id: issueTrigger(ws, user),
    message_ts: message.ts,
    response_url: issueResponseUrl(ws, {
      kind: 'shortcut',
      user,
      channel: channel.id,
      message: { ts: message.ts, ephemeral: false },
    }),
    message: inEvents(ws, channel, message),
    channel: { id: channel.id, name: nameFor(ws, channel) },
    action_ts: actionTs(ws, channel),
  };
}

export function globalShortcut(ws: Workspace, user: string, callbackId: string): Record<string, unknown> {
  return {
    type: 'shortcut',
    callback_id: callbackId,
    ...base(ws, user, ws.app.team),
    trigger_id: issueTrigger(ws, user),
    action_ts: `${Math.floor(ws.clock.now() / 1000)}.000001`,
  };
}

export function slashCommand(
  ws: Workspace,
  user: string,
  channel: StoredChannel,
  command: string,
  text: string,
): Record<string, unknown> {
  return {
    token: ws.tokens.verification,
    team_id: ws.app.team,
    team_domain: ws.teams.get(ws.app.team)?.domain ?? '',
    channel_id: channel.id,
    channel_name: nameFor(ws, channel),
    user_id: user,
    user_name: ws.people.get(user)?.name ?? '',
    command,
    text,
    api_app_id: ws.app.id,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(ws, { kind: 'commands', user, channel: channel.id, message: undefined }),
    trigger_id: issueTrigger(ws, user),
  };
}

/** Slack tells no names of direct messages and of private channels the app cannot see. */
function nameFor(ws: Workspace, channel: StoredChannel): string {
  if (channel.kind === 'im') return 'directmessage';
  const hidden = channel.kind === 'private' && !(botIsMember(ws, channel) && isOurs(ws, channel));
  return hidden ? 'privategroup' : channel.name;
}

function actionTs(ws: Workspace, channel: StoredChannel): string {
  return nextTs(ws, channel);
}

/** Asks for the options of an external select. */
export function suggestion(
  ws: Workspace,
  user: string,
  asked: Record<string, unknown>,
  place: { channel: StoredChannel; message: Message } | { view: Record<string, unknown> },
): Record<string, unknown> {
  const where =
    'view' in place
      ? { view: place.view, container: { type: 'view', view_id: place.view.id } }
      : {
          channel: { id: place.channel.id, name: nameFor(ws, place.channel) },
          message: inEvents(ws, place.channel, place.message),
          container: { type: 'message', message_ts: place.message.ts, channel_id: place.channel.id },
        };
  return { type: 'block_suggestion', ...base(ws, user, ws.app.team), ...where, ...asked };
}
