import type { Columns } from '../db/columns.ts';
import type { Policy } from './policy.ts';

export const policyTables = (c: Columns) => ({
  /** Every version the desk ever opened with: what was promised under it stays promised. */
  policies: c.table('policies', {
    version: c.text('version').primaryKey(),
    body: c.json<Policy>('body').notNull(),
    firstSeenAt: c.instant('first_seen_at').notNull(),
    /** When a desk opened with it after another one; the greatest is in force. */
    inForceSince: c.instant('in_force_since').notNull(),
  }),
});
