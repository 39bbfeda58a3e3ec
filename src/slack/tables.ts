import type { Columns } from '../db/columns.ts';

export const slackTables = (c: Columns) => ({
  /** What we know of people, out of `users.info` and `user_change`; never out of what a click claims. */
  people: c.table('people', {
    id: c.text('id').primaryKey(),
    teamId: c.text('team_id'),
    name: c.text('name').notNull(),
    timezone: c.text('timezone'),
    /** Belongs to another organisation. */
    external: c.flag('external').notNull(),
    bot: c.flag('bot').notNull(),
    deleted: c.flag('deleted').notNull(),
    fetchedAt: c.instant('fetched_at').notNull(),
    /** Their direct-message channel with us, once opened. */
    direct: c.text('direct'),
  }),
  channels: c.table('channels', {
    id: c.text('id').primaryKey(),
    name: c.text('name').notNull(),
    /** Shared with another organisation, or about to be. */
    shared: c.flag('shared').notNull(),
    member: c.flag('member').notNull(),
    archived: c.flag('archived').notNull(),
    fetchedAt: c.instant('fetched_at').notNull(),
  }),
  /** Forms that were worked off, by view id and hash. */
  submissions: c.table('submissions', { form: c.text('form').primaryKey(), at: c.instant('at').notNull() }, (t) => [
    c.index('submissions_by_age').on(t.at),
  ]),
});
