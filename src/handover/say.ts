import type { Instant } from '../clock.ts';
import { join, type Mrkdwn, md, trusted } from '../slack/text.ts';
import { sayDuration } from '../time/duration.ts';
import { slackEnd, slackInstant } from '../time/say.ts';
import { type Change, type Facts, type Handover, isGoingOn, isLate, type Work } from './handover.ts';

/** What every message about a change of shifts needs to name people, rotations and times. */
export interface Saying {
  name: (user: string) => string;
  /** Whose Slack account is closed. */
  isGone: (user: string) => boolean;
  /** What a rotation is called. */
  label: (rotation: string) => string;
  isFirstLine: (rotation: string) => boolean;
  /** What the rotation is called that carries the nights of another; null where none does. */
  nightOf: (rotation: string) => string | null;
  /** What a hold reason is called. */
  reason: (key: string) => string;
  zone: string;
  /** ms in which a handover shall be accepted. */
  acceptWithin: number;
}

export const when = ({ zone }: Pick<Saying, 'zone'>, at: Instant | null): Mrkdwn | null =>
  at === null ? null : trusted(slackInstant(at, zone));

/** The same for the end of a stretch. */
export const end = ({ zone }: Pick<Saying, 'zone'>, at: Instant): Mrkdwn => trusted(slackEnd(at, zone));

type Titled = Change & Pick<Handover, 'postedAt' | 'acceptedBy'> & { isUnattended: boolean };

/** Who hands what to whom, until when, and who comes then. */
export function title(say: Saying, change: Titled): Mrkdwn {
  const gone = lostTo(say, change);
  const loud = change.isUnattended || gone !== null ? '🚨 ' : '';
  const ended = change.kind === 'ends' ? 'ended' : 'began';
  const late = isLate(change) ? md` (late: the shift ${ended} ${when(say, change.at)})` : null;
  const nobody = gone === null ? null : md`. ${say.name(gone)}'s Slack account is closed: nobody has it.`;
  return md`${loud}*${say.label(change.rotation)}: ${passing(say, change)}*${late}${nobody}`;
}

/** Who should have it, has not accepted, and never will: their account is closed. */
export const lostTo = (say: Saying, { to, acceptedBy }: Pick<Handover, 'to' | 'acceptedBy'>): string | null =>
  to !== null && acceptedBy === null && say.isGone(to) ? to : null;

function passing(say: Saying, change: Change): Mrkdwn {
  const { kind, rotation, from, to, through, until, next } = change;
  const takesOver = next && until !== null ? md`, ${say.name(next)} takes over ${when(say, until)}` : null;
  if (to === null) return md`${say.name(from ?? '')} → nobody${takesOver}`;
  const carrier = through === null || through === rotation ? null : md` (${say.label(through)})`;
  const ends = next === null && until !== null ? md` until ${end(say, until)}` : null;
  if (isGoingOn(change)) return md`${say.name(to)} goes on${carrier}${takesOver ?? ends}`;
  if (kind === 'begins') {
    const night = from === null ? md`nobody` : md`${say.name(from)} (${say.nightOf(rotation)})`;
    return md`${night} → ${say.name(to)}${ends}`;
  }
  return md`${say.name(from ?? '')} → ${say.name(to)}${carrier}${takesOver ?? ends}`;
}

/** A number of things in words. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What happened while nobody served in the rotation. */
export const workLine = (say: Pick<Saying, 'zone'>, work: Work | null): Mrkdwn | null =>
  work &&
  md`🌙 Since ${when(say, work.from)}: ${join(
    [
      md`${work.cameIn === 0 ? 'nothing' : work.cameIn} came in`,
      work.answered > 0 ? md`${work.answered} answered` : null,
      work.resolved > 0 ? md`${work.resolved} resolved` : null,
      work.calls === 0 ? md`no calls` : md`${counted(work.calls, 'call')}, ${work.callsTaken} taken`,
    ],
    ', ',
  )}.`;

/** Who stands in for whom meanwhile, and who is away. */
export function exceptionsLine(say: Saying, { covers, away }: Facts): Mrkdwn | null {
  if (covers.length + away.length === 0) return null;
  const said = [
    ...covers.map(({ rotation, user, replaces, to }) => {
      const instead = replaces ? md` for ${say.name(replaces)}` : null;
      return md`🔁 ${say.name(user)} covers ${say.label(rotation)}${instead} until ${end(say, to)}`;
    }),
    ...away.map(({ user, to }) => md`🌴 ${say.name(user)} is away until ${end(say, to)}`),
  ];
  return join(said.slice(0, 5));
}

export const noteTitle = (name: string): Mrkdwn => md`*Notes from ${name}*:`;

/** Who accepted and when, and how long that took where it was too long. */
export function acceptance(
  say: Saying,
  change: Pick<Handover, 'at' | 'postedAt' | 'acceptedBy' | 'acceptedAt'>,
): Mrkdwn | null {
  const { acceptedBy, acceptedAt, postedAt } = change;
  if (acceptedBy === null || acceptedAt === null) return null;
  const took = acceptedAt - postedAt;
  const since = isLate(change) ? 'after it was posted' : 'after the hand-off';
  const late = took > say.acceptWithin ? md`, ${sayDuration(took)} ${since}` : null;
  return md`✅ accepted by ${say.name(acceptedBy)} ${when(say, acceptedAt)}${late}`;
}
