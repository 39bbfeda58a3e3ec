import type { KnownBlock } from '@slack/types';
import type { Content } from '../outbox/post.ts';
import type { Policy } from '../policy/policy.ts';
import type { ClockReading } from '../sla/reading.ts';
import { actions, content, context, section } from '../slack/blocks.ts';
import { cut, join, link, type Mrkdwn, md, strong, trusted } from '../slack/text.ts';
import { slackInstant } from '../time/say.ts';
import { at, badge, type Card, clockOf, endAt } from './card.ts';
import { sayEntry } from './history.ts';
import * as ids from './ids.ts';
import { LENGTH } from './ids.ts';
import { mergedInto, type Ticket, ticketKey } from './ticket.ts';

export const CLOCK_LABEL = {
  first_response: 'First response',
  next_response: 'Next answer',
  resolution: 'Resolution',
} as const;

/** A clock in one line: what is promised until when, or what became of it. */
function sayClock(clock: ClockReading, zone: string): Mrkdwn | null {
  const label = CLOCK_LABEL[clock.name];
  const when = (instant: number) => trusted(slackInstant(instant, zone));
  switch (clock.state) {
    case 'running':
      return clock.dueAt === null ? null : md`⏳ ${label} due ${when(clock.dueAt)}`;
    case 'paused':
      return md`⏸ ${label} paused`;
    case 'breached':
      return clock.dueAt === null ? md`❗ ${label} is late` : md`❗ ${label} was due ${when(clock.dueAt)}`;
    case 'met':
      return clock.breachedAt === null ? md`✅ ${label} met` : md`❗ ${label} came late`;
    case 'cancelled':
      return null;
  }
}

const clockLine = (card: Card): Mrkdwn =>
  join(
    (['first_response', 'next_response', 'resolution'] as const).map((name) => {
      const clock = clockOf(card, name);
      return clock && !(name === 'next_response' && clock.state === 'met') ? sayClock(clock, card.zone) : null;
    }),
    '   ',
  );

function stateLine(card: Card): Mrkdwn | null {
  const { ticket, waitingFor } = card;
  switch (ticket.state.kind) {
    case 'on_hold':
      return md`⏸ On hold since ${at(card, ticket.state.since)}: ${waitingFor?.staff ?? ticket.state.reason}${
        ticket.state.note ? md` – ${cut(ticket.state.note, 300)}` : null
      }`;
    case 'resolved':
      return md`✅ Resolved ${at(card, ticket.state.at)}${ticket.state.by ? md` by ${card.name(ticket.state.by)}` : null}: ${cut(ticket.state.note, 500)}`;
    case 'closed':
      return card.goesOn
        ? md`🔗 Merged ${at(card, ticket.state.at)} into *${card.goesOn.key}*${threadLink(card.goesOn)}`
        : md`Closed ${at(card, ticket.state.at)}`;
    case 'open':
      return null;
  }
}

function helpLine({ ticket: { help }, helpLevel, name }: Card): Mrkdwn | null {
  if (!help) return null;
  return help.accepted
    ? md`📟 ${name(help.accepted)} helps (${helpLevel})`
    : help.silent
      ? md`📟 Help asked for, nobody answered at any level`
      : md`📟 Help asked for (${helpLevel}), nobody has taken it yet`;
}

const threadLink = ({ url }: { url: string | null }): Mrkdwn | null =>
  url ? md` (${link(url, 'customer thread')})` : null;

/** The tickets that went into this one; what is still written in their threads reaches us. */
const takenInLine = ({ takenIn }: Card): Mrkdwn | null =>
  takenIn.length === 0
    ? null
    : md`🔗 Together with ${join(
        takenIn.map((each) => md`*${each.key}*${threadLink(each)}`),
        ', ',
      )}`;

/** The card in the triage channel. */
export function triageCard(card: Card, policy: Policy): Content {
  const { ticket } = card;
  const last = card.history
    .toReversed()
    .map((entry) => {
      const said = sayEntry(entry, card.name);
      return said ? md`${at(card, entry.at)} ${said}` : null;
    })
    .filter((line) => line !== null)
    .slice(0, 3);
  return content(md`${card.priority.emoji} ${card.key} ${card.customer}: ${ticket.summary}`, [
    context(
      join([
        md`*${card.key}*`,
        badge(card.priority),
        md`${card.customer} (${card.tier})`,
        card.environment ? md`${card.environment}` : null,
        md`opened ${at(card, ticket.openedAt)}`,
        card.threadUrl ? link(card.threadUrl, 'customer thread') : null,
      ]),
    ),
    section(join([strong(ticket.summary), md`${cut(moreThanSummary(ticket), 600)}`], '\n')),
    ...lines(clockLine(card), stateLine(card), takenInLine(card), helpLine(card)),
    context(join([firstLine(card), md`Assignee: ${ticket.assignee ? card.name(ticket.assignee) : 'nobody yet'}`])),
    ...staffActions(card, policy),
    ...(last.length > 0 ? [context(md`last: ${join(last)}`)] : []),
  ]);
}

