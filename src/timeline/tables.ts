import type { Columns } from '../db/columns.ts';
import type { Actor } from './entry.ts';

/** What was done about tickets, said exactly as the index says it: only then is that index used. */
export const WORK = "kind in ('acknowledged', 'staff_replied', 'resolved', 'paged', 'page_accepted')";

export const timelineTables = (c: Columns) => ({
  /** What happened to each ticket; rows are only ever added. */
  timeline: c.table(
    'timeline',
    {
      seq: c.serial('seq'),
      ticketId: c.integer('ticket_id').notNull(),
      at: c.instant('at').notNull(),
      kind: c.text('kind').notNull(),
      by: c.json<Actor>('by').notNull(),
      data: c.json<unknown>('data').notNull(),
      /** Set where recording it twice must be once: a message by channel and ts. */
      once: c.text('once'),
    },
    (t) => [
      c.index('timeline_of_ticket').on(t.ticketId, t.at, t.seq),
      c.index('timeline_of_work').on(t.at).where(c.sql.raw(WORK)),
      c.uniqueIndex('timeline_once').on(t.ticketId, t.once),
    ],
  ),
});
