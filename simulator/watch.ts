import type { Change } from './protocol.ts';

export type Sees = (user: string) => boolean;
export type Watcher = (change: Change, sees: Sees) => void;

/** Who is told of every change of the workspace, in the order they began to watch. */
export interface Watchers {
  add(watcher: Watcher): () => void;
  tell(change: Change, sees: Sees): void;
  /**
   * Resolves with the first truthy value of `look`, asked now and after every change. Rejects after `timeoutMs` of real
   * time.
   */
  until<T>(look: () => T | undefined | null | false, timeoutMs?: number): Promise<T>;
}

export function watchers(): Watchers {
  const all = new Set<Watcher>();
  const add = (watcher: Watcher) => {
    all.add(watcher);
    return () => {
      all.delete(watcher);
    };
  };
  return {
    add,
    tell(change, sees) {
      for (const watcher of [...all]) watcher(change, sees);
    },
    until(look, timeoutMs = 5_000) {
      const now = look();
      if (now) return Promise.resolve(now);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`What was waited for did not happen within ${timeoutMs} ms: ${look.toString()}`));
        }, timeoutMs);
        const stop = add(() => {
          const found = look();
          if (!found) return;
          clearTimeout(timer);
          stop();
          resolve(found);
        });
      });
    },
  };
}
