import { inEvents } from './events.ts';
import { lifetimes } from './limits.ts';
import { isOurs } from './objects.ts';
import type { Message } from './protocol.ts';
import {
  botIsMember,
  nextTs,
  type ResponseUrl,
  type StoredChannel,
  type Trigger,
  type Workspace,
} from './workspace.ts';

/** Makes a trigger id: three seconds on the workspace clock, one use. `view` is the form it came from. */
export function issueTrigger(ws: Workspace, user: string, view?: string): string {
  const id = `${ws.ids.pick('trigger', 1e13)}.${ws.ids.pick('trigger', 1e12)}.${ws.ids.word('trigger', 32).toLowerCase()}`;
  ws.triggers.set(id, { user, view, expiresAt: ws.clock.now() + lifetimes.triggerId, used: false });
  return id;
}

/** Uses up a trigger id, or says with Slack's error name why it cannot be used. */
export function useTrigger(ws: Workspace, id: unknown): Trigger | string {
  const trigger = typeof id === 'string' ? ws.triggers.get(id) : undefined;
  if (!trigger) return 'invalid_trigger_id';
  if (trigger.used) return 'exchanged_trigger_id';
  if (ws.clock.now() > trigger.expiresAt) return 'expired_trigger_id';
  trigger.used = true;
  return trigger;
}

/** Makes a response URL: thirty minutes on the workspace clock, five uses. */
export function issueResponseUrl(ws: Workspace, given: Omit<ResponseUrl, 'expiresAt' | 'uses'>): string {
  const path = `/${given.kind}/${ws.app.team}/${ws.ids.pick('response', 1e13)}/${ws.ids.word('response', 24)}`;
  ws.responseUrls.set(path, { ...given, expiresAt: ws.clock.now() + lifetimes.responseUrl, uses: 0 });
  return `${ws.url}${path}`;
}

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
