import type { Columns } from '../db/columns.ts';
import type { CoverRequest, CoverRequestState } from './cover-request.ts';

export const coverRequestTables = (c: Columns) => ({
  coverRequests: c.table(
    'cover_requests',
    {
      id: c.serial('id'),
      rotation: c.text('rotation').notNull(),
      /** Null: the first layer. */
      layer: c.text('layer'),
      user: c.text('user').notNull(),
      from: c.instant('from').notNull(),
      to: c.instant('to').notNull(),
      note: c.text('note'),
      askedAt: c.instant('asked_at').notNull(),
      state: c.word<CoverRequestState>('state').notNull(),
      takenBy: c.text('taken_by'),
      /** Null: it ended by itself. */
      settledBy: c.text('settled_by'),
      settledAt: c.instant('settled_at'),
      steps: c.json<CoverRequest['steps']>('steps').notNull(),
    },
    (t) => [c.index('cover_requests_open').on(t.from).where(c.sql`state = 'open'`)],
  ),
});
