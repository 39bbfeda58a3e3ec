import type { Content } from '../outbox/post.ts';
import type { ClockReading } from '../sla/reading.ts';
import type { Reminded } from '../sla/reminder.ts';
import { actions, content, linkButton, section } from '../slack/blocks.ts';
import { cut, type Mrkdwn, md } from '../slack/text.ts';
import type { Entry } from '../timeline/entry.ts';
import { at, type Card } from './card.ts';
import { claim } from './ids.ts';
import { CLOCK_LABEL } from './views.ts';

type About = Pick<Reminded['data'], 'clock' | 'kind' | 'threshold' | 'dueAt'> & { cycle: number };

/** Our name of a reminder's message; `to` is a person, or `triage` for the channel. */
export const reminderOf = (ticketId: number, about: About, to: string): string =>
  `remind-${ticketId}-${about.clock}-${about.cycle}-${about.kind}-${about.threshold}-${about.dueAt}-${to}`;

/** What a reminder is about, in front of everything else it says. */
export const subject = (card: Card): Mrkdwn => md`*${card.key}* (${card.customer}, ${card.priority.label})`;

/** What can be done from a reminder. */
export const reminderActions = (card: Card) =>
  actions(
    card.ticket.assignee ? null : claim.button('Claim', { ticketId: card.ticket.id }, { style: 'primary' }),
    card.threadUrl ? linkButton('Open thread', card.threadUrl) : null,
  );

/** What somebody does about a reminder while its promise is still owed. */
const HEEDING = new Set<Entry['kind']>(['assigned', 'page_accepted', 'held', 'resumed', 'reopened']);

/** The clock a reminder was about, as it reads now. */
export const clockRemindedOf = (card: Card, reminder: Reminded): ClockReading | undefined =>
  card.clocks.findLast((clock) => clock.name === reminder.data.clock && clock.since <= reminder.at);

/** How a sent reminder reads since somebody did something; null as long as nobody did. */
export function heeded(card: Card, reminder: Reminded, clock: ClockReading): Content | null {
  const isOwed = clock.state === 'running' || clock.state === 'paused' || clock.state === 'breached';
  const isLeft = !card.history.some((entry) => entry.seq > reminder.seq && HEEDING.has(entry.kind));
  if (isOwed && isLeft) return null;
  const { ticket } = card;
  const holder = ticket.assignee ? md` ${card.name(ticket.assignee)} has it.` : md` Nobody has it.`;
  const said = md`${reading(card, clock)}.${isOwed ? holder : null}`;
  const url = card.goesOn?.url ?? card.threadUrl;
  const link = url ? linkButton('Open thread', url) : null;
  return content(said, [
    section(said),
    section(md`${cut(ticket.summary, 150)}`),
    ...(isOwed ? reminderActions(card) : actions(link)),
  ]);
}

/** What a reminder is about and how that stands, without a full stop. */
export function reading(card: Card, clock: ClockReading): Mrkdwn {
  const [mark, words] = standing(card, clock);
  return md`${mark} ${subject(card)}: ${words}`;
}

function standing(card: Card, clock: ClockReading): [string, Mrkdwn] {
  const label = CLOCK_LABEL[clock.name].toLowerCase();
  const due = clock.dueAt === null ? null : md` ${at(card, clock.dueAt)}`;
  switch (clock.state) {
    case 'running':
      return ['⏳', md`${label} due${due}`];
    case 'paused':
      return ['⏸', md`${label} paused`];
    case 'breached':
      return ['❗', md`${label} was due${due}`];
    case 'met':
      return clock.breachedAt === null ? ['✅', md`${label} met`] : ['❗', md`${label} came late`];
    case 'cancelled':
      if (card.goesOn) return ['🔗', md`${label} goes on in *${card.goesOn.key}*`];
      return ['✅', md`${label} no longer due`];
  }
}
