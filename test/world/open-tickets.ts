import { inTransaction } from '../../src/db/database.ts';
import type { Desk } from '../../src/desk.ts';
import { insert } from '../../src/tickets/store.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { record } from '../../src/timeline/timeline.ts';

/** Writes open tickets of Acme straight into the database, with their history and without cards, where many are needed at once. */
export const openTickets = (
  desk: Desk,
  count: number,
  each: (n: number) => Partial<Ticket> = () => ({}),
): Promise<void> =>
  inTransaction(desk, async (tx) => {
    for (let n = 1; n <= count; n += 1) {
      const ticket = {
        customerId: 'acme',
        channel: 'CACME',
        thread: `${Math.floor(tx.now / 1000)}.${String(n).padStart(6, '0')}`,
        summary: `Request ${n}`,
        description: `Request ${n}`,
        priority: 'low',
        requestType: 'incident',
        environment: null,
        workaround: false,
        tier: 'premium',
        state: { kind: 'open' as const },
        assignee: 'UBO',
        help: null,
        openedBy: 'UANA',
        startedAt: tx.now,
        openedAt: tx.now,
        policyVersion: desk.policy.version,
        dueAt: null,
        dueClock: null,
        settledUnder: desk.policy.version,
        cardsBehind: false,
        ...each(n),
      };
      const { id } = await insert(tx, ticket);
      const { startedAt, tier, priority, requestType, policyVersion } = ticket;
      const data = { startedAt, tier, priority, requestType, policyVersion };
      await record(tx, id, { kind: 'opened', at: startedAt, by: { kind: 'customer', user: 'UANA' }, data });
    }
  });
