import type { StateValues } from './blocks/inputs.ts';
import type { SlackClock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { Manifest } from './manifest.ts';
import type { Change, Ephemeral, Message, Person, SlackFile, Team, UserGroup, View } from './protocol.ts';

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface StoredChannel {
  id: string;
  name: string;
  kind: ChannelKind;
  /** Organisations that share it; the host is the first. */
  teams: string[];
  /** User ids, the bot's included. */
  members: string[];
  archived: boolean;
  creator: string;
  createdAt: number;
  topic: string;
  purpose: string;
  previousNames: string[];
  /** By `ts`, in order. */
  messages: Map<string, Message>;
  /** The last `ts` given out, in microseconds. */
  lastTs: number;
  pins: string[];
  bookmarks: Record<string, unknown>[];
}

export interface StoredFile extends SlackFile {
  content: Buffer;
  /** Channel → messages that show it. */
  shares: Record<string, { ts: string; thread_ts?: string }[]>;
  user: string;
  /** Set by an upload that is not completed. */
  pending?: boolean;
}

/** A form that somebody has open. */
export interface OpenView extends View {
  /** Who looks at it. */
  user: string;
}

export interface Trigger {
  user: string;
  /** The form it came from; only such a trigger may push. */
  view: string | undefined;
  expiresAt: number;
  used: boolean;
}

export interface ResponseUrl {
  kind: 'actions' | 'commands' | 'shortcut';
  user: string;
  channel: string;
  /** The message whose control was used; absent for commands. */
  message: { ts: string; ephemeral: boolean } | undefined;
  expiresAt: number;
  uses: number;
}

/** An event on its way: Slack's envelope without the ids that delivery adds. */
export interface OutgoingEvent {
  team_id: string;
  context_team_id: string;
  is_ext_shared_channel: boolean;
  event: Record<string, unknown> & { type: string };
}

/** The whole state of the stand-in. Nothing else is remembered anywhere. */
export interface Workspace {
  clock: SlackClock;
  ids: Ids;
  manifest: Manifest;
  /** Scopes granted at installation. */
  scopes: Set<string>;
  app: { id: string; name: string; botUserId: string; botId: string; team: string };
  tokens: { bot: string; app: string; signingSecret: string; verification: string };
  /** `http://127.0.0.1:port`, known once the server listens. */
  url: string;
  teams: Map<string, Team>;
  people: Map<string, Person>;
  userGroups: Map<string, UserGroup>;
  /** Whom Slack lets change user groups; `nobody` is a plan without them. */
  userGroupsFor: 'everybody' | 'admins' | 'nobody';
  channels: Map<string, StoredChannel>;
  files: Map<string, StoredFile>;
  ephemerals: Ephemeral[];
  /** Published home views by user. */
  homes: Map<string, OpenView>;
  /** Open forms by user, the bottom first. */
  stacks: Map<string, OpenView[]>;
  /** What people entered into controls of messages, by person, channel and `ts`. */
  entered: Map<string, StateValues>;
  /** Options the app has offered for external selects, by person, block id and action id. */
  offered: Map<string, Record<string, unknown>[]>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  /** How many sockets the app has open. */
  connections(): number;
  /** Hands an event to delivery. */
  send(event: OutgoingEvent): void;
  /** Tells whoever watches; `sees` says which people can know of it. */
  announce(change: Change, sees: (user: string) => boolean): void;
}

/** A person whose organisation has not installed the app. */
export function isExternal(ws: Workspace, user: string): boolean {
  return ws.people.get(user)?.team !== ws.app.team;
}

export function isShared(channel: StoredChannel): boolean {
  return channel.teams.length > 1;
}

export function botIsMember(ws: Workspace, channel: StoredChannel): boolean {
  return channel.members.includes(ws.app.botUserId);
}

/** Epoch seconds of the workspace clock. */
export function seconds(ws: Workspace): number {
  return Math.floor(ws.clock.now() / 1000);
}

/** The next message id of a channel: later than every one before it, also when the clock stands still or goes back. */
export function nextTs(ws: Workspace, channel: StoredChannel): string {
  channel.lastTs = Math.max(ws.clock.now() * 1000, channel.lastTs + 1);
  return microsToTs(channel.lastTs);
}

function microsToTs(micros: number): string {
  const whole = Math.trunc(micros / 1_000_000);
  return `${whole}.${String(Math.round(micros - whole * 1_000_000)).padStart(6, '0')}`;
}

/** The direct conversation of the bot and a person, made when it is first needed. */
export function directMessage(ws: Workspace, user: string): StoredChannel {
  for (const channel of ws.channels.values()) {
    if (channel.kind === 'im' && channel.members.includes(user)) return channel;
  }
  return newChannel(ws, {
    id: ws.ids.id('D'),
    name: '',
    kind: 'im',
    teams: [...new Set([ws.app.team, ws.people.get(user)?.team ?? ws.app.team])],
    members: [user, ws.app.botUserId],
    creator: ws.app.botUserId,
  });
}

export function newChannel(
  ws: Workspace,
  given: Pick<StoredChannel, 'id' | 'name' | 'kind' | 'teams' | 'members' | 'creator'>,
): StoredChannel {
  const channel: StoredChannel = {
    ...given,
    archived: false,
    createdAt: ws.clock.now(),
    topic: '',
    purpose: '',
    previousNames: [],
    messages: new Map(),
    lastTs: 0,
    pins: [],
    bookmarks: [],
  };
  ws.channels.set(channel.id, channel);
  return channel;
}
