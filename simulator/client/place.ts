/** Where the page is: whose eyes, which conversation (`home` is the app's Home tab), which thread. */
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
