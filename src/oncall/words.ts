/** What `/oncall` understands: its words, the one we name first, and what it answers. */
export const WORDS = {
  now: { words: ['', 'now', 'who'], says: 'who is on now' },
  me: { words: ['me', 'mine', 'my', 'shifts'], says: 'my next shifts' },
  week: { words: ['week', 'schedule', 'rota', 'plan'], says: 'the next seven days, every rotation' },
  next: { words: ['next', 'covers'], says: 'who comes next, and covers' },
  swap: { words: ['swap', 'trade', 'exchange', 'switch'], says: 'swap one of my shifts with somebody' },
  cover: { words: ['cover', 'override', 'replace', 'take'], says: 'put somebody on for a while' },
  away: { words: ['away', 'absence', 'leave', 'holiday', 'vacation', 'sick', 'off'], says: 'say when I am away' },
  ask: { words: ['ask', 'request', 'need'], says: 'ask everybody to take one of my shifts' },
  calendar: { words: ['calendar', 'feed', 'ical'], says: 'links to put shifts into my calendar' },
  history: { words: ['history', 'audit', 'log', 'changes'], says: 'who changed what' },
  help: { words: ['help', '?'], says: 'this list' },
} as const;
export type Meaning = keyof typeof WORDS;

const MEANINGS = Object.entries(WORDS) as [Meaning, { words: readonly string[]; says: string }][];

/** What somebody means, in any case; null for a word that means nothing. */
export const meaningOf = (word: string): Meaning | null =>
  MEANINGS.find(([, { words }]) => words.includes(word.toLowerCase()))?.[0] ?? null;

/** The three meanings whose words are most like this one. */
export function likeliest(word: string): Meaning[] {
  const wanted = word.toLowerCase();
  const far = (words: readonly string[]) => Math.min(...words.filter(Boolean).map((known) => distance(wanted, known)));
  return MEANINGS.filter(([meaning]) => meaning !== 'now' && meaning !== 'help')
    .map(([meaning, { words }]) => ({ meaning, far: far(words) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ meaning }) => meaning);
}

/** How many letters must be added, left out or changed to make one word of another; a beginning of it is near. */
function distance(a: string, b: string): number {
  if (b.startsWith(a) || a.startsWith(b)) return Math.abs(a.length - b.length) / 10;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
