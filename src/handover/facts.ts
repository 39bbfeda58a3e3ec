import type { Instant } from '../clock.ts';
import { customers } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { unansweredThreads } from '../intake/service.ts';
import type { Policy } from '../policy/policy.ts';
import { shifts } from '../rotations/rotation.ts';
import { overridesOf, rotationOf } from '../rotations/service.ts';
import { clocks } from '../sla/clock.ts';
import { ongoingOutlines, ticketsOpenedBetween } from '../tickets/service.ts';
import { DAY } from '../time/duration.ts';
import { histories, workBetween } from '../timeline/timeline.ts';
import { isFirstLine } from './change.ts';
import { type Change, concerns, type Facts, type Handed, sortHanded, type Work } from './handover.ts';

/** Of so many tickets at most it is looked at one by one whether their promises held. */
const MOST_LOOKED_AT = 200;

/** When the work changes hands again; where nobody knows, a day later. */
const untilOf = (change: Change): Instant => change.until ?? change.at + DAY;

/** The tickets that a change of shifts hands over, as they are now. */
export async function handedBy(desk: Desk, tx: Tx, change: Change): Promise<Handed> {
  const concerned = concerns(change, isFirstLine(desk.policy, change.rotation));
  return sortHanded((await ongoingOutlines(tx)).filter(concerned), tx.now, untilOf(change));
}

/** Everything that it hands over, as it is now. */
export async function factsOf(desk: Desk, tx: Tx, change: Change): Promise<Facts> {
  const { policy } = desk;
  const until = untilOf(change);
  return {
    handed: await handedBy(desk, tx, change),
    until,
    work: change.since === null ? null : await workOf(desk, tx, change, change.since),
    threads: isFirstLine(policy, change.rotation) ? await threadsOf(tx) : [],
    ...(await exceptionsOf(policy, tx, until)),
  };
}

async function threadsOf(tx: Tx): Promise<Facts['threads']> {
  const waiting = await unansweredThreads(tx, tx.now);
  return waiting.map(({ channel, thread, customerId }) => ({ channel, ts: thread, customerId }));
}

/** Who really stands in for whom, and who is away, at some time from now until then: whoever gave a cover on does not. */
async function exceptionsOf(policy: Policy, tx: Tx, until: Instant): Promise<Pick<Facts, 'covers' | 'away'>> {
  const covers: Facts['covers'] = [];
  const away = new Map<string, Instant>();
  for (const { key } of Object.values(policy.rotations)) {
    const rotation = await rotationOf(tx, policy, key, tx.now);
    for (const { user, replaces = null, from, to, layer } of await overridesOf(tx, key, tx.now)) {
      const meanwhile = shifts(rotation, Math.max(from, tx.now), Math.min(to, until), layer);
      if (meanwhile.some((shift) => shift.user === user)) covers.push({ rotation: key, user, replaces, to });
    }
    const { members, absences = [] } = rotation;
    for (const { user, from, to } of absences) {
      const serves = members.at(-1)?.users.includes(user);
      if (serves && from < until && to > tx.now) away.set(user, Math.max(to, away.get(user) ?? 0));
    }
  }
  return { covers, away: [...away].map(([user, to]) => ({ user, to })) };
}

/** What came in and was done from `from` to the change; the calls are those to its rotation, the first line's all. */
async function workOf(desk: Desk, tx: Tx, { rotation, at: to }: Change, from: Instant): Promise<Work> {
  const { escalation } = desk.policy;
  const itsLevels = isFirstLine(desk.policy, rotation)
    ? escalation
    : escalation.filter(({ notify }) => 'rotation' in notify && notify.rotation === rotation);
  const isIts = (level: string) => itsLevels.some(({ key }) => key === level);
  const opened = await ticketsOpenedBetween(
    tx,
    (await customers(tx)).map(({ id }) => id),
    from,
    to,
  );
  const done = await workBetween(tx, from, to);
  const ticketsWith = (...kinds: string[]) =>
    new Set(done.filter(({ kind }) => kinds.includes(kind)).map(({ ticketId }) => ticketId)).size;
  return {
    from,
    cameIn: opened.length,
    answered: ticketsWith('staff_replied', 'acknowledged'),
    resolved: ticketsWith('resolved'),
    calls: done.filter((entry) => entry.kind === 'paged' && entry.data.user !== null && isIts(entry.data.level)).length,
    callsTaken: done.filter((entry) => entry.kind === 'page_accepted' && isIts(entry.data.level)).length,
    brokenOfThem: opened.length > MOST_LOOKED_AT ? null : await countBroken(desk, tx, opened),
  };
}

async function countBroken(desk: Desk, tx: Tx, ids: number[]): Promise<number> {
  const stories = await histories(
    tx,
    ids.map((id) => ({ id })),
  );
  return [...stories.values()].filter((story) => clocks(story, desk, tx.now).some((clock) => clock.breachedAt !== null))
    .length;
}
