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

/**
 * Longer waits are taken in steps, each planned from a fresh reading: setTimeout counts in 32 bits and does not see the
 * machine's clock being corrected.
 */
const LONGEST_WAIT_MS = 10_000;

/** A step of the machine's clock counts as a jump from here on; smaller corrections are time that passes. */
const JUMP_MS = 30_000;
const WATCH_EVERY_MS = 5_000;

/** A clock that can be moved by hand: real time plus an offset, or held still until told to go on. */
export class MovableClock implements Clock {
  #offset: number;
  #heldAt: Instant | null;
  readonly #waiting = new Set<{ at: Instant; ring: () => void }>();
  readonly #listeners = new Set<() => void>();
  #timeout: NodeJS.Timeout | null = null;

  constructor(start: { at?: Instant; held?: boolean } = {}) {
    const now = Date.now();
    const at = start.at ?? now;
    this.#offset = at - now;
    this.#heldAt = start.held ? at : null;
  }

  now(): Instant {
    return this.#heldAt ?? Date.now() + this.#offset;
  }

  /** Whether it stands still. */
  get held(): boolean {
    return this.#heldAt !== null;
  }

  at(at: Instant, ring: () => void): () => void {
    const entry = { at, ring };
    this.#waiting.add(entry);
    this.#plan();
    return () => {
      if (this.#waiting.delete(entry)) this.#plan();
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
    this.jumped();
  }

  /** Stops the time where it is. Holding a held clock changes nothing. */
  hold(): void {
    this.#heldAt = this.now();
    this.#plan();
  }

  /** Lets a held clock run on from where it stands. */
  release(): void {
    if (this.#heldAt === null) return;
    this.#offset = this.#heldAt - Date.now();
    this.#heldAt = null;
    this.#plan();
  }

  /** Tells everybody that the time has jumped, for a jump that was made elsewhere. */
  jumped(): void {
    for (const moved of [...this.#listeners]) moved();
    this.#plan();
  }

  #plan(): void {
    if (this.#timeout) clearTimeout(this.#timeout);
    this.#timeout = null;
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.#waiting) next = Math.min(next, entry.at);
    if (next === Number.POSITIVE_INFINITY) return;
    const wait = next - this.now();
    if (this.#heldAt !== null && wait > 0) return;
    this.#timeout = setTimeout(() => this.#ring(), Math.min(Math.max(wait, 0), LONGEST_WAIT_MS));
    this.#timeout.unref();
  }

  #ring(): void {
    const now = this.now();
    const due = [...this.#waiting].filter((entry) => entry.at <= now).sort((a, b) => a.at - b.at);
    for (const entry of due) if (this.#waiting.delete(entry)) entry.ring();
    this.#plan();
  }
}

/** How many ms have really passed since it was made, whatever the clock says: for keeping work short, never for rules. */
export function stopwatch(): () => number {
  const from = performance.now();
  return () => performance.now() - from;
}

/** Calls `work` after every `ms`, and once after a jump over several; the returned function ends it. */
export function every(clock: Clock, ms: number, work: () => void): () => void {
  let ended = false;
  let cancel = () => {};
  const plan = () => {
    cancel = clock.at(clock.now() + ms, () => {
      work();
      if (!ended) plan();
    });
  };
  plan();
  return () => {
    ended = true;
    cancel();
  };
}

/**
 * The clock of a running desk. It notices when the machine's time steps by more than 30 s, which a sleeping laptop or a
 * corrected clock causes, by comparing it every few seconds with a count of passing time that nobody can set.
 */
export function systemClock(): Clock & { stop(): void } {
  const clock = new MovableClock();
  const drift = () => Date.now() - performance.now();
  let known = drift();
  const watch = setInterval(() => {
    const found = drift();
    if (Math.abs(found - known) <= JUMP_MS) return;
    known = found;
    clock.jumped();
  }, WATCH_EVERY_MS);
  watch.unref();
  return {
    now: () => clock.now(),
    at: (at, ring) => clock.at(at, ring),
    onJump: (moved) => clock.onJump(moved),
    stop: () => clearInterval(watch),
  };
}
