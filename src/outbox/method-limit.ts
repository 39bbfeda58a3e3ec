import type { Instant } from '../clock.ts';
import { Gate } from './gate.ts';

const STRAINED_MS = 60_000;

/**
 * The limit that all calls of one method in a workspace share: they come as they are needed. After Slack refused one they keep to the
 * promised pace until none came for a minute, because as long as they come as fast as allowed, more would only be refused again.
 */
export class MethodLimit {
  readonly #pace: number;
  readonly #closed = new Gate();
  readonly #strained = new Gate();

  /** `pace`: ms between two calls at the rate that Slack promises. */
  constructor(pace: number) {
    this.#pace = pace;
  }

  /** Slack refused a call: none goes for `retryAfter` ms. */
  refused(now: Instant, retryAfter: number): void {
    this.#closed.close(now, retryAfter);
    this.#strained.close(now, retryAfter + STRAINED_MS);
  }

  /** Asked right before a call: whether it may go now. */
  enter(now: Instant): boolean {
    if (this.opensAt(now) > now) return false;
    if (this.#strained.opensAt(now) > now) {
      this.#closed.close(now, this.#pace);
      this.#strained.close(now, STRAINED_MS);
    }
    return true;
  }

  /** The instant at which the next call may go; 0 when it may go now. */
  opensAt(now: Instant): Instant {
    return this.#closed.opensAt(now);
  }
}
