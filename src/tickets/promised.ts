import type { Instant } from '../clock.ts';
import type { HoldReason, Policy, Tier } from '../policy/policy.ts';
import type { ClockPause, ClockReading } from '../sla/reading.ts';
import type { Terms } from '../sla/rules.ts';
import { join, type Mrkdwn, md } from '../slack/text.ts';
import { isAlwaysOpen } from '../time/calendar.ts';
import { promiseParts, sayHours, sayPromise } from '../time/hours.ts';
import { openStretches } from '../time/segments.ts';
import { outside, type Stretch } from '../time/stretch.ts';
import { dateAt } from '../time/zone.ts';
import { at, type Card, clockOf, endAt } from './card.ts';

/** One promise in the customer's words: what it is, what does not count, and what comes of it. */
export interface Promised {
  promise: Mrkdwn;
  outcome: Mrkdwn;
  /** Why it is not simply so many hours after they wrote, in order. */
  uncounted: Mrkdwn[];
}

const WORDS = {
  first_response: { promise: 'First answer', wrote: 'You wrote', due: 'You hear from us by', met: 'answered' },
  next_response: {
    promise: 'Next answer',
    wrote: 'You wrote again',
    due: 'You hear from us by',
    met: 'answered',
  },
  resolution: { promise: 'Solved', wrote: 'You wrote', due: 'We mean to have it solved by', met: 'solved it' },
} as const;

/** What the customer was promised for a ticket and what became of it, in words that concern them alone; pure. */
export function promisedTo(card: Card, terms: Terms, now: Instant): Promised[] {
  return (['first_response', 'next_response', 'resolution'] as const).flatMap((name) => {
    const reading = clockOf(card, name);
    if (!reading || reading.state === 'cancelled') return [];
    if (reading.state === 'met' && name === 'next_response') return [];
    const { promise, wrote } = WORDS[name];
    const began = card.ticket.thread ? wrote : 'It was opened';
    const over = reading.state === 'met';
    return {
      promise: md`*${promise} within ${sayPromise(reading.target, reading.calendar)}*${hoursOf(reading)}`,
      outcome: join([md`${began} ${at(card, reading.startedAt)}.`, outcome(card, reading, terms)], ' '),
      uncounted: over ? [] : uncounted(card, reading, terms, now),
    };
  });
}

const hoursOf = ({ calendar }: ClockReading): Mrkdwn | null =>
  isAlwaysOpen(calendar) ? null : md` (${sayHours(calendar)})`;

function outcome(card: Card, reading: ClockReading, terms: Terms): Mrkdwn {
  const { due, met } = WORDS[reading.name];
  switch (reading.state) {
    case 'met': {
      const when = md`✅ ${by(card, reading) ?? 'We'} ${met} ${at(card, reading.metAt ?? reading.startedAt)}`;
      return reading.breachedAt === null ? md`${when}.` : md`${when}, later than promised. We are sorry.`;
    }
    case 'breached':
      return join([late(card, reading), md`${whoHasIt(card)}.`, waiting(card)], ' ');
    case 'paused': {
      const since = reading.pausedSince === null ? null : md` since ${at(card, reading.pausedSince)}`;
      const left = sayPromise({ kind: 'open', ms: reading.remainingMs }, reading.calendar);
      const then = reading.name === 'resolution' ? 'we mean to have it solved' : 'you hear from us';
      return md`We wait for *${waitedFor(reading.pauses.at(-1), terms)}*${since}, and the time stands still. Once we have it, ${then} within ${left}.`;
    }
    default:
      return reading.dueAt === null ? md`We are on it.` : md`*${due} ${at(card, reading.dueAt)}.*`;
  }
}

/** Who met a promise, where it was a person. */
function by({ history, name }: Card, { metAt }: ClockReading): string | null {
  const entry = history.find(({ at, by }) => at === metAt && by.kind === 'staff');
  return entry && entry.by.kind === 'staff' ? name(entry.by.user) : null;
}

const late = (card: Card, { dueAt }: ClockReading): Mrkdwn =>
  md`${dueAt === null ? md`We are late with this` : md`We promised it by ${at(card, dueAt)} and are late`}. We are sorry.`;

