import type { Channel, Snapshot } from '../protocol.ts';

/** Where the page is: whose eyes, which conversation (a channel id, `home` or `app`), which thread. */
export interface Place {
  as: string;
  conversation: string;
  thread: string;
}

/** Reads `#/U1/C1/1772460725.000100`; missing parts are empty. */
export function readPlace(hash: string): Place {
  const [, as = '', conversation = '', thread = ''] = hash.replace(/^#/, '').split('/').map(decodeURIComponent);
  return { as, conversation, thread };
}

/** The address of a place, without parts that are empty. */
export function writePlace({ as, conversation, thread }: Place): string {
  return `#/${[as, conversation, thread].filter(Boolean).map(encodeURIComponent).join('/')}`;
}

/** What a message's permalink (`…/archives/C1/p1772460725000100?thread_ts=…`) leads to; null for any other address. */
export function placeOfPermalink(url: string): Omit<Place, 'as'> | null {
  const match = /^https?:\/\/[^?#]+\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?(?:\?(.*))?$/.exec(url);
  if (!match) return null;
  const [, conversation = '', seconds, micros, query] = match;
  const thread = new URLSearchParams(query).get('thread_ts') ?? (seconds ? `${seconds}.${micros}` : '');
  return { conversation, thread };
}

/** The address of the app's Home tab. */
export const HOME = 'home';

/** The address of the direct message with the app, which may not have been opened yet. */
export const APP = 'app';

/** The conversation that a place names, or the first channel when it names none; undefined for the Home tab and for what the person is not in. */
export function channelAt(place: Place, seen: Snapshot, botUserId: string): Channel | undefined {
  const { channels } = seen;
  if (place.conversation === APP)
    return (
      channels.find((channel) => channel.kind === 'im' && channel.with === botUserId) ?? unopened(botUserId, seen.me.id)
    );
  if (place.conversation !== '') return channels.find((channel) => channel.id === place.conversation);
  return [...channels].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))[0];
}

const rank = (channel: Channel): number => (channel.kind === 'im' ? 1 : 0);

/** A direct message with the app before its first word. */
const unopened = (botUserId: string, me: string): Channel => ({
  id: APP,
  name: '',
  kind: 'im',
  archived: false,
  shared: false,
  teams: [],
  members: [me, botUserId],
  botIsMember: true,
  with: botUserId,
});
