import type { Columns } from '../db/columns.ts';
import type { ConcernKind, Part } from './concern.ts';

export const noticeTables = (c: Columns) => ({
  /** What was wrong with who serves, and who was told; kept until it is settled. */
  concerns: c.table(
    'concerns',
    {
      id: c.serial('id'),
      kind: c.word<ConcernKind>('kind').notNull(),
      rotation: c.text('rotation').notNull(),
      user: c.text('user'),
      parts: c.json<Part[]>('parts').notNull(),
      toldAt: c.instant('told_at').notNull(),
      told: c.json<string[]>('told').notNull(),
      waiting: c.json<string[]>('waiting').notNull(),
      again: c.flag('again').notNull(),
      settledAt: c.instant('settled_at'),
    },
    (t) => [c.index('concerns_open').on(t.rotation).where(c.sql`settled_at is null`)],
  ),
});
