import { useCallback, useState } from 'preact/hooks';
import { type ReadMarks, threadKey } from '../unread.ts';

export interface Unread {
  marks: ReadMarks;
  /** Where reading began: what is older counts as read. */
  since: string;
  read(channel: string, thread: string | undefined, ts: string): void;
}

/** What the acting person has read, kept for this browser tab. */
export function useUnread(person: string, now: number): Unread {
  const [all, setAll] = useState<Record<string, ReadMarks>>(() => stored('read', {}));
  const [since] = useState(() => stored('since', `${Math.floor(now / 1000)}.000000`));
  const read = useCallback(
    (channel: string, thread: string | undefined, ts: string) =>
      setAll((before) => {
        const key = thread ? threadKey(channel, thread) : channel;
        const marks = before[person] ?? {};
        if ((marks[key] ?? '') >= ts) return before;
        const after = { ...before, [person]: { ...marks, [key]: ts } };
        sessionStorage.setItem('read', JSON.stringify(after));
        return after;
      }),
    [person],
  );
  return { marks: all[person] ?? {}, since, read };
}

function stored<T>(key: string, otherwise: T): T {
  const held = sessionStorage.getItem(key);
  if (held) return JSON.parse(held) as T;
  sessionStorage.setItem(key, JSON.stringify(otherwise));
  return otherwise;
}
