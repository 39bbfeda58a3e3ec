/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** The only source of time. Rules never see it; they are told `now`. */
export interface Clock {
  now(): Instant;
  /** Calls `ring` once as soon as `now()` has reached `at`; the returned function cancels. Never rings before it returns. */
  at(at: Instant, ring: () => void): () => void;
  /** Calls `moved` after every jump of the clock (not for time that passes by itself); the returned function unsubscribes. */
  onJump(moved: () => void): () => void;
}

/** setTimeout counts in 32 bits; longer waits are taken in steps. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** A clock that can be moved by hand: real time plus an offset, or held still until told to go on. */
export class MovableClock implements Clock {
  #offset: number;
  #heldAt: Instant | null;
  readonly #waiting = new Set<{ at: Instant; ring: () => void }>();
  readonly #listeners = new Set<() => void>();
  #timeout: NodeJS.Timeout | null = null;

  constructor(start: { at?: Instant; held?: boolean } = {}) {
    const at = start.at ?? Date.now();
    this.#offset = at - Date.now();
    this.#heldAt = start.held ? at : null;
  }

  now(): Instant {
    return this.#heldAt ?? Date.now() + this.#offset;
  }

  at(at: Instant, ring: () => void): () => void {
    const entry = { at, ring };
    this.#waiting.add(entry);
    this.#plan();
    return () => {
      this.#waiting.delete(entry);
      this.#plan();
    };
  }

  onJump(moved: () => void): () => void {
    this.#listeners.add(moved);
    return () => this.#listeners.delete(moved);
  }

  /** Sets the time, forwards or backwards, and tells everybody who waits for it. */
  moveTo(at: Instant): void {
    this.#offset = at - Date.now();
    if (this.#heldAt !== null) this.#heldAt = at;
    for (const moved of [...this.#listeners]) moved();
    this.#plan();
  }

  #plan(): void {
    if (this.#timeout) clearTimeout(this.#timeout);
    this.#timeout = null;
    const next = Math.min(...[...this.#waiting].map((entry) => entry.at));
    if (next === Infinity) return;
    const wait = next - this.now();
    if (this.#heldAt !== null && wait > 0) return;
    this.#timeout = setTimeout(() => this.#ring(), Math.min(Math.max(wait, 0), LONGEST_WAIT_MS));
    this.#timeout.unref();
  }

  #ring(): void {
    const due = [...this.#waiting].filter((entry) => entry.at <= this.now());
    for (const entry of due) this.#waiting.delete(entry);
    for (const entry of due) entry.ring();
    this.#plan();
  }
}

/** The clock of a running desk. It notices when the machine's time steps, which a sleeping laptop or a corrected clock causes. */
export function systemClock(): Clock & { stop(): void } {
  const clock = new MovableClock();
  return {
    now: () => clock.now(),
    at: (at, ring) => clock.at(at, ring),
    onJump: (moved) => clock.onJump(moved),
    stop: () => {},
  };
}
