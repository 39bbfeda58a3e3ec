import type { Instant } from '../clock.ts';
import type { Content } from '../outbox/post.ts';
import { actions, context, linkButton, section } from '../slack/blocks.ts';
import { noteView, textInput } from '../slack/ids.ts';
import { cut, md } from '../slack/text.ts';
import { showTicket } from '../tickets/ids.ts';
import { type TicketOutline, ticketKey } from '../tickets/ticket.ts';
import type { Note } from './handover.ts';
import * as ids from './ids.ts';
import { noteTitle, type Saying, when } from './say.ts';
import type { TicketWords } from './views.ts';

type Blocks = NonNullable<Content['blocks']>;

/** What somebody wants the next person to know. */
export const notesModal = (change: { rotation: string; at: Instant }, written: string) =>
  ids.notesForm.view(change, {
    title: 'Handover notes',
    submit: 'Save',
    blocks: [
      textInput('text', {
        label: 'What should the next person know?',
        hint: 'It stands in the handover under your name. You can change it afterwards too.',
        lines: true,
        optional: true,
        max: ids.NOTE_LENGTH,
        ...(written ? { initial: written } : {}),
      }),
    ],
  });

/** The message as it would be now, without what can be done from it. */
export const previewModal = ({ text, blocks }: Content) =>
  noteView('Preview', [context(md`So it would be posted now.`), ...(blocks ?? [section({ mrkdwn: text })])]);

/** Slack takes so many blocks in a form. */
const MOST_BLOCKS = 100;
/** Escaping makes a character five at most, and a section takes 3000. */
const PIECE = 600;

/** Everything people wrote. */
export function notesToRead(notes: Note[], name: (user: string) => string) {
  const blocks: Blocks = notes.flatMap(({ user, text }) => [
    section(noteTitle(name(user))),
    ...pieces(text).map((piece) => section(md`${piece}`)),
  ]);
  const rest = blocks.length > MOST_BLOCKS ? [context(md`There is more than fits here.`)] : [];
  const none = [section(md`Nobody has written anything yet.`)];
  return noteView(
    'Handover notes',
    blocks.length > 0 ? [...blocks.slice(0, MOST_BLOCKS - rest.length), ...rest] : none,
  );
}

/** A text in pieces that a section takes, cut between words where it can be. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (let left = [...text]; left.length > 0; ) {
    const piece = left.slice(0, PIECE);
    const space = left.length > PIECE ? Math.max(piece.lastIndexOf(' '), piece.lastIndexOf('\n')) : -1;
    found.push(piece.slice(0, space > 0 ? space : PIECE).join(''));
    left = left.slice(space > 0 ? space + 1 : PIECE);
  }
  return found.filter((piece) => piece.trim() !== '');
}

/** One page of what changed hands, as each ticket is now. */
export interface Page {
  handoverId: number;
  page: number;
  pages: number;
  total: number;
  tickets: (TicketOutline & TicketWords)[];
  now: Instant;
}

export function allModal(say: Saying, { handoverId, page, pages, total, tickets, now }: Page) {
  const shown = tickets.map((ticket) => {
    const who = ticket.assignee ? say.name(ticket.assignee) : 'nobody';
    const said = md`*${ticketKey(ticket.id)}* ${ticket.emoji} ${cut(ticket.customer, 40)} · ${cut(ticket.summary, 80)} · ${asItIs(say, ticket, now)} · ${who}`;
    return section(
      said,
      ticket.url ? linkButton('Open', ticket.url) : showTicket.button('Show', { ticketId: ticket.id }),
    );
  });
  const to = (label: string, number: number) =>
    number >= 0 && number < pages && ids.showAll.button(label, { handoverId, page: number });
  return noteView('What changed hands', [
    context(md`${total} tickets changed hands; this is how they are now. Page ${page + 1} of ${pages}.`),
    ...shown,
    ...actions(to('Next', page + 1)),
    ...actions(to('Back', page - 1)),
  ]);
}

function asItIs(say: Saying, { state, dueAt }: TicketOutline, now: Instant) {
  switch (state.kind) {
    case 'resolved':
      return md`✅ resolved ${when(say, state.at)}`;
    case 'closed':
      return md`✅ closed ${when(say, state.at)}`;
    case 'on_hold':
      return md`⏸ waiting since ${when(say, state.since)}: ${say.reason(state.reason)}`;
    case 'open':
      if (dueAt === null) return md`▫️ nothing due`;
      return dueAt <= now ? md`❗ was due ${when(say, dueAt)}` : md`⏳ due ${when(say, dueAt)}`;
  }
}
