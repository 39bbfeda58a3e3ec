import type { Columns } from '../db/columns.ts';

export const inboxTables = (c: Columns) => ({
  /** Every event Slack handed us, stored before it was acknowledged. Done rows stay for a while to know repeats. */
  inbox: c.table(
    'inbox',
    {
      id: c.serial('id'),
      eventId: c.text('event_id').notNull(),
      /** Events of one channel are worked off in order of arrival. */
      lane: c.text('lane').notNull(),
      type: c.text('type').notNull(),
      event: c.json<unknown>('event').notNull(),
      receivedAt: c.instant('received_at').notNull(),
      state: c.word<'due' | 'done' | 'parked'>('state').notNull(),
      attempts: c.integer('attempts').notNull(),
      notBefore: c.instant('not_before').notNull(),
      problem: c.text('problem'),
    },
    (t) => [
      c.uniqueIndex('inbox_event').on(t.eventId),
      c.index('inbox_due').on(t.lane, t.id).where(c.sql`state = 'due'`),
      c.index('inbox_old').on(t.receivedAt).where(c.sql`state = 'done'`),
    ],
  ),
});
