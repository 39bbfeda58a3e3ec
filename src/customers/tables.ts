import type { Columns } from '../db/columns.ts';
import type { DeskChannel, IntakeMode, Phase, Role } from './customer.ts';

export const customerTables = (c: Columns) => ({
  customers: c.table('customers', {
    id: c.text('id').primaryKey(),
    name: c.text('name').notNull(),
    tier: c.text('tier').notNull(),
    phase: c.word<Phase>('phase').notNull(),
    contacts: c.json<string[]>('contacts').notNull(),
  }),
  /** A channel belongs to one customer. */
  customerChannels: c.table(
    'customer_channels',
    {
      id: c.text('id').primaryKey(),
      customerId: c.text('customer_id').notNull(),
      intake: c.word<IntakeMode>('intake').notNull(),
    },
    (t) => [c.index('customer_channels_of_customer').on(t.customerId)],
  ),
  staff: c.table('staff', {
    user: c.text('user').primaryKey(),
    role: c.word<Exclude<Role, 'customer'>>('role').notNull(),
  }),
  /** Channels of our own, by what they are for. */
  deskChannels: c.table('desk_channels', {
    purpose: c.word<DeskChannel>('purpose').primaryKey(),
    channel: c.text('channel').notNull(),
  }),
});
