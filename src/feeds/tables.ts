import type { Columns } from '../db/columns.ts';

export const feedTables = (c: Columns) => ({
  /** Who may read which calendar, by a link of their own. */
  calendarLinks: c.table(
    'calendar_links',
    {
      user: c.text('user').notNull(),
      /** Key of the rotation it shows; empty: the shifts of `user`. */
      rotation: c.text('rotation').notNull(),
      /** Of the secret in the link, which is not kept. */
      hash: c.text('hash').notNull(),
      madeAt: c.instant('made_at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.user, t.rotation] }), c.uniqueIndex('calendar_links_by_hash').on(t.hash)],
  ),
  /** What a rotation's calendar was last made of, and how often that has changed. */
  calendarRevisions: c.table('calendar_revisions', {
    rotation: c.text('rotation').primaryKey(),
    fingerprint: c.text('fingerprint').notNull(),
    number: c.integer('number').notNull(),
    at: c.instant('at').notNull(),
  }),
});
