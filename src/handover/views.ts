import type { KnownBlock } from '@slack/types';
import type { Content } from '../outbox/post.ts';
import { actions, content, context, linkButton, section } from '../slack/blocks.ts';
import { cut, cutMarkup, join, link, type Mrkdwn, md, mention, trusted } from '../slack/text.ts';
import { showTicket } from '../tickets/ids.ts';
import { ticketKey } from '../tickets/ticket.ts';
import { CLOCK_LABEL } from '../tickets/views.ts';
import {
  countHanded,
  type Facts,
  type Handed,
  type HandedTicket,
  type Handover,
  isGoingOn,
  isSomething,
  type Note,
} from './handover.ts';
import * as ids from './ids.ts';
import { acceptance, counted, exceptionsLine, lostTo, noteTitle, type Saying, title, when, workLine } from './say.ts';

/** A ticket in words, as the lists need it. */
export interface TicketWords {
  summary: string;
  customer: string;
  emoji: string;
  url: string | null;
}

/** All that the message says, ready to be said. */
export interface HandoverPost extends Saying {
  /** What changed, `main` among them; `id` and `postedAt` are null as long as it is only a preview. */
  changes: Told[];
  main: Told;
  /** null: whoever got it is no longer on, so there is nothing to accept or to do any more. */
  facts: Facts | null;
  notes: Note[];
  ticket: (id: number) => TicketWords;
  threadUrl: (thread: { channel: string; ts: string }) => string;
  customer: (id: string) => string;
}

export type Told = Omit<Handover, 'id' | 'facts' | 'post'> & { id: number | null; isUnattended: boolean };

/** What blocks may take together as JSON; a little less than what is cut by `content`. */
const ROOM = 8_800;
const NOTES_TOLD = 3;
/** Characters of markup. */
const NOTE_TOLD = 600;
const THREADS_TOLD = 5;

export function handoverPost({ facts, ...post }: HandoverPost): Content {
  const titled = post.changes.map((change) => title(post, change));
  const titles = join(titled, '\n');
  if (facts && !isSomething({ ...post, facts })) return nothing({ ...post, facts }, join(titled));
  if (facts) return whole({ ...post, facts }, titles);
  return content(titles, [section(md`${titles}\nThat shift is over too: what is open stands in the newest handover.`)]);
}

type Whole = HandoverPost & { facts: Facts };

/** Nothing to hand over is one line; what somebody wants to add goes into a form. */
function nothing(post: Whole, titles: Mrkdwn): Content {
  const said = md`${titles} ${quiet(post)}`;
  const add = post.main.id === null ? undefined : addNote(post);
  const taken = accepted(post).filter((line) => line !== null);
  const besides = [exceptionsLine(post, post.facts), taken.length > 0 ? join(taken) : null];
  return content(said, [section(said, add), ...besides.flatMap(lines)]);
}

const addNote = ({ main }: Whole) => ids.openNotes.button('Add note', { rotation: main.rotation, at: main.at });

function whole(post: Whole, titles: Mrkdwn): Content {
  const { handed } = post.facts;
  const isListed = countHanded(handed) > 0;
  const said = isListed ? titles : md`${titles} ${quiet(post)}`;
  const begins = post.main.kind === 'begins' && isListed ? workLine(post, post.facts.work) : null;
  const head = [section(said), ...lines(begins), ...(isListed ? [section(summary(post, handed))] : [])];
  const tail = [...threads(post), ...lines(exceptionsLine(post, post.facts)), ...notes(post)];
  const listed = within(
    handed.first.map((ticket) => section(ticketLine(post, ticket), opener(post, ticket))),
    ROOM - sizeOf([...head, ...tail, ...foot(post, true)]),
  );
  const more = countHanded(handed) - listed.length;
  return content(join([said, begins], '\n'), [
    ...head,
    ...listed,
    ...(more > 0 ? [context(md`and ${more} more`)] : []),
    ...tail,
    ...foot(post, more > 0),
  ]);
}

/** The fact in place of a list. */
function quiet(post: Whole): Mrkdwn {
  const { main, facts } = post;
  const isFirstLine = post.isFirstLine(main.rotation);
  const opening = isFirstLine ? md`Nothing open.` : md`Nothing to hand over.`;
  if (!facts.work) return opening;
  const { cameIn, brokenOfThem, calls, callsTaken, from } = facts.work;
  const since = main.kind === 'begins' ? md` since ${when(post, from)}` : null;
  const shift = main.kind === 'begins' ? '' : 'Quiet shift: ';
  if (!isFirstLine) {
    return calls === 0
      ? md`${opening} ${shift}no calls.`
      : md`${opening} ${counted(calls, 'call')}, ${callsTaken} taken.`;
  }
  if (cameIn === 0) return md`${opening} ${shift ? md`${shift}nothing` : md`Nothing`} came in${since}.`;
  const tickets = md`${counted(cameIn, 'ticket')}${since}`;
  if (brokenOfThem === null) return md`${opening} ${tickets}.`;
  if (brokenOfThem > 0) return md`${opening} ${tickets}, ${brokenOfThem} of them answered or solved late.`;
  return md`${opening} ${shift}${tickets}, ${cameIn === 1 ? '' : 'all '}answered in time.`;
}

function summary(post: Whole, { counts, calls }: Handed): Mrkdwn {
  const before = when(post, post.facts.until);
  const later = counts.dueSoon > 0 ? 'later' : md`not due before ${before}`;
  return join([
    counts.late > 0 ? md`❗ ${counts.late} late` : null,
    counts.dueSoon > 0 ? md`⏳ ${counts.dueSoon} due before ${before}` : null,
    counts.waiting > 0 ? md`⏸ ${counts.waiting} waiting` : null,
    counts.later > 0 ? md`▫️ ${counts.later} ${later}` : null,
    calls > 0 ? md`📟 ${counted(calls, 'call')} for help nobody has taken` : null,
  ]);
}

