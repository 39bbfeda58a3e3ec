import type { Instant } from '../clock.ts';
import { openCover } from '../oncall/ids.ts';
import type { Content } from '../outbox/post.ts';
import { actions, content, context, linkButton, section } from '../slack/blocks.ts';
import { join, type Mrkdwn, md } from '../slack/text.ts';
import type { Handover } from './handover.ts';
import * as ids from './ids.ts';
import { acceptance, counted, type Saying, when } from './say.ts';

type Blocks = NonNullable<Content['blocks']>;

/** About what a reminder or a call to the leads is: handovers of one instant. */
export interface Unaccepted {
  handovers: readonly Handover[];
  /** How many tickets, and how many of them late. */
  count: number;
  late: number;
  /** Where their messages stand. */
  urls: readonly string[];
}

const about = ({ count, late }: Unaccepted): Mrkdwn | null =>
  count === 0 ? null : md` (${counted(count, 'ticket')}${late > 0 ? `, ${late} late` : ''})`;

const labels = (say: Saying, handovers: readonly Handover[]): Mrkdwn =>
  join(
    handovers.map(({ rotation }) => md`*${say.label(rotation)}*`),
    ' and ',
  );

/** To the incoming person, who has not accepted; once somebody has, it says so. */
export function reminder(say: Saying, unaccepted: Unaccepted): Content {
  const said = (theirs: readonly Handover[]) =>
    md`⏳ ${labels(say, theirs)} is yours since ${atOf(say, unaccepted)}${about(unaccepted)}. Please accept the handover.`;
  return answered(say, unaccepted, said);
}

/** That some people have not accepted; `isForAnybody`: no lead can be reached. */
export function unacceptedCall(say: Saying, unaccepted: Unaccepted, isForAnybody: boolean): Content {
  const nobody = isForAnybody ? ' No lead can be reached at this hour.' : '';
  return answered(say, unaccepted, (waiting) => {
    const people = byPerson(waiting);
    const handover = md`the handover of ${atOf(say, unaccepted)}${about(unaccepted)}`;
    const [[user, theirs] = ['', []], ...others] = [...people];
    if (others.length === 0)
      return md`❗ ${labels(say, theirs)}: ${say.name(user)} has not accepted ${handover}.${nobody} Reach ${say.name(user)}, or take it.`;
    const names = [...people].map(([each, handed]) => md`${say.name(each)} (${labels(say, handed)})`);
    return md`❗ ${join(names, ' and ')} have not accepted ${handover}.${nobody} Reach them, or take it.`;
  });
}

/** Whoever should have it has no account any more. */
export function goneCall(say: Saying, unaccepted: Unaccepted): Content {
  const cover = openCover.button('Cover a shift…', {}, { style: 'primary' });
  return answered(
    say,
    unaccepted,
    (waiting) => {
      const people = byPerson(waiting);
      const whose = people.size > 1 ? 'their Slack accounts are' : 'their Slack account is';
      const went = [...people].map(([user, theirs]) => md`${labels(say, theirs)} went to ${say.name(user)}`);
      return md`🚨 ${join(went, ' and ')} ${atOf(say, unaccepted)}${about(unaccepted)}, but ${whose} deactivated: *nobody has it*. Put somebody else on.`;
    },
    cover,
  );
}

/** Nobody is on; `tickets` can't wait, and there are so many `more`. */
export function unattendedCall(
  say: Saying,
  gaps: readonly Handover[],
  tickets: Mrkdwn[],
  more: number,
  urls: readonly string[],
): Content {
  const each = gaps.map(({ rotation, at, until, next }) => {
    const back = next ? md` until ${when(say, until)}, when ${say.name(next)} begins` : null;
    return md`*${say.label(rotation)}*: nobody is on since ${when(say, at)}${back}.`;
  });
  const said = md`🚨 ${join(each, ' ')} Put somebody on.`;
  const lines = [...tickets, ...(more > 0 ? [md`and ${more} more`] : [])];
  return content(said, [
    section(said),
    ...(lines.length > 0 ? [section(join(lines, '\n'))] : []),
    ...actions(openCover.button('Cover a shift…', {}, { style: 'primary' })),
    ...links(urls),
  ]);
}

/** A shift or gap that is over, when it ended and who came on then. */
export interface Ended {
  handover: Handover;
  until: Instant | null;
  next: string | null;
}

/** Nothing is to be done any more about what the leads were called for. */
export function settledCall(say: Saying, ended: readonly Ended[]): Content {
  const said = ended.map(({ handover: { rotation, at, to }, until, next }) => {
    const then = next === null ? md`That is over.` : md`${say.name(next)} came on ${when(say, until)}.`;
    return to === null
      ? md`*${say.label(rotation)}*: nobody was on since ${when(say, at)}. ${then}`
      : md`*${say.label(rotation)}* of ${when(say, at)}: ${then}`;
  });
  return content(md`✅ ${join(said, ' ')}`);
}

const atOf = (say: Saying, { handovers }: Unaccepted): Mrkdwn | null => when(say, handovers[0]?.at ?? null);

function byPerson(handovers: readonly Handover[]): Map<string, Handover[]> {
  const people = new Map<string, Handover[]>();
  for (const each of handovers) people.set(each.to ?? '', [...(people.get(each.to ?? '') ?? []), each]);
  return people;
}

const links = (urls: readonly string[]): Blocks => urls.flatMap((url) => actions(linkButton('Open', url)));

/** What is `asked` about all that waits, and what was accepted; each handover by a button of its own, Slack takes one only once a row. */
function answered(
  say: Saying,
  { handovers, urls }: Unaccepted,
  asked: (waiting: readonly Handover[]) => Mrkdwn,
  first: Parameters<typeof actions>[0] = null,
): Content {
  const waiting = handovers.filter((each) => each.acceptedBy === null);
  const taken = handovers
    .filter((each) => each.acceptedBy !== null)
    .map((each) => md`*${say.label(each.rotation)}* of ${when(say, each.at)}: ${acceptance(say, each)}`);
  if (waiting.length === 0) {
    const said = join(taken, '\n');
    return content(said, [section(said), ...links(urls)]);
  }
  const said = asked(waiting);
  /** What one message hands to one person is accepted at once. */
  const parts = [...new Map(waiting.map((each) => [`${each.post} ${each.to}`, each])).values()];
  const accept = ({ id, to, rotation }: Handover) => {
    const isAlone = byPerson(parts).get(to ?? '')?.length === 1;
    const whose = isAlone ? say.name(to ?? '') : `${say.name(to ?? '')}, ${say.label(rotation)}`;
    const label = parts.length > 1 ? `Accept (${whose})` : 'Accept handover';
    return ids.accept.button(label, { handoverId: id }, first ? {} : { style: 'primary' });
  };
  const [only, ...others] = parts as [Handover, ...Handover[]];
  const open = urls.length === 1 ? linkButton('Open', urls[0] as string) : null;
  return content(said, [
    section(said),
    ...(taken.length > 0 ? [context(join(taken, '\n'))] : []),
    ...actions(first, accept(only), others.length === 0 && open),
    ...others.flatMap((each, i) => actions(accept(each), i === others.length - 1 && open)),
    ...(open ? [] : links(urls)),
  ]);
}
