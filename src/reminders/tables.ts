import type { Columns } from '../db/columns.ts';
import type { ClockName } from '../timeline/entry.ts';

export const reminderTables = (c: Columns) => ({
  /** Reminders that somebody did not get because of the hour; gone as soon as they are told. */
  missed: c.table(
    'missed_reminders',
    {
      id: c.serial('id'),
      user: c.text('user').notNull(),
      ticketId: c.integer('ticket_id').notNull(),
      clock: c.word<ClockName>('clock').notNull(),
      at: c.instant('at').notNull(),
    },
    (t) => [c.index('missed_reminders_of_user').on(t.user, t.id)],
  ),
});
