import type { Columns } from '../db/columns.ts';

export const timerTables = (c: Columns) => ({
  /** Everything that must be looked at again at some instant. A row lives until its verb has run. */
  timers: c.table(
    'timers',
    {
      id: c.serial('id'),
      name: c.text('name').notNull(),
      /** Setting a timer of the same name and key again replaces it. */
      key: c.text('key').notNull(),
      data: c.json<unknown>('data').notNull(),
      dueAt: c.instant('due_at').notNull(),
      /** Lower goes first among those due together: a breach before a warning. */
      urgency: c.integer('urgency').notNull(),
      /** Grows when the timer is set again, so an alarm for an older setting is known as stale. */
      version: c.integer('version').notNull(),
      attempts: c.integer('attempts').notNull(),
      problem: c.text('problem'),
      /** Set when it failed too often; it then waits for a person and blocks nobody. */
      parkedAt: c.instant('parked_at'),
    },
    (t) => [
      c.uniqueIndex('timers_name_key').on(t.name, t.key),
      c.index('timers_due').on(t.dueAt, t.urgency).where(c.sql`parked_at is null`),
    ],
  ),
});
