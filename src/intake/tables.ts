import type { Columns } from '../db/columns.ts';

export const intakeTables = (c: Columns) => ({
  /** What people wrote in customer channels, as it reads now: edits and deletions may come before the message itself. */
  messages: c.table(
    'messages',
    {
      channel: c.text('channel').notNull(),
      ts: c.text('ts').notNull(),
      thread: c.text('thread').notNull(),
      user: c.text('user'),
      text: c.text('text').notNull(),
      /** `ts` of the newest edit seen. */
      editedTs: c.text('edited_ts'),
      deleted: c.flag('deleted').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.channel, t.ts] }), c.index('messages_of_thread').on(t.channel, t.thread, t.ts)],
  ),
  /** Threads that were offered a ticket, as long as neither a ticket, a no, nor a word of ours followed. */
  openOffers: c.table(
    'open_offers',
    {
      channel: c.text('channel').notNull(),
      thread: c.text('thread').notNull(),
      customerId: c.text('customer_id').notNull(),
      /** `ts` of the newest message that was offered it. */
      asked: c.text('asked').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.channel, t.thread] })],
  ),
});
