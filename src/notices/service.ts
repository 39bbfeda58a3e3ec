import type { Instant } from '../clock.ts';
import { askForCover } from '../cover-requests/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellPerson } from '../outbox/outbox.ts';
import type { Content } from '../outbox/post.ts';
import type { Policy } from '../policy/policy.ts';
import { rotationOf } from '../rotations/service.ts';
import { namesOf, type Person, peopleById, zoneOf, zonesOf } from '../slack/people.ts';
import { DAY } from '../time/duration.ts';
import { setTimer, timerDueAt } from '../timers/timers.ts';
import { lookForConcerns, nextHearing } from './concerns.ts';
import { lookAtNotices } from './jobs.ts';
import {
  dayIn,
  nextMorning,
  type Reminder,
  remindersBetween,
  startsBetween,
  TOO_LATE,
  tellsStart,
  timesOf,
  type Watched,
  weeksBetween,
} from './notice.ts';
import * as views from './views.ts';
import { tellsWeek, tellWeek } from './week.ts';

type Rota = Pick<Desk, 'policy' | 'log'>;

/** It is looked again after this long at the latest. */
const LOOK_AGAIN_MS = DAY;

/**
 * Plans the next look at what people are to be told. Planning twice changes nothing; a look that was missed while nothing ran
 * still comes first, and catches up.
 */
export async function planNotices(desk: Pick<Rota, 'policy'>, tx: Tx): Promise<void> {
  const standing = await timerDueAt(tx, lookAtNotices, { since: 0 });
  if (standing === null || standing > tx.now) await plan(desk.policy, tx);
}

/**
 * Who is on, now or later, was changed by somebody: what is wrong now is told, what was wrong is settled, and the rest planned
 * anew. What should have been told before now is told by the change itself.
 */
export async function followRotations(desk: Rota, tx: Tx): Promise<void> {
  await lookForConcerns(desk.policy, tx, await watched(desk.policy, tx, tx.now), true);
  await planNotices(desk, tx);
}

/** Tells all that was to be told after `since` and still means something, then plans the next look. */
export async function look(desk: Rota, tx: Tx, since: Instant): Promise<void> {
  const { policy } = desk;
  const all = await watched(policy, tx, since);
  await tellStarts(desk, tx, all, since);
  await tellReminders(desk, tx, all, since);
  await tellWeek(desk, tx, all, since);
  await lookForConcerns(policy, tx, all, false);
  await plan(policy, tx);
}

/** Every rotation, with what it takes to know who is on from a year before `at`. */
async function watched(policy: Policy, on: Reader, at: Instant): Promise<Watched[]> {
  const all: Watched[] = [];
  for (const terms of Object.values(policy.rotations)) {
    const night = terms.night ? await rotationOf(on, policy, terms.night, at) : null;
    const calendar = terms.calendar ? terms : Object.values(policy.rotations).find(({ night }) => night === terms.key);
    const holidays = calendar?.holidays ?? [];
    all.push({ terms, rotation: await rotationOf(on, policy, terms.key, at), night, holidays, times: timesOf(policy) });
  }
  return all;
}

async function plan(policy: Policy, tx: Tx): Promise<void> {
  const all = await watched(policy, tx, tx.now);
  const until = tx.now + LOOK_AGAIN_MS;
  const zoneOf = await zones(policy, tx, all, until);
  const heard = await nextHearing(policy, tx);
  const moments = [
    until,
    ...(heard === null ? [] : [heard]),
    ...all.flatMap((each) => [
      nextMorning(each, tx.now),
      ...(tellsStart(each.terms) ? startsBetween(each, tx.now, until).map(({ from }) => from) : []),
      ...remindersBetween(each, zoneOf, tx.now, until).map(({ at }) => at),
    ]),
    ...(tellsWeek(all) ? weeksBetween(policy.timezone, timesOf(policy).morning, tx.now, until) : []),
  ];
  const next = moments.reduce((first, at) => Math.min(first, at));
  await setTimer(tx, lookAtNotices, { since: tx.now }, next);
}

/** Where people are who may be on. */
function zones(policy: Policy, on: Reader, all: readonly Watched[], until: Instant): Promise<(user: string) => string> {
  const users = all.flatMap(({ rotation }) => [
    ...(rotation.members.at(-1)?.users ?? []),
    ...rotation.overrides.filter((each) => each.to > until - DAY).map(({ user }) => user),
  ]);
  return zonesOf(on, users, policy.timezone);
}

const isReachable = (person: Person | undefined): boolean => !person?.deleted;

async function tellStarts(desk: Rota, tx: Tx, all: readonly Watched[], since: Instant): Promise<void> {
  for (const each of all.filter(({ terms }) => tellsStart(terms))) {
    for (const start of startsBetween(each, since, tx.now)) {
      if (start.to <= tx.now) {
        dropped(desk, 'shift_start', start.terms.key, start.from, 'the shift is over');
        continue;
      }
      const known = await peopleById(tx, [start.user]);
      if (!isReachable(known.get(start.user))) continue;
      const say = await saying(desk.policy, tx, start.user, [start.after]);
      const once = `notice-start-${start.terms.key}-${start.layer ?? ''}-${start.from}-${start.user}`;
      await tellPerson(tx, start.user, views.startNotice(start, say), once);
    }
  }
}

async function tellReminders(desk: Rota, tx: Tx, all: readonly Watched[], since: Instant): Promise<void> {
  const zoneOf = await zones(desk.policy, tx, all, since);
  const due = all.flatMap((each) => remindersBetween(each, zoneOf, since, tx.now));
  for (const late of due.filter(({ from }) => from <= tx.now)) {
    dropped(desk, 'day_before', late.terms.key, late.from, 'the shift has begun');
  }
  const coming = due.filter(({ from }) => from > tx.now).toSorted((a, b) => a.from - b.from);
  const users = new Set(coming.map(({ user }) => user));
  const known = await peopleById(tx, users);
  for (const user of users) {
    if (!isReachable(known.get(user))) continue;
    const shifts = coming.filter((each) => each.user === user) as [Reminder, ...Reminder[]];
    const say = await saying(
      desk.policy,
      tx,
      user,
      shifts.map(({ after }) => after),
    );
    const once = `notice-before-${user}-${dayIn(zoneOf(user), tx.now)}-${shifts[0].from}`;
    await tellPerson(tx, user, views.reminder(shifts, say), once);
  }
}

async function saying(
  policy: Policy,
  tx: Tx,
  reader: string,
  users: readonly (string | null)[],
): Promise<views.Saying> {
  return {
    name: await namesOf(tx, users),
    zone: await zoneOf(tx, reader, policy.timezone),
    label: (key) => policy.rotations[key]?.label ?? key,
  };
}

const dropped = ({ log }: Rota, notice: string, rotation: string | null, at: Instant, reason: string): void =>
  log.info({ notice, rotation, at, reason }, TOO_LATE);

/** Asks the others to take a shift that somebody can't serve. */
export async function askTheOthers(
  desk: Rota,
  tx: Tx,
  shift: Parameters<typeof askForCover>[2],
  who: string,
): Promise<{ say: Content }> {
  await askForCover(desk, tx, shift, null, who);
  return { say: views.asked() };
}
