import type { KnownBlock, ModalView } from '@slack/types';
import type { Instant } from '../clock.ts';
import { type PublicContent, publicContent } from '../outbox/post.ts';
import type { Terms } from '../sla/rules.ts';
import { actions, content, context, divider, linesWithin, section } from '../slack/blocks.ts';
import { noteView, textInput } from '../slack/ids.ts';
import { channelLink, join, link, type Mrkdwn, md } from '../slack/text.ts';
import { isKind } from '../timeline/entry.ts';
import { at, badge, type Card, clockOf, headline } from './card.ts';
import * as ids from './ids.ts';
import { LENGTH } from './ids.ts';
import { contract, promisedTo } from './promised.ts';
import { type Ticket, ticketKey } from './ticket.ts';

/** What the customer may know of who has it and when they hear next. No levels, no rotations, no talk of breaches. */
function progress(card: Card): Mrkdwn {
  const { ticket } = card;
  switch (ticket.state.kind) {
    case 'resolved':
      return md`${resolvedBy(card, ticket.state.by)} ${at(card, ticket.state.at)}. Not solved? Just write here.`;
    case 'closed':
      return card.goesOn
        ? md`🔗 We go on with this in ${whereItGoesOn(card.goesOn)}.`
        : md`This ticket is closed. Write here if you need us again.`;
    case 'on_hold': {
      const { waitingFor } = card;
      const what = md`*${waitingFor?.customer ?? 'something'}*`;
      if (!waitingFor?.fromCustomer) return md`⏸ Waiting for ${what}.`;
      const stands = card.clocks.some((clock) => clock.state === 'paused');
      return md`⏸ Waiting for you: ${what}. ${stands ? 'The clock stands still until you answer.' : 'We go on as soon as you answer.'}`;
    }
    case 'open':
      return openLine(card);
  }
}

function openLine(card: Card): Mrkdwn {
  const { ticket } = card;
  const first = clockOf(card, 'first_response');
  const next = clockOf(card, 'next_response');
  const answers = card.history.filter((entry) => entry.kind === 'staff_replied' || entry.kind === 'acknowledged');
  const answer = answers.at(-1);
  if (ticket.help?.accepted)
    return join([md`👷 ${card.name(ticket.help.accepted)}, ${card.helper}, is on it now.`, nextWord()], ' ');
  const asked = card.history.findLast((entry) => entry.kind === 'escalated');
  if (ticket.help && !ticket.help.silent && asked?.by.kind === 'customer') return md`📞 Somebody is being called now.`;
  if (answer && answer.by.kind === 'staff') {
    return join(
      [md`✅ ${card.name(answer.by.user)} answered ${at(card, answer.at)}.`, md`Working on it.`, nextWord()],
      ' ',
    );
  }
  const has = ticket.assignee
    ? md`${card.name(ticket.assignee)} has it.`
    : card.onShift
      ? md`${card.name(card.onShift.user)} is on support now.`
      : null;
  const dueAt = first?.state === 'running' ? first.dueAt : null;
  const promised = dueAt === null ? null : md`First answer by ${at(card, dueAt)}.`;
  if (card.opensAt !== null && !card.onShift) {
    const [before = '', after = ''] = card.outsideHours.split('{opens}');
    const opens = card.outsideHours.includes('{opens}') ? at(card, card.opensAt) : null;
    const isSooner = dueAt !== null && dueAt <= card.opensAt;
    return join(
      [
        has,
        isSooner ? md`⏳ ${promised}` : md`⏳ ${before}${opens}${after}`,
        card.mayEscalate ? md`Is production down? Press Escalate and somebody is called now.` : null,
      ],
      ' ',
    );
  }
  return md`⏳ ${join([has, promised ?? nextWord() ?? md`An answer is on its way.`], ' ')}`;

  function nextWord(): Mrkdwn | null {
    return next?.state === 'running' && next.dueAt !== null ? md`Next answer by ${at(card, next.dueAt)}.` : null;
  }
}

const whereItGoesOn = ({ key, url, channel }: NonNullable<Card['goesOn']>): Mrkdwn =>
  join([url ? link(url, key) : md`*${key}*`, channel ? md`in ${channelLink(channel)}` : null], ' ');

