import type { Columns } from '../db/columns.ts';
import type { ClockName } from '../timeline/entry.ts';
import type { Ticket, TicketState } from './ticket.ts';

export const ticketTables = (c: Columns) => ({
  tickets: c.table(
    'tickets',
    {
      id: c.serial('id'),
      customerId: c.text('customer_id').notNull(),
      channel: c.text('channel').notNull(),
      thread: c.text('thread'),
      summary: c.text('summary').notNull(),
      description: c.text('description').notNull(),
      priority: c.text('priority').notNull(),
      requestType: c.text('request_type').notNull(),
      environment: c.text('environment'),
      workaround: c.flag('workaround').notNull(),
      tier: c.text('tier').notNull(),
      state: c.json<TicketState>('state').notNull(),
      /** `state.kind` once more, for queries. */
      stateKind: c.word<TicketState['kind']>('state_kind').notNull(),
      assignee: c.text('assignee'),
      help: c.json<Ticket['help']>('help'),
      openedBy: c.text('opened_by').notNull(),
      startedAt: c.instant('started_at').notNull(),
      openedAt: c.instant('opened_at').notNull(),
      policyVersion: c.text('policy_version').notNull(),
      dueAt: c.instant('due_at'),
      dueClock: c.word<ClockName>('due_clock'),
      settledUnder: c.text('settled_under').notNull(),
      cardsBehind: c.flag('cards_behind').notNull(),
      version: c.integer('version').notNull(),
    },
    (t) => [
      c.uniqueIndex('tickets_thread').on(t.channel, t.thread),
      c.index('tickets_ongoing').on(t.dueAt).where(c.sql`state_kind in ('open', 'on_hold')`),
      c.index('tickets_of_assignee').on(t.assignee, t.dueAt).where(c.sql`state_kind in ('open', 'on_hold')`),
      c.index('tickets_settled').on(t.settledUnder, t.stateKind, t.dueAt).where(c.sql`state_kind <> 'closed'`),
      c.index('tickets_behind').on(t.dueAt).where(c.sql`cards_behind = 1`),
      c.index('tickets_of_customer').on(t.customerId, t.openedAt),
    ],
  ),
});
