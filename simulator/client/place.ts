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
