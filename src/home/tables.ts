import type { Columns } from '../db/columns.ts';

export const homeTables = (c: Columns) => ({
  /** Who opened our Home tab, and when last: theirs is kept current for a while. */
  homes: c.table('homes', { user: c.text('user').primaryKey(), openedAt: c.instant('opened_at').notNull() }, (t) => [
    c.index('homes_by_opening').on(t.openedAt),
  ]),
});
