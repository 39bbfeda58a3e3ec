import type { Instant } from '../clock.ts';

/** Closed for a while, measured by whoever asks. A clock that is set back does not make the wait longer. */
export class Gate {
  #closedAt: Instant = 0;
  #ms = 0;

  /** Stays closed for `ms` from now, or longer when it already is. */
  close(now: Instant, ms: number): void {
    if (now + ms <= this.opensAt(now)) return;
    this.#closedAt = now;
    this.#ms = ms;
  }

  /** The instant it opens; 0 when it is open. */
  opensAt(now: Instant): Instant {
    if (now >= this.#closedAt + this.#ms) this.#ms = 0;
    if (this.#ms === 0) return 0;
    this.#closedAt = Math.min(this.#closedAt, now);
    return this.#closedAt + this.#ms;
  }
}

/** Lets a bounded number in at the same time; the others wait in the order they came. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(free: number) {
    this.#free = free;
  }

  async with<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((enter) => this.#waiting.push(enter));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
