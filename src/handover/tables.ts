import type { Columns } from '../db/columns.ts';
import type { Change, Facts } from './handover.ts';

export const handoverTables = (c: Columns) => ({
  handovers: c.table(
    'handovers',
    {
      id: c.serial('id'),
      rotation: c.text('rotation').notNull(),
      /** When the shift ended or began. */
      at: c.instant('at').notNull(),
      kind: c.word<Change['kind']>('kind').notNull(),
      from: c.text('from'),
      since: c.instant('since'),
      to: c.text('to'),
      through: c.text('through'),
      until: c.instant('until'),
      next: c.text('next'),
      /** Our name of the message it stands in. */
      post: c.text('post').notNull(),
      postedAt: c.instant('posted_at').notNull(),
      acceptedBy: c.text('accepted_by'),
      acceptedAt: c.instant('accepted_at'),
      remindedAt: c.instant('reminded_at'),
      leadsToldAt: c.instant('leads_told_at'),
      goneToldAt: c.instant('gone_told_at'),
      facts: c.json<Facts>('facts'),
    },
    (t) => [
      c.uniqueIndex('handovers_once').on(t.rotation, t.at),
      c.index('handovers_of_post').on(t.post),
      c.index('handovers_by_time').on(t.at),
    ],
  ),
  /** What people wrote for whoever comes next; as long as the shift goes on without a handover. */
  handoverNotes: c.table(
    'handover_notes',
    {
      id: c.serial('id'),
      rotation: c.text('rotation').notNull(),
      user: c.text('user').notNull(),
      handoverId: c.integer('handover_id'),
      text: c.text('text').notNull(),
      writtenAt: c.instant('written_at').notNull(),
    },
    (t) => [c.index('handover_notes_of').on(t.handoverId), c.index('handover_notes_by').on(t.rotation, t.user)],
  ),
});