function whoHasIt({ ticket, helper, onShift, name }: Card): Mrkdwn {
  if (ticket.help?.accepted) return md`${name(ticket.help.accepted)}, ${helper}, is on it`;
  if (ticket.assignee) return md`${name(ticket.assignee)} is on it`;
  return onShift ? md`${name(onShift.user)} is on support now` : md`Our team knows`;
}

const waiting = ({ waitingFor }: Card): Mrkdwn | null =>
  waitingFor?.fromCustomer ? md`To go on we need *${waitingFor.customer}*.` : null;

/** Most closing times of one promise that are told. */
const CLOSINGS = 6;

/** When we were closed or waited, up to when it is due or was over. */
function uncounted(card: Card, reading: ClockReading, terms: Terms, now: Instant): Mrkdwn[] {
  const { calendar, startedAt } = reading;
  const end = reading.dueAt ?? reading.endedAt ?? now;
  const closings = outside([{ from: startedAt, to: end }], openStretches(calendar, startedAt, end)).map((closed) => ({
    from: closed.from,
    line: md`We ${closed.to <= now ? 'were' : 'are'} closed from ${at(card, closed.from)} to ${endAt(card, closed.to)}${holidaysIn(reading, closed)}.`,
  }));
  const waits = reading.pauses.flatMap((pause) => {
    if (pause.to === null) return [];
    const stretch = md`from ${at(card, pause.from)} to ${at(card, pause.to)}`;
    const line = isSolved(pause)
      ? md`It was solved ${stretch}.`
      : md`We waited for *${waitedFor(pause, terms)}* ${stretch}.`;
    return [{ from: pause.from, line }];
  });
  const told = [...closings.slice(0, CLOSINGS), ...waits].sort((a, b) => a.from - b.from).map(({ line }) => line);
  const more = closings.length - CLOSINGS;
  return more > 0 ? [...told, md`And ${more} more times outside our hours.`] : told;
}

function holidaysIn({ calendar }: ClockReading, { from, to }: Stretch): Mrkdwn | null {
  const [first, last] = [dateAt(calendar.timezone, from), dateAt(calendar.timezone, to - 1)];
  const names = calendar.holidays
    .filter((date) => date >= first && date <= last)
    .map((date) => calendar.holidayNames[date] ?? '');
  const known = [...new Set(names.filter(Boolean))];
  return names.length > 0 ? md` (${known.join(', ') || 'a holiday'})` : null;
}

/** A stretch between a resolve and the reopening. */
const isSolved = ({ reason }: ClockPause): boolean => reason === 'resolved' || reason === 'closed';

function waitedFor(pause: ClockPause | undefined, { policy, earlier = [] }: Terms): string {
  const reasons: HoldReason[] = [policy, ...earlier.toReversed()].flatMap(({ holdReasons }) => holdReasons);
  return reasons.find(({ key }) => key === pause?.reason)?.customerLabel ?? 'an answer';
}

/** What a contract holds, one line each. */
export function contract(tier: Tier, policy: Policy): Mrkdwn[] {
  const lines: [string, string[]][] = [
    ['First answer', firstAnswers(tier, policy)],
    ['Ways to reach us', tier.modes],
    ['Response team', tier.responseTeam ? [tier.responseTeam] : []],
    ['Included', tier.includes],
  ];
  return [
    md`*Your contract: ${tier.label}*${tier.description ? md` – ${tier.description}` : null}`,
    ...lines.filter(([, words]) => words.length > 0).map(([title, words]) => md`${title}: ${words.join(' · ')}`),
  ];
}

/** What each priority is promised; whose hours it counts in once for all that share them. */
function firstAnswers(tier: Tier, { priorities }: Policy): string[] {
  const answers = priorities.flatMap(({ key, label }) => {
    const promised = tier.targets[key]?.first_response;
    if (!promised) return [];
    const [within, where] = promiseParts(promised.target, promised.calendar);
    return { said: `${label} ${within}`, where };
  });
  return answers.map(({ said, where }, i) => (answers[i + 1]?.where === where ? said : `${said}${where}`));
}
