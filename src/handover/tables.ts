import type { Columns } from '../db/columns.ts';

export const handoverTables = (c: Columns) => ({
  handovers: c.table(
    'handovers',
    {
      id: c.serial('id'),
      rotation: c.text('rotation').notNull(),
      /** When the shift ended. */
      at: c.instant('at').notNull(),
      from: c.text('from').notNull(),
      to: c.text('to'),
      postedAt: c.instant('posted_at').notNull(),
      acceptedBy: c.text('accepted_by'),
      acceptedAt: c.instant('accepted_at'),
    },
    (t) => [c.uniqueIndex('handovers_once').on(t.rotation, t.at)],
  ),
});
