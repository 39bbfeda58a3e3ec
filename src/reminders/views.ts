import type { Content } from '../outbox/post.ts';
import type { ClockReading } from '../sla/reading.ts';
import { content, context, linesWithin, section } from '../slack/blocks.ts';
import { cut, join, link, type Mrkdwn, md } from '../slack/text.ts';
import { at, type Card } from '../tickets/card.ts';
import { reading, reminderActions, subject } from '../tickets/reminded.ts';
import { sayDuration } from '../time/duration.ts';

const CLOCK = { first_response: 'first response', next_response: 'next answer', resolution: 'resolution' } as const;

/** Why this person hears it. */
export type Part = 'assignee' | 'on_shift' | 'ops_duty' | 'on_call' | 'sre' | 'lead';

const WHY: Record<Part, string> = {
  assignee: 'It is assigned to you.',
  on_shift: 'You are on support now.',
  ops_duty: 'You are on ops duty now.',
  on_call: 'You are on call now.',
  sre: 'You are SRE this week.',
  lead: 'You lead the desk.',
};

/** The word before a promise breaks. */
export function warning(card: Card, clock: ClockReading, part: Part): Content {
  const said = md`⏳ ${subject(card)}: ${CLOCK[clock.name]} due in ${sayDuration(Math.max(clock.remainingMs, 0))}${
    clock.dueAt === null ? null : md`, ${at(card, clock.dueAt)}`
  }. ${WHY[part]}`;
  return content(said, [section(said), section(md`${cut(card.ticket.summary, 150)}`), ...reminderActions(card)]);
}

/** The word after it broke, to one person. */
export function breachTo(card: Card, clock: ClockReading, part: Part): Content {
  const said = md`❗ ${subject(card)}: ${late(card, clock)} ${WHY[part]}`;
  return content(said, [section(said), section(md`${cut(card.ticket.summary, 150)}`), ...reminderActions(card)]);
}

/** The same for the triage channel; it names the lead, who is called by direct message. */
export function breachPost(card: Card, clock: ClockReading, leads: readonly string[]): Content {
  const responsible = leads.length > 0 ? md` Lead: ${leads.map(card.name).join(', ')}.` : null;
  const said = md`❗ ${subject(card)}: ${late(card, clock)}${responsible}`;
  return content(said, [section(md`${said}\n${cut(card.ticket.summary, 150)}`), ...reminderActions(card)]);
}

/** A warning for the triage channel; `isForAnybody` when no person could be told. */
export function warningPost(card: Card, clock: ClockReading, isForAnybody: boolean): Content {
  const said = md`⏳ ${subject(card)}: ${CLOCK[clock.name]} due${clock.dueAt === null ? null : md` ${at(card, clock.dueAt)}`}.${
    isForAnybody ? ' Nobody is on; whoever is here, please take it.' : ''
  }`;
  return content(said, [section(said), section(md`${cut(card.ticket.summary, 150)}`), ...reminderActions(card)]);
}

/** How a promise stands, in one line with a link. */
export const standing = (card: Card, clock: ClockReading): Mrkdwn => {
  const { ticket } = card;
  const has = ticket.assignee ? md`${card.name(ticket.assignee)} has it` : md`nobody has it`;
  const over = ticket.state.kind === 'resolved' || ticket.state.kind === 'closed' ? md`${ticket.state.kind}` : null;
  const thread = card.threadUrl ? link(card.threadUrl, 'thread') : null;
  return join([md`${reading(card, clock)}`, over ?? has, md`${cut(ticket.summary, 80)}`, thread]);
};

/** One message for all that somebody was not told, because they were not to be written to. */
export function whileAway(lines: Mrkdwn[]): Content {
  const said = md`🌅 While you were away:`;
  const { blocks, shown } = linesWithin(lines);
  const more = lines.length - shown;
  return content(join([said, ...lines], '\n'), [
    section(said),
    ...blocks,
    ...(more > 0 ? [context(md`and ${more} more; type \`/ticket\` to see them`)] : []),
  ]);
}

const late = (card: Card, clock: ClockReading): Mrkdwn =>
  md`${CLOCK[clock.name]} was due ${clock.breachedAt === null ? null : at(card, clock.breachedAt)}, ${
    card.ticket.assignee ? md`${card.name(card.ticket.assignee)} has it` : md`nobody has it`
  }.`;
