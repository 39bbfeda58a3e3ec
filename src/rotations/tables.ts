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
      /** Name of the layer; null is the first. */
      layer: c.text('layer'),
      /** Both halves of a swap: the id of the first. */
      swap: c.integer('swap'),
      createdAt: c.instant('created_at').notNull(),
      createdBy: c.text('created_by').notNull(),
    },
    (t) => [c.index('overrides_of_rotation').on(t.rotation, t.to)],
  ),
  /** When people are away, wherever they serve. */
  absences: c.table(
    'absences',
    {
      id: c.serial('id'),
      user: c.text('user').notNull(),
      from: c.instant('from').notNull(),
      to: c.instant('to').notNull(),
      note: c.text('note'),
      createdAt: c.instant('created_at').notNull(),
      createdBy: c.text('created_by').notNull(),
    },
    (t) => [c.index('absences_to').on(t.to)],
  ),
  /** Every change to who serves; rows are only ever added. */
  rotationHistory: c.table(
    'rotation_history',
    {
      seq: c.serial('seq'),
      at: c.instant('at').notNull(),
      /** Null: the desk, by an import. */
      by: c.text('by'),
      /** Null: an absence, which holds wherever the person serves. */
      rotation: c.text('rotation'),
      kind: c.text('kind').notNull(),
      data: c.json<unknown>('data').notNull(),
    },
    (t) => [c.index('rotation_history_of').on(t.rotation, t.seq)],
  ),
});
