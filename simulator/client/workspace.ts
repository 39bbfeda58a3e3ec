import type { Change, Message, Snapshot, TrafficEntry, World } from '../protocol.ts';

/** Who and what there is, without anything that was written. Changes seldom. */
export interface Surroundings {
  world: World;
  seen: Pick<Snapshot, 'me' | 'external' | 'channels'>;
}

/** Everything the page knows about the workspace, as one person sees it. */
export interface Workspace {
  world: World;
  seen: Snapshot;
  /** The newest last, at most `TRAFFIC_KEPT`. */
  traffic: TrafficEntry[];
  /** People the app wrote to or named since they were last acted as. */
  activity: string[];
}

export const TRAFFIC_KEPT = 200;

/** The workspace after a change that arrived from the stream. Applying the same change twice is the same as once. */
export function applyChange(workspace: Workspace, change: Change): Workspace {
  const { seen } = workspace;
  const see = (part: Partial<Snapshot>): Workspace => ({ ...workspace, seen: { ...seen, ...part } });
  switch (change.kind) {
    case 'message':
      return see({
        messages: { ...seen.messages, [change.channel]: put(seen.messages[change.channel], change.message) },
      });
    case 'message_gone':
      return see({
        messages: { ...seen.messages, [change.channel]: without(seen.messages[change.channel], change.ts) },
      });
    case 'ephemeral':
      return see({
        ephemerals: put(
          seen.ephemerals.filter((one) => !sameSpot(one, change.message)),
          change.message,
        ),
      });
    case 'ephemeral_gone':
      return see({ ephemerals: seen.ephemerals.filter((one) => !sameSpot(one, change)) });
    case 'views':
      return see({ views: change.views });
    case 'home':
      return see({ home: change.view });
    case 'channels':
      return see({ channels: change.channels });
    case 'time':
      return see({ now: change.now });
    case 'world':
      return { ...workspace, world: change.world };
    case 'activity':
      return isNews(workspace, change.person)
        ? { ...workspace, activity: [...workspace.activity, change.person] }
        : workspace;
    case 'traffic':
      return { ...workspace, traffic: record(workspace.traffic, change.entry) };
    default:
      return workspace;
  }
}

const isNews = ({ seen, activity }: Workspace, person: string): boolean =>
  person !== seen.me.id && !activity.includes(person);

const sameSpot = (a: { channel: string; ts: string }, b: { channel: string; ts: string }): boolean =>
  a.channel === b.channel && a.ts === b.ts;

/** Slack's timestamps have a fixed form, so their order is the order of their text. */
export const byTs = (a: Message, b: Message): number => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

function put<M extends Message>(messages: M[] | undefined, message: M): M[] {
  return [...(messages ?? []).filter((one) => one.ts !== message.ts || one.channel !== message.channel), message].sort(
    byTs,
  );
}

const without = (messages: Message[] | undefined, ts: string): Message[] =>
  (messages ?? []).filter((message) => message.ts !== ts);

function record(traffic: TrafficEntry[], entry: TrafficEntry): TrafficEntry[] {
  const known = traffic.some((one) => one.n === entry.n);
  return known ? traffic.map((one) => (one.n === entry.n ? entry : one)) : [...traffic, entry].slice(-TRAFFIC_KEPT);
}

/** Messages of a channel as listed in its middle column: no replies, unless they were also sent to the channel. */
export const topLevel = (messages: Message[]): Message[] => messages.filter((message) => isTopLevel(message));

export const isTopLevel = (message: Message): boolean =>
  message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast';

/** A thread: its first message, then its replies. */
export const threadOf = (messages: Message[], ts: string): Message[] =>
  messages.filter((message) => message.ts === ts || message.thread_ts === ts);

/** When a message was written, in epoch ms. */
export const writtenAt = (ts: string): number => Number(ts.split('.')[0]) * 1000;
