import type { Instant } from '../clock.ts';
import type { Priority } from '../policy/policy.ts';
import type { ClockReading } from '../sla/reading.ts';
import { type Mrkdwn, md, trusted } from '../slack/text.ts';
import { slackEnd, slackInstant } from '../time/say.ts';
import type { Entry } from '../timeline/entry.ts';
import type { Ticket } from './ticket.ts';

/** All that a card shows of a ticket, ready to be said; what both audiences' views are made from. */
export interface Card {
  ticket: Ticket;
  key: string;
  priority: Priority;
  requestType: string;
  environment: string | null;
  customer: string;
  tier: string;
  clocks: ClockReading[];
  history: Entry[];
  /** First line now; null when nobody is on. */
  onShift: { user: string; until: Instant | null } | null;
  /** When the desk opens again, while it is closed for this customer. */
  opensAt: Instant | null;
  /** What the policy says then, `{opens}` being that instant. */
  outsideHours: string;
  /** The hold reason in words, while on hold. */
  waitingFor: { staff: string; customer: string; fromCustomer: boolean } | null;
  /** What a priority is called, also one that the policy no longer knows. */
  priorityLabel: (key: string) => string;
  /** Whether help can be asked for: there is somebody to ask, and nobody is asked or helps. */
  mayEscalate: boolean;
  /** The level that is asked for help, in words for staff and for the customer. */
  helpLevel: string | null;
  helper: string;
  name: (user: string) => string;
  threadUrl: string | null;
  /** The ticket that this one was merged into; `channel` where that is another one of the customer's. */
  goesOn: { key: string; url: string | null; channel: string | null } | null;
  /** The tickets that were merged into this one. */
  takenIn: { key: string; url: string | null }[];
  zone: string;
}

export const at = (card: Pick<Card, 'zone'>, instant: Instant): Mrkdwn => trusted(slackInstant(instant, card.zone));

/** The same for the end of a stretch. */
export const endAt = (card: Pick<Card, 'zone'>, instant: Instant): Mrkdwn => trusted(slackEnd(instant, card.zone));

/** The latest reading of a clock. */
export const clockOf = (card: Pick<Card, 'clocks'>, name: ClockReading['name']): ClockReading | undefined =>
  card.clocks.filter((clock) => clock.name === name).at(-1);

export const headline = (card: Card): Mrkdwn => md`*${card.key}* ${card.ticket.summary}`;

export const badge = (priority: Priority): Mrkdwn => md`${priority.emoji} ${priority.label}`;
