import type { Clock, Instant } from './clock.ts';
import type { Database } from './db/database.ts';
import type { Log } from './log.ts';
import type { Policy } from './policy/policy.ts';
import type { Home } from './slack/people.ts';

/** What every verb is told: the world it works in, as values. */
export interface Desk {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
  /** When the desk first opened with this policy after another one. */
  readonly policySince: Instant;
  /** Replaced policies; what was promised under them is still measured by them. */
  readonly earlier: readonly Policy[];
  readonly home: Home;
  /** Where people reach our HTTP server from outside, without a slash at its end; undefined when nobody said so. */
  readonly publicUrl: string | undefined;
}
