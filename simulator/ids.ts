const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
const small = 'abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789';

/** Ids and choices that follow from a seed. Each kind of id has its own stream, so one more of one kind shifts no other. */
export interface Ids {
  /** A Slack id such as `C07XK2M9QPA`. */
  id(prefix: string): string;
  /** A short random word, such as a generated `block_id`. */
  word(kind: string, length: number): string;
  /** A whole number from 0 up to, not including, `below`. */
  pick(kind: string, below: number): number;
  uuid(kind: string): string;
}

export function seededIds(seed: number): Ids {
  const streams = new Map<string, () => number>();
  const next = (kind: string) => {
    let stream = streams.get(kind);
    if (!stream) {
      stream = randomStream(seed, kind);
      streams.set(kind, stream);
    }
    return stream();
  };
  const word = (kind: string, length: number, from: string) =>
    Array.from({ length }, () => from[Math.floor(next(kind) * from.length)]).join('');
  return {
    id: (prefix) => `${prefix}0${word(`id ${prefix}`, 9, letters)}`,
    word: (kind, length) => word(kind, length, small),
    pick: (kind, below) => Math.floor(next(kind) * below),
    uuid: (kind) => {
      const hex = word(kind, 32, '0123456789abcdef');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}

/** mulberry32, started from the seed and the name of the stream. */
function randomStream(seed: number, kind: string): () => number {
  let state = seed;
  for (const letter of kind) state = Math.imul(state ^ letter.charCodeAt(0), 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
