import type { KnownBlock, ModalView } from '@slack/types';
import type { Content } from '../outbox/post.ts';
import { actions, content, context, linkButton, section } from '../slack/blocks.ts';
import { textInput } from '../slack/ids.ts';
import { cut, join, type Mrkdwn, md } from '../slack/text.ts';
import { at, type Card } from '../tickets/card.ts';
import { sayEntry } from '../tickets/history.ts';
import { type Ticket, ticketKey } from '../tickets/ticket.ts';
import { isKind } from '../timeline/entry.ts';
import * as ids from './ids.ts';
import type { Page } from './page.ts';

export const escalateModal = (ticket: Ticket, levelLabel: string, channel: string | null): ModalView =>
  ids.escalateForm.view(
    { ticketId: ticket.id, channel },
    {
      title: `Escalate ${ticketKey(ticket.id)}`,
      submit: 'Ask for help',
      blocks: [
        context(md`This calls *${levelLabel}* now.`),
        textInput('reason', { label: 'Why?', lines: true, max: ids.maxLength }),
        textInput('tried', { label: 'What was tried?', lines: true, optional: true, max: ids.maxLength }),
        textInput('wanted', { label: 'What do you need?', lines: true, optional: true, max: ids.maxLength }),
      ],
    },
  );

export const declineModal = (page: Page): ModalView =>
  ids.declineForm.view(
    { pageId: page.id },
    {
      title: 'Not me',
      submit: 'Pass it on',
      blocks: [
        textInput('why', {
          label: 'Anything the next person should know?',
          optional: true,
          lines: true,
          max: ids.maxLength,
        }),
      ],
    },
  );

/** How a call reads: what is asked while it waits, and afterwards what became of it. */
export function pageMessage(card: Card, page: Page, levelLabel: string): Content {
  const { ticket } = card;
  const asked = md`📟 *${card.name(page.askedBy)} asks ${levelLabel} for help* with *${card.key}* (${card.customer}, ${card.priority.label}).`;
  const escalation = card.history.findLast((entry) => entry.kind === 'escalated')?.data;
  const why = [
    section(md`${cut(ticket.summary, 150)}\n*Why:* ${page.reason}`),
    ...(escalation?.tried ? [section(md`*Tried:* ${escalation.tried}`)] : []),
    ...(escalation?.wanted ? [section(md`*Wanted:* ${escalation.wanted}`)] : []),
    ...passedOn(card),
  ];
  const value = { pageId: page.id };
  const open = card.threadUrl ? linkButton('Open', card.threadUrl) : null;
  switch (page.state) {
    case 'waiting':
      return content(asked, [
        section(asked),
        ...why,
        context(md`Please answer by ${at(card, page.until)}; then it goes one level up.`),
        ...actions(
          ids.accept.button('Accept', value, { style: 'primary' }),
          ids.openDecline.button('Not me…', value),
          open,
        ),
      ]);
    case 'passed':
      return content(asked, [
        section(asked),
        ...why,
        context(md`No answer in time, it went one level up. You can still take it.`),
        ...actions(ids.accept.button('Accept', value), open),
      ]);
    case 'accepted':
      return content(asked, [section(asked), ...why, context(md`✅ You took it.`), ...actions(open)]);
    case 'declined':
      return content(asked, [section(asked), context(md`You passed it on.`)]);
    case 'over':
      return content(asked, [section(asked), context(ended(card))]);
  }
}

/** What those who could not take it want the next person to know. */
function passedOn({ history, name }: Card): KnownBlock[] {
  const since = history.slice(history.findLastIndex(({ kind }) => kind === 'escalated'));
  return since
    .filter(isKind('page_declined'))
    .flatMap(({ data: { user, why } }) => (why ? [section(md`*${name(user)} passed it on:* ${why}`)] : []));
}

/** What made a call needless: the first of these that came after help was asked for last. */
const ended = (card: Card): Mrkdwn => {
  const since = card.history.slice(card.history.findLastIndex(({ kind }) => kind === 'escalated'));
  const taken = since.findLast(isKind('page_accepted'));
  if (taken) return md`Taken by ${card.name(taken.data.user)} ${at(card, taken.at)}.`;
  const over = since.findLast(({ kind }) => kind === 'resolved' || kind === 'closed' || kind === 'assigned');
  const what = over && sayEntry(over, card.name);
  return what ? md`No longer needed: ${what} ${at(card, over.at)}.` : md`No longer needed.`;
};

/** Nobody could be called, or nobody answered: everybody who reads the triage channel hears it. */
export const nobodyAnswered = (card: Card): Content => {
  const said = md`🚨 *${card.key}* (${card.customer}, ${card.priority.label}): help was asked for and *nobody has taken it*. Whoever reads this first, please do.`;
  const link = card.threadUrl ? linkButton('Open', card.threadUrl) : null;
  return content(said, [section(join([said, md`${cut(card.ticket.summary, 150)}`], '\n')), ...actions(link)]);
};
