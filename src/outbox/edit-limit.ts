import type { Instant } from '../clock.ts';
import { Gate } from './gate.ts';

/** Slack promises fifty edits a minute and lets bursts through. */
const PACE_MS = 1_200;
const STRAINED_MS = 60_000;

/**
 * The limit that all edits of a workspace share: they come as they are needed, and for a minute after Slack refused one
 * they keep to the promised pace, because more would only be refused again.
 */
export class EditLimit {
  readonly #closed = new Gate();
  readonly #strained = new Gate();

  /** Slack refused an edit: none goes for `retryAfter` ms. */
  refused(now: Instant, retryAfter: number): void {
    this.#closed.close(now, retryAfter);
    this.#strained.close(now, retryAfter + STRAINED_MS);
  }

  /** Asked right before an edit: whether it may go now. */
  enter(now: Instant): boolean {
    if (this.opensAt(now) > now) return false;
    if (this.#strained.opensAt(now) > now) this.#closed.close(now, PACE_MS);
    return true;
  }

  /** The instant at which the next edit may go; 0 when it may go now. */
  opensAt(now: Instant): Instant {
    return this.#closed.opensAt(now);
  }
}
