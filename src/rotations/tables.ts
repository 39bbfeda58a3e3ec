import type { Columns } from '../db/columns.ts';

export const rotationTables = (c: Columns) => ({
  /** Who serves in turn, from an instant until the next list of the same rotation. */
  rotationMembers: c.table(
    'rotation_members',
    {
      /** Key of the rotation in the policy. */
      rotation: c.text('rotation').notNull(),
      from: c.instant('from').notNull(),
      users: c.json<string[]>('users').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.rotation, t.from] })],
  ),
  overrides: c.table(
    'overrides',
    {
      id: c.serial('id'),
      rotation: c.text('rotation').notNull(),
      from: c.instant('from').notNull(),
      to: c.instant('to').notNull(),
      user: c.text('user').notNull(),
      replaces: c.text('replaces'),
      createdAt: c.instant('created_at').notNull(),
      createdBy: c.text('created_by').notNull(),
    },
    (t) => [c.index('overrides_of_rotation').on(t.rotation, t.to)],
  ),
});
