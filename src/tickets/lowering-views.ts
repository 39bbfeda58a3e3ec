import type { Content } from '../outbox/post.ts';
import { actions, content, linkButton, section } from '../slack/blocks.ts';
import { cut, join, type Mrkdwn, md } from '../slack/text.ts';
import { sayDuration } from '../time/duration.ts';
import type { Entry } from '../timeline/entry.ts';
import type { Card } from './card.ts';
import { sayEntry } from './history.ts';
import * as ids from './ids.ts';
import { answerTo, type Offer } from './lowering.ts';

/** The offer to lower a priority, and once that is answered or needless, what became of it. */
export function offerMessage(card: Card, offer: Offer): Content {
  const { ticket, key, customer } = card;
  const { since, waitedMs, waitedFor, user } = offer.data;
  const [from, to] = [card.priorityLabel(offer.data.from), card.priorityLabel(offer.data.to)];
  const waited = md`*${key}* has waited ${sayDuration(waitedMs)} for *${waitedFor}* (${customer}).`;
  const answer = answerTo(offer, card.history);
  const link = card.threadUrl ? linkButton('Open thread', card.threadUrl) : null;
  if (answer) {
    const said = md`${waited} ${becameOf(card, answer, from, to)}`;
    return content(said, [section(said), ...actions(link)]);
  }
  const said = md`⏬ ${waited} ${user ? 'You' : 'Whoever looks after it'} may lower it from ${from} to ${to}.`;
  const about = { ticketId: ticket.id, since };
  const note =
    ticket.state.kind === 'on_hold' && ticket.state.note ? md`Asked for: ${cut(ticket.state.note, 300)}` : null;
  return content(said, [
    section(said),
    section(join([md`${cut(ticket.summary, 150)}`, note], '\n')),
    ...actions(
      ids.lowerPriority.button(`Lower to ${to}`, about, { style: 'primary' }),
      ids.keepPriority.button(`Keep ${from}`, about),
      link,
    ),
  ]);
}

function becameOf({ name, priorityLabel }: Card, answer: Entry, from: string, to: string): Mrkdwn {
  const who = answer.by.kind === 'desk' ? 'Firstline' : name(answer.by.user);
  switch (answer.kind) {
    case 'priority_changed':
      return answer.data.customerReads
        ? md`✅ ${who} lowered it from ${from} to ${to}.`
        : md`${who} changed it from ${priorityLabel(answer.data.from)} to ${priorityLabel(answer.data.to)}.`;
    case 'priority_kept':
      return md`✅ ${who} kept it at ${from}.`;
    case 'resumed':
      return answer.by.kind === 'customer' ? md`${who} answered; it stays ${from}.` : md`${who} resumed it at ${from}.`;
    default:
      return md`It stays ${from}: ${sayEntry(answer, name)}.`;
  }
}
