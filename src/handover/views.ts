import type { KnownBlock } from '@slack/types';
import type { Content } from '../outbox/post.ts';
import { actions, content, context, linesWithin, section } from '../slack/blocks.ts';
import { cut, join, link, type Mrkdwn, md, trusted } from '../slack/text.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketKey } from '../tickets/ticket.ts';
import { slackInstant } from '../time/say.ts';
import { type Handed, type Handover, isNothing } from './handover.ts';
import * as ids from './ids.ts';

/** All that the post says, ready to be said. */
export interface HandoverPost {
  handover: Handover;
  label: string;
  /** Who serves from now on in this rotation or covers until its next shift, and until when. */
  cover: { user: string; rotation: string; next: { user: string; at: number } | null } | null;
  handed: Handed;
  name: (user: string) => string;
  customer: (ticket: Ticket) => string;
  emoji: (ticket: Ticket) => string;
  url: (ticket: Ticket) => string | null;
  zone: string;
  /** Posted noticeably after the shift ended: the desk was down. */
  isLate: boolean;
}

/** So many tickets are listed at most; Slack's limits leave no room for more, and nobody reads them. */
const MOST_LINES = 20;

export function handoverPost(post: HandoverPost): Content {
  const title = titleOf(post);
  const { handed } = post;
  if (isNothing(handed)) {
    const said = md`${title} Nothing open.`;
    return content(said, [section(said), ...foot(post)]);
  }
  const lines = [
    ...handed.late.map((ticket) => line(post, ticket, md`❗`, md`was due ${when(post, ticket.dueAt)}`)),
    ...handed.dueSoon.map((ticket) => line(post, ticket, md`⏳`, md`due ${when(post, ticket.dueAt)}`)),
    ...handed.waiting.map((ticket) => line(post, ticket, md`⏸`, waiting(post, ticket))),
    ...handed.later.map((ticket) =>
      ticket.dueAt === null
        ? line(post, ticket, md`▫️`, md`nothing due`)
        : line(post, ticket, md`⏳`, md`due ${when(post, ticket.dueAt)}`),
    ),
  ];
  const { blocks, shown } = linesWithin(lines.slice(0, MOST_LINES));
  const more = lines.length - shown;
  return content(title, [
    section(title),
    section(summary(handed)),
    ...blocks,
    ...(more > 0 ? [context(md`and ${more} more: \`/ticket list\` shows them all`)] : []),
    ...foot(post),
  ]);
}

function titleOf(post: HandoverPost): Mrkdwn {
  const { handover, cover } = post;
  const late = post.isLate ? md` (late: the shift ended ${trusted(slackInstant(handover.at, post.zone))})` : null;
  if (!cover) return md`*${post.label}: ${post.name(handover.from)} → nobody is on*${late}`;
  const next = cover.next
    ? md`, ${post.name(cover.next.user)} takes over ${trusted(slackInstant(cover.next.at, post.zone))}`
    : null;
  const through = cover.rotation === post.label ? null : md` (${cover.rotation})`;
  return md`*${post.label}: ${post.name(handover.from)} → ${post.name(cover.user)}${through}${next}*${late}`;
}

const summary = (handed: Handed): Mrkdwn =>
  join([
    handed.late.length > 0 ? md`❗ ${handed.late.length} late` : null,
    handed.dueSoon.length > 0 ? md`⏳ ${handed.dueSoon.length} due before the next shift ends` : null,
    handed.waiting.length > 0 ? md`⏸ ${handed.waiting.length} waiting` : null,
    handed.later.length > 0
      ? md`▫️ ${handed.later.length} ${handed.dueSoon.length > 0 ? 'later' : 'not due before the next shift ends'}`
      : null,
    handed.unanswered.length > 0 ? md`📟 ${handed.unanswered.length} calls for help nobody has taken` : null,
  ]);

const when = (post: HandoverPost, at: number | null): Mrkdwn | null =>
  at === null ? null : trusted(slackInstant(at, post.zone));

const waiting = (post: HandoverPost, ticket: Ticket): Mrkdwn =>
  ticket.state.kind === 'on_hold' ? md`waiting since ${when(post, ticket.state.since)}` : md`waiting`;

function line(post: HandoverPost, ticket: Ticket, mark: Mrkdwn, due: Mrkdwn): Mrkdwn {
  const url = post.url(ticket);
  const key = url ? link(url, ticketKey(ticket.id)) : md`${ticketKey(ticket.id)}`;
  return md`${mark} *${key}* ${post.emoji(ticket)} ${post.customer(ticket)} · ${cut(ticket.summary, 60)} · ${due} · ${
    ticket.assignee ? post.name(ticket.assignee) : 'nobody'
  }`;
}

function foot(post: HandoverPost): KnownBlock[] {
  const { handover } = post;
  if (handover.acceptedBy && handover.acceptedAt !== null) {
    return [context(md`✅ accepted by ${post.name(handover.acceptedBy)} ${when(post, handover.acceptedAt)}`)];
  }
  return actions(ids.accept.button('Accept handover', { handoverId: handover.id }, { style: 'primary' }));
}
