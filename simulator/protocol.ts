/**
 * What the browser page and other processes say to the simulator over HTTP. Objects of Slack (messages, views, blocks)
 * have Slack's own shape; everything else is ours. Instants are epoch ms of the workspace clock.
 *
 * | request | body | answer |
 * |---|---|---|
 * | `GET /sim/world` | | `World`: who can be acted as, and what the app offers |
 * | `GET /sim/snapshot?as=U…` | | `Snapshot`: everything that person sees now |
 * | `GET /sim/changes?as=U…` | | server-sent events, each `data:` line one `Change` that this person sees |
 * | `POST /sim/act` | `Act` | `Outcome`; 400 `Refused` when a Slack client would not have let the person do it |
 * | `POST /sim/time` | `MoveTime` | `{ now }`; 409 `Refused` when the workspace runs on real time |
 * | `POST /sim/faults` | `FaultOrder` | `{ ok: true }` |
 * | `GET /sim/traffic?last=100` | | `TrafficEntry[]`, oldest first |
 */

export interface Block {
  type: string;
  block_id?: string;
  [field: string]: unknown;
}

export interface Team {
  id: string;
  name: string;
  domain: string;
  /** True for the workspace that installed the app. */
  home: boolean;
}

export interface Person {
  id: string;
  team: string;
  /** Login name. */
  name: string;
  realName: string;
  tz: string;
  email: string;
  admin: boolean;
  deleted: boolean;
  restricted: boolean;
  bot: boolean;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface World {
  now: number;
  /** Whether `POST /sim/time` works. */
  movable: boolean;
  /** True when the clock stands still between moves. */
  held: boolean;
  teams: Team[];
  people: Person[];
  userGroups: UserGroup[];
  app: {
    id: string;
    name: string;
    botUserId: string;
    homeEnabled: boolean;
    messagesEnabled: boolean;
    commands: { command: string; description: string; usageHint: string }[];
    messageShortcuts: { callbackId: string; name: string }[];
    globalShortcuts: { callbackId: string; name: string }[];
    /** Sockets connected now; 0 means that clicks fail. */
    connections: number;
  };
}

export interface SlackFile {
  id: string;
  name?: string;
  title?: string;
  mimetype?: string;
  size?: number;
  url_private?: string;
  [field: string]: unknown;
}

export interface Message {
  type: 'message';
  subtype?: string;
  ts: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  username?: string;
  text: string;
  team?: string;
  blocks?: Block[];
  attachments?: Record<string, unknown>[];
  files?: SlackFile[];
  reactions?: { name: string; users: string[]; count: number }[];
  edited?: { user: string; ts: string };
  thread_ts?: string;
  parent_user_id?: string;
  reply_count?: number;
  reply_users?: string[];
  reply_users_count?: number;
  latest_reply?: string;
  metadata?: { event_type: string; event_payload?: Record<string, unknown> };
  [field: string]: unknown;
}

/** A message that one person sees and that is stored nowhere. Its buttons are pressed by `channel` and `ts`. */
export interface Ephemeral extends Message {
  channel: string;
  /** Who sees it. */
  to: string;
}

/** A value as a person enters it: text, date or time; one option's value or id; several of them; null for empty. */
export type FieldValue = string | number | string[] | null;

export interface View {
  id: string;
  type: 'modal' | 'home';
  callback_id: string;
  title: { type: 'plain_text'; text: string; emoji?: boolean } | null;
  submit: { type: 'plain_text'; text: string; emoji?: boolean } | null;
  close: { type: 'plain_text'; text: string; emoji?: boolean } | null;
  blocks: Block[];
  state: { values: Record<string, Record<string, Record<string, unknown>>> };
  private_metadata: string;
  hash: string;
  notify_on_close: boolean;
  clear_on_close: boolean;
  previous_view_id: string | null;
  root_view_id: string;
  [field: string]: unknown;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  archived: boolean;
  /** Shared with another organisation. */
  shared: boolean;
  teams: string[];
  members: string[];
  botIsMember: boolean;
  /** The other side of a direct message. */
  with?: string;
}

export interface Snapshot {
  now: number;
  me: Person;
  /** True when the person's organisation has not installed the app: no commands, no shortcuts. */
  external: boolean;
  /** Channels and direct messages this person is in. */
  channels: Channel[];
  /** By channel id, in order of `ts`, replies included; tombstones have `subtype: 'tombstone'`. */
  messages: Record<string, Message[]>;
  ephemerals: Ephemeral[];
  home: View | null;
  /** Open forms, the bottom first; only the last can be used. */
  views: View[];
}

export type Change =
  | { kind: 'message'; channel: string; message: Message }
  | { kind: 'message_gone'; channel: string; ts: string }
  | { kind: 'ephemeral'; message: Ephemeral }
  | { kind: 'ephemeral_gone'; channel: string; ts: string }
  | { kind: 'views'; views: View[] }
  | { kind: 'home'; view: View | null }
  | { kind: 'channels'; channels: Channel[] }
  | { kind: 'world'; world: World }
  | { kind: 'time'; now: number }
  /** The app wrote to somebody, or named them; sent to everybody, so that the page can put a dot next to that person. */
  | { kind: 'activity'; person: string; channel: string }
  | { kind: 'traffic'; entry: TrafficEntry };

/** Names a thing in a message or view to press: by action id, or by what is written on it. */
export interface Target {
  action_id?: string;
  text?: string;
  block_id?: string;
}

/**
 * What a person does; `as` is their user id. `thread` and `ts` are message `ts`. The `text` of messages is in Slack's
 * wire form (`&lt;`, `<@U…>`) and is not escaped again; the `text` of a command is as typed (`@bo`).
 */
export type Act = { as: string } & (
  | { do: 'say'; channel: string; text: string; thread?: string; broadcast?: boolean; files?: NewFile[] }
  | { do: 'say_to_bot'; text: string }
  | { do: 'edit'; channel: string; ts: string; text: string }
  | { do: 'delete'; channel: string; ts: string }
  | { do: 'react'; channel: string; ts: string; name: string }
  | { do: 'unreact'; channel: string; ts: string; name: string }
  | ({ do: 'click'; channel: string; ts: string; value?: string } & Target)
  /** Any control of a message: select, overflow, checkboxes, pickers … */
  | { do: 'choose'; channel: string; ts: string; action_id: string; block_id?: string; value: FieldValue }
  | { do: 'command'; channel: string; command: string; text: string }
  | { do: 'message_shortcut'; callbackId: string; channel: string; ts: string }
  | { do: 'global_shortcut'; callbackId: string }
  /**
   * Keeps what was entered, by block id then action id: in the topmost form, or in the message when `channel` and `ts`
   * are given. It stands in `state.values` of the next click or submission.
   */
  | { do: 'fill'; values: Record<string, Record<string, FieldValue>>; channel?: string; ts?: string }
  | { do: 'submit'; values?: Record<string, Record<string, FieldValue>> }
  | { do: 'close'; all?: boolean }
  | ({ do: 'click_in_view'; value?: FieldValue } & Target)
  | { do: 'open_home' }
  | ({ do: 'click_home'; value?: FieldValue } & Target)
  /** Asks the app for the options of an external select; the answer is in `Outcome.body`. Without `ts` in the topmost form. */
  | { do: 'suggest'; action_id: string; block_id?: string; value: string; channel?: string; ts?: string }
  | { do: 'join'; channel: string }
  | { do: 'leave'; channel: string }
  | { do: 'invite_bot'; channel: string }
  | { do: 'remove_bot'; channel: string }
);

export interface NewFile {
  name: string;
  content: string;
  mimetype?: string;
}

/** What the person saw happen. */
export interface Outcome {
  /** False: nobody answered in time, nothing was listening, or the form was not even sent; see `error` and `errors`. */
  acknowledged: boolean;
  /** The body of the acknowledgement, if there was one. */
  body?: unknown;
  /** `invalid_response`: the app answered, but with something Slack does not take; see `detail`. */
  error?: 'operation_timeout' | 'dispatch_failed' | 'invalid_response';
  detail?: string;
  /**
   * Of a submitted form: block id → sentence next to the field; the form stays open. With `acknowledged: false` and no
   * `error` it is the client's own check (a required field left empty) and the app was not asked.
   */
  errors?: Record<string, string>;
  /** Of `say`: the new message. */
  ts?: string;
}

export interface Refused {
  /** A sentence for the person. */
  error: string;
}

/** An instant to go to, or a stretch to go on by. */
export type MoveTime = { to: number } | { byMs: number };

export type Fault =
  | { error: string }
  | { status: number; retryAfter?: number }
  | { delayMs: number }
  /** The call is done, then the connection is dropped without an answer. */
  | { loseAnswer: true }
  /** Never answered. */
  | { hang: true };

export type FaultOrder =
  /** `method` may hold `*`; `times` is 1 unless told. */
  | { fault: 'call'; method: string; with: Fault; times?: number; channel?: string }
  | { fault: 'repeat_event'; times: number }
  | { fault: 'hold_events' }
  | { fault: 'release_events'; order?: 'kept' | 'reversed' | 'shuffled' }
  | { fault: 'cut_sockets' }
  | { fault: 'refuse_sockets'; on: boolean }
  | { fault: 'disconnect_sockets'; reason: 'warning' | 'refresh_requested' }
  | { fault: 'clear' };

/** One thing that went over the wire between Slack and the app. Tokens are masked. */
export interface TrafficEntry {
  n: number;
  at: number;
  kind: 'call' | 'event' | 'interaction' | 'response_url' | 'socket';
  /** Method, event type, interaction type, or what happened to the socket. */
  name: string;
  request: unknown;
  /** The answer or acknowledgement; null while waiting or when there was none. */
  answer: unknown;
  /** Slack's error name, or `no_ack`, `dispatch_failed`. */
  error?: string;
  status?: number;
  /** How often this event was delivered before. */
  retry?: number;
}
