import type { Columns } from '../db/columns.ts';

export const usergroupTables = (c: Columns) => ({
  /** What Slack confirmed of the user groups we keep, and what stands in the way. Who should be in them follows from the rotations. */
  userGroups: c.table('user_groups', {
    handle: c.text('handle').primaryKey(),
    /** Null: not asked since the start. */
    users: c.json<string[]>('users'),
    problem: c.text('problem'),
    refused: c.json<string[]>('refused'),
    tries: c.integer('tries').notNull(),
    notBefore: c.instant('not_before').notNull(),
  }),
});
