/** The time of the workspace, epoch ms UTC. Message `ts`, lifetimes, retries and rate limits count in it. */
export interface SlackClock {
  now(): number;
  /** Calls `ring` once as soon as `now()` has reached `at`, never before it returns; the returned function cancels. */
  at(at: number, ring: () => void): () => void;
  /** Present when the clock can be moved by hand. */
  moveTo?(at: number): void;
  /** True when it stands still between moves. */
  readonly held?: boolean;
  /** Calls `moved` after every jump. Present when it is moved elsewhere too; the returned function unsubscribes. */
  onJump?(moved: () => void): () => void;
}

/** setTimeout counts in 32 bits; longer waits are taken in steps. */
const longestWaitMs = 2 ** 31 - 1;

/** Real time, moved by an offset when somebody asks for it. */
export function movableClock(): SlackClock {
  let offset = 0;
  const waiting = new Set<{ at: number; ring: () => void }>();
  let timeout: NodeJS.Timeout | undefined;
  const now = () => Date.now() + offset;
  const plan = () => {
    clearTimeout(timeout);
    const next = Math.min(...[...waiting].map((entry) => entry.at));
    if (next === Number.POSITIVE_INFINITY) return;
    timeout = setTimeout(ring, Math.min(Math.max(next - now(), 0), longestWaitMs));
    timeout.unref();
  };
  const ring = () => {
    const due = [...waiting].filter((entry) => entry.at <= now());
    for (const entry of due) waiting.delete(entry);
    for (const entry of due) entry.ring();
    plan();
  };
  return {
    now,
    at(at, ringOne) {
      const entry = { at, ring: ringOne };
      waiting.add(entry);
      plan();
      return () => {
        waiting.delete(entry);
        plan();
      };
    },
    moveTo(at) {
      offset = at - Date.now();
      plan();
    },
  };
}
