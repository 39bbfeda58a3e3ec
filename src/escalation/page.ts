import type { Instant } from '../clock.ts';
import type { EscalationLevel } from '../policy/policy.ts';

/** One call to a person for one ticket, waiting for an answer until `until`. */
export interface Page {
  id: number;
  ticketId: number;
  level: string;
  /** null: nobody was on for this level. */
  user: string | null;
  state: 'waiting' | 'accepted' | 'declined' | 'passed' | 'over';
  startedAt: Instant;
  until: Instant;
  answeredAt: Instant | null;
  reason: string;
  askedBy: string;
}

/** The level after this one; null when this was the last. */
export function levelAfter(levels: readonly EscalationLevel[], key: string): EscalationLevel | null {
  const index = levels.findIndex((level) => level.key === key);
  return index < 0 ? null : (levels[index + 1] ?? null);
}
