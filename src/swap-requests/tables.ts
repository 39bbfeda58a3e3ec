import type { Columns } from '../db/columns.ts';
import type { SwapRequestState } from './swap-request.ts';

export const swapRequestTables = (c: Columns) => ({
  swapRequests: c.table(
    'swap_requests',
    {
      id: c.serial('id'),
      rotation: c.text('rotation').notNull(),
      /** Null: the first layer. */
      layer: c.text('layer'),
      user: c.text('user').notNull(),
      mineFrom: c.instant('mine_from').notNull(),
      mineTo: c.instant('mine_to').notNull(),
      other: c.text('other').notNull(),
      theirsFrom: c.instant('theirs_from').notNull(),
      theirsTo: c.instant('theirs_to').notNull(),
      note: c.text('note'),
      askedAt: c.instant('asked_at').notNull(),
      state: c.word<SwapRequestState>('state').notNull(),
      settledAt: c.instant('settled_at'),
    },
    (t) => [c.index('swap_requests_open').on(t.id).where(c.sql`state = 'asked'`)],
  ),
});