/** One ticket in one line: what it is, what is due when, and who has it. */
export function ticketLine(
  post: Pick<HandoverPost, 'ticket' | 'name' | 'zone' | 'reason'>,
  handed: HandedTicket,
): Mrkdwn {
  const { summary, customer, emoji, url } = post.ticket(handed.id);
  const key = url ? link(url, ticketKey(handed.id)) : md`${ticketKey(handed.id)}`;
  const who = handed.assignee ? post.name(handed.assignee) : 'nobody';
  const call = handed.isCalling && handed.part !== 'calls' ? md` · 📟 nobody has taken the call` : null;
  return md`${MARK[handed.part]} *${key}* ${emoji} ${cut(customer, 40)} · ${cut(summary, 60)} · ${state(post, handed)} · ${who}${call}`;
}

const MARK = { late: '❗', calls: '📟', dueSoon: '⏳', waiting: '⏸', later: '▫️' };

function state(post: Pick<HandoverPost, 'zone' | 'reason'>, { part, dueAt, dueClock, held }: HandedTicket): Mrkdwn {
  const clock = dueClock ? CLOCK_LABEL[dueClock].toLowerCase() : 'promise';
  if (part === 'late') return md`${clock} was due ${when(post, dueAt)}`;
  if (part === 'calls')
    return dueAt === null
      ? md`nobody has taken the call`
      : md`nobody has taken the call, ${clock} due ${when(post, dueAt)}`;
  if (held) return md`waiting since ${when(post, held.since)}: ${post.reason(held.reason)}`;
  return dueAt === null ? md`nothing due` : md`${clock} due ${when(post, dueAt)}`;
}

function opener({ ticket }: HandoverPost, { id }: HandedTicket) {
  const { url } = ticket(id);
  return url ? linkButton('Open', url) : showTicket.button('Show', { ticketId: id });
}

/** Messages of customers that neither a ticket nor an answer followed. */
function threads({ facts, ...post }: Whole): KnownBlock[] {
  if (facts.threads.length === 0) return [];
  const shown = facts.threads.slice(0, THREADS_TOLD);
  const links = shown.map((thread) => link(post.threadUrl(thread), cut(post.customer(thread.customerId), 40)));
  const more = facts.threads.length - shown.length;
  const said = md`💬 ${counted(facts.threads.length, 'message')} without a ticket or an answer: ${join(links, ', ')}`;
  return lines(more > 0 ? md`${said} and ${more} more` : said);
}

/** What people wrote, as much as there is room for; the rest is behind a button. */
function notes(post: Whole): KnownBlock[] {
  const told = post.notes
    .slice(0, NOTES_TOLD)
    .map((note) => section(trusted(cutMarkup(noteOf(post, note), NOTE_TOLD))));
  const more = post.notes.length - told.length;
  return more > 0 ? [...told, context(md`and ${counted(more, 'more note')}`)] : told;
}

const noteOf = (post: Whole, { user, text }: Note): Mrkdwn => md`${noteTitle(post.name(user))} ${text}`;

const isWhole = (post: Whole): boolean =>
  post.notes.length <= NOTES_TOLD && post.notes.every((note) => [...noteOf(post, note).mrkdwn].length <= NOTE_TOLD);

/** Who has accepted or should, and what else can be done. */
function foot(post: Whole, leavesOut: boolean): KnownBlock[] {
  const { main, changes, facts } = post;
  if (main.id === null) return [];
  const isAwaited = (change: Told) => change.to !== null && change.acceptedBy === null && !isGoingOn(change);
  const waiting = changes.filter(isAwaited);
  const incoming = [...new Map(waiting.map((change) => [change.to, change])).values()];
  /** Slack takes a button only once a row. */
  const [first, ...others] = incoming;
  const acceptOf = ({ id, to }: Told) => {
    const label = incoming.length > 1 ? `Accept (${post.name(to as string)})` : 'Accept handover';
    return ids.accept.button(label, { handoverId: id as number }, { style: 'primary' });
  };
  const asked = incoming
    .filter((change) => lostTo(post, change) === null)
    .map(({ to }) => md`${mention(to as string)}, please accept.`);
  const said = [...accepted(post), ...asked];
  return [
    ...(said.some(Boolean) ? [context(join(said))] : []),
    ...others.flatMap((each) => actions(acceptOf(each))),
    ...actions(
      first && acceptOf(first),
      addNote(post),
      leavesOut && ids.showAll.button(`Show all ${countHanded(facts.handed)}`, { handoverId: main.id, page: 0 }),
      !isWhole(post) && ids.readNotes.button('Read notes', { handoverId: main.id }),
    ),
  ];
}

/** Each acceptance once. */
const accepted = (post: HandoverPost): (Mrkdwn | null)[] => {
  const by = new Map(post.changes.map((change) => [change.acceptedBy, change]));
  return [...by.values()].map((change) => acceptance(post, change));
};

/** At most so many characters of markup beside the list. */
const LINE = 600;
const lines = (said: Mrkdwn | null): KnownBlock[] => (said ? [context(trusted(cutMarkup(said, LINE)))] : []);

const sizeOf = (blocks: KnownBlock[]): number => blocks.reduce((sum, block) => sum + JSON.stringify(block).length, 0);

/** The first blocks that find room. */
function within(blocks: KnownBlock[], room: number): KnownBlock[] {
  const fitting: KnownBlock[] = [];
  for (let left = room; fitting.length < blocks.length; ) {
    const block = blocks[fitting.length] as KnownBlock;
    left -= JSON.stringify(block).length;
    if (left < 0) break;
    fitting.push(block);
  }
  return fitting;
}