/** Why the priority is another than the customer chose, where we changed it for a reason that they should know. */
function lowered({ ticket, history, priority }: Card): Mrkdwn | null {
  const changed = history.findLast(isKind('priority_changed'));
  if (!changed?.data.customerReads || ticket.state.kind === 'resolved' || ticket.state.kind === 'closed') return null;
  return md`We treat it as *${priority.label}* now, because ${changed.data.customerReads}.`;
}

const resolvedBy = (card: Card, by: string | null): Mrkdwn => md`✅ Resolved${by ? md` by ${card.name(by)}` : null}`;

/** What the button is called that leads to {@link promisedModal}. */
const ASK_WHEN = 'When do I hear from you?';

/** The card in the customer's thread. */
export function customerCard(card: Card): PublicContent {
  const { ticket } = card;
  const about = { ticketId: ticket.id };
  const over = ticket.state.kind === 'resolved' || ticket.state.kind === 'closed';
  return publicContent(
    content(headline(card), [
      section(headline(card)),
      context(
        join([
          badge(card.priority),
          card.environment ? md`${card.environment}` : null,
          md`opened by ${card.name(ticket.openedBy)}`,
          ...card.takenIn.map(({ key }) => md`together with ${key}`),
        ]),
      ),
      section(join([progress(card), lowered(card)], '\n')),
      ...(over
        ? []
        : actions(
            ids.openDetails.button('Add details', about),
            ids.openPromised.button(ASK_WHEN, about),
            card.mayEscalate ? ids.openEscalate.button('Escalate', about) : null,
            ids.withdraw.button('Close', about, {
              ask: {
                title: 'Close this ticket?',
                text: 'We stop working on it. You can always write here again.',
                yes: 'Close it',
              },
            }),
          )),
    ]),
  );
}

export const resolvedNotice = (card: Card, state: { by: string | null; note: string }): PublicContent =>
  publicContent(content(md`*${card.key}* ${resolvedBy(card, state.by)}: ${state.note}\nNot solved? Just write here.`));

export const mergedNotice = (card: Card): PublicContent =>
  publicContent(
    content(
      md`🔗 *${card.key}* is about the same as another ticket of yours. We go on with both in ${card.goesOn && whereItGoesOn(card.goesOn)}. What you write here still reaches us.`,
    ),
  );

export const waitingNotice = (card: Card, note: string | null): PublicContent =>
  publicContent(
    content(
      md`⏸ *${card.key}* needs something from you: *${card.waitingFor?.customer ?? 'an answer'}*.${note ? md`\n${note}` : null}`,
    ),
  );

export const specialistNotice = (card: Card, user: string): PublicContent =>
  publicContent(content(md`👷 ${card.name(user)}, ${card.helper}, is on *${card.key}* now.`));

export const acknowledgedNotice = (card: Card, user: string): PublicContent =>
  publicContent(content(md`👀 ${card.name(user)} has seen *${card.key}* and is looking into it.`));

export const detailsModal = (ticket: Ticket, channel: string | null): ModalView =>
  ids.detailsForm.view(
    { ticketId: ticket.id, channel },
    {
      title: `Details, ${ticketKey(ticket.id)}`,
      submit: 'Add',
      blocks: [textInput('text', { label: 'What should we know?', lines: true, max: LENGTH.text })],
    },
  );

/** What the customer was promised, what counts and when they hear. */
export const promisedModal = (card: Card, terms: Terms, now: Instant): ModalView =>
  noteView('When you hear from us', promised(card, terms, now));

/** The same, as a message. */
export const promisedMessage = (card: Card, terms: Terms, now: Instant): PublicContent =>
  publicContent(content(md`When you hear from us about ${card.key}`, promised(card, terms, now)));

/** Characters for what does not count of one promise, so that three fit into a message. */
const UNCOUNTED = 1600;

function promised(card: Card, terms: Terms, now: Instant): KnownBlock[] {
  const tier = terms.policy.tiers[card.ticket.tier];
  const told = promisedTo(card, terms, now);
  return [
    section(headline(card)),
    ...told.flatMap(({ promise, outcome, uncounted }) => [
      divider(),
      section(join([promise, outcome], '\n')),
      ...linesWithin(uncounted, UNCOUNTED).blocks,
    ]),
    ...(told.length > 0 ? [] : [section(md`No time is promised for this request. We answer as soon as we can.`)]),
    ...(tier ? [divider(), ...linesWithin(contract(tier, terms.policy)).blocks] : []),
  ];
}
