import type { Content } from '../outbox/post.ts';
import type { Policy } from '../policy/policy.ts';
import { actions, content, context, linesWithin, section } from '../slack/blocks.ts';
import { join, type Mrkdwn, md } from '../slack/text.ts';
import type { Card } from '../tickets/card.ts';
import { showList, showTicket } from '../tickets/ids.ts';
import { type Ticket, ticketKey } from '../tickets/ticket.ts';
import { ticketLine, triageCard } from '../tickets/views.ts';

export interface Listed {
  tickets: Ticket[];
  /** How many there are in all. */
  total: number;
  customer: (id: string) => string;
  name: (user: string) => string;
}

/** Tickets by due time: a few lines with a button each, and a button for the rest. */
export function list(title: string, listed: Listed, policy: Policy, now: number, scope: 'all' | 'mine'): Content {
  if (listed.total === 0) return content(md`*${title}*: nothing open.`);
  const more = listed.total - listed.tickets.length;
  return content(md`${title}: ${listed.total} open`, [
    section(md`*${title}*: ${listed.total} open`),
    ...lines(listed, policy, now).map((line, i) =>
      section(line, showTicket.button('Show', { ticketId: (listed.tickets[i] as Ticket).id })),
    ),
    ...(more > 0 ? [context(md`and ${more} more`), ...actions(showList.button('Show all', { scope }))] : []),
  ]);
}

/** As many as a message holds. */
export function wholeList(title: string, listed: Listed, policy: Policy, now: number): Content {
  if (listed.total === 0) return content(md`*${title}*: nothing open.`);
  const { blocks, shown } = linesWithin(lines(listed, policy, now));
  const more = listed.total - shown;
  return content(md`${title}: ${listed.total} open`, [
    section(md`*${title}*: ${listed.total} open`),
    ...blocks,
    context(md`${more > 0 ? `and ${more} more · ` : ''}\`/ticket 214\` shows one`),
  ]);
}

const lines = (listed: Listed, policy: Policy, now: number): Mrkdwn[] =>
  listed.tickets.map((ticket) =>
    ticketLine(ticket, {
      customer: listed.customer(ticket.customerId),
      emoji: policy.priorities.find((priority) => priority.key === ticket.priority)?.emoji ?? '',
      assignee: ticket.assignee ? listed.name(ticket.assignee) : 'nobody',
      zone: policy.timezone,
      now,
    }),
  );

/** One ticket for staff, as on its card. */
export const oneTicket = (card: Card, policy: Policy): Content => triageCard(card, policy);

/** What `/ticket` understands. */
export const help = (asked: string): Content =>
  content(md`${asked ? md`I don't know “${asked}”. ` : null}Try one of these.`, [
    section(
      join(
        [
          asked ? md`I don't know “${asked}”. Try one of these:` : md`What \`/ticket\` understands:`,
          md`\`/ticket\` what is mine, then the queue`,
          md`\`/ticket list\` everything open, by due time`,
          md`\`/ticket mine\` what is assigned to me`,
          md`\`/ticket 214\` one ticket (${ticketKey(214)} works too)`,
          md`\`/ticket due 214\` why it is due when it is: what counted, what did not`,
          md`\`/ticket new\` open a ticket for a customer`,
        ],
        '\n',
      ),
    ),
  ]);