/** Whose turn it is to take what nobody has; once somebody has it, that no longer matters. */
function firstLine({ ticket, onShift, ...card }: Card): Mrkdwn | null {
  if (ticket.assignee || ticket.state.kind === 'resolved' || ticket.state.kind === 'closed') return null;
  if (!onShift) return md`First line: nobody on now`;
  const until = onShift.until ? md` (on until ${endAt(card, onShift.until)})` : null;
  return md`First line: ${card.name(onShift.user)}${until}`;
}

/** What the description adds to the summary, which mostly is its first line. */
const moreThanSummary = ({ summary, description }: Ticket): string =>
  (description.startsWith(summary) ? description.slice(summary.length) : description).trim();

const lines = (...texts: (Mrkdwn | null)[]): KnownBlock[] => {
  const said = join(texts, '\n');
  return said.mrkdwn === '' ? [] : [section(said)];
};

/** The customer sees what follows, so it is asked once. */
const ACKNOWLEDGE = {
  title: 'Tell the customer?',
  text: 'They read that you have seen it and look into it. It counts as the first answer.',
  yes: 'Tell them',
};

/** What staff can do with a ticket as it stands; what can't be done is not offered. */
function staffActions({ ticket, clocks, mayEscalate }: Card, policy: Policy): KnownBlock[] {
  const about = { ticketId: ticket.id };
  const explain = clocks.length === 0 ? null : ids.explain.button('Explain clock', about);
  if (ticket.state.kind === 'resolved' || ticket.state.kind === 'closed') {
    return actions(mergedInto(ticket) === null && ids.reopen.button('Reopen', about), explain);
  }
  const owesFirst = clocks.some(
    ({ name, state }) => name === 'first_response' && state !== 'met' && state !== 'cancelled',
  );
  const others = policy.priorities.filter((priority) => priority.key !== ticket.priority);
  return actions(
    ticket.assignee ? null : ids.claim.button('Claim', about, { style: 'primary' }),
    owesFirst && ids.acknowledge.button('Acknowledge', about, { ask: ACKNOWLEDGE }),
    ids.openAssign.button('Assign…', about),
    others.length > 0 &&
      ids.setPriority.select(
        'Priority',
        others.map((p) => ({ label: `${p.emoji} ${p.label}`, value: { ...about, priority: p.key } })),
      ),
    ticket.state.kind === 'on_hold'
      ? ids.resume.button('Resume', about)
      : policy.holdReasons.length > 0 && ids.openHold.button('Hold…', about),
    mayEscalate ? ids.openEscalate.button('Escalate…', about) : null,
    ids.openResolve.button('Resolve…', about),
    explain,
    ids.more.menu([{ label: 'Merge…', value: { ...about, open: 'merge' } }]),
  );
}

/** The first reply under the card, so that nobody takes the internal thread for the customer's. */
export const internalThreadHint = (threadUrl: string | null): Content =>
  content(
    md`Replies here stay with us. Answer the customer in ${threadUrl ? link(threadUrl, 'their thread') : md`their thread`}.`,
  );

/** In the internal thread: what somebody added to the description. */
export const addedDetails = (who: string, text: string): Content => {
  const said = md`📎 ${who} added details`;
  return content(said, [section(md`${said}:`), section(md`${text}`)]);
};

/** In the internal thread: what somebody wrote in the thread of a ticket that was merged into this one. */
export const wroteElsewhere = (who: string, key: string, url: string, text: string): Content => {
  const said = md`💬 ${who} wrote in ${link(url, `the thread of ${key}`)}`;
  return content(said, [section(md`${said}:`), section(md`${cut(text, LENGTH.text)}`)]);
};

/** One line of a list of tickets, what is due first. */
export const ticketLine = (
  ticket: Ticket,
  about: { customer: string; emoji: string; assignee: string; zone: string; now: number },
): Mrkdwn => {
  const late = ticket.dueAt !== null && ticket.dueAt <= about.now;
  const when = ticket.dueAt === null ? null : trusted(slackInstant(ticket.dueAt, about.zone));
  const mark = ticket.state.kind === 'on_hold' ? '⏸' : late ? '❗' : when === null ? '▫️' : '⏳';
  const due = when === null ? md`nothing due` : late ? md`was due ${when}` : md`due ${when}`;
  return md`${mark} *${ticketKey(ticket.id)}* ${about.emoji} ${about.customer} · ${cut(ticket.summary, 80)} · ${due} · ${about.assignee}`;
};
