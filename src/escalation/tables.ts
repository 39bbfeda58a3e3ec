import type { Columns } from '../db/columns.ts';
import type { Page } from './page.ts';

export const escalationTables = (c: Columns) => ({
  pages: c.table(
    'pages',
    {
      id: c.serial('id'),
      ticketId: c.integer('ticket_id').notNull(),
      level: c.text('level').notNull(),
      user: c.text('user'),
      state: c.word<Page['state']>('state').notNull(),
      startedAt: c.instant('started_at').notNull(),
      until: c.instant('until').notNull(),
      answeredAt: c.instant('answered_at'),
      reason: c.text('reason').notNull(),
      askedBy: c.text('asked_by').notNull(),
    },
    (t) => [c.index('pages_of_ticket').on(t.ticketId, t.id)],
  ),
});
