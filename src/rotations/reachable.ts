import type { Instant } from '../clock.ts';
import type { Reader } from '../db/database.ts';
import type { Policy } from '../policy/policy.ts';
import { zoneOf } from '../slack/people.ts';
import { isOpen, nextOpen } from '../time/business-time.ts';
import { type Calendar, calendarOf } from '../time/calendar.ts';
import { onNow } from './service.ts';

/** By policy and zone: what is worked out of a calendar is remembered with it. */
const known = new WeakMap<Policy, Map<string, Calendar>>();

function hoursIn(policy: Policy, timezone: string): Calendar {
  const byZone = known.get(policy) ?? new Map<string, Calendar>();
  known.set(policy, byZone);
  const hours = byZone.get(timezone) ?? calendarOf({ name: 'reachable', timezone, hours: policy.reachable });
  byZone.set(timezone, hours);
  return hours;
}

/** The policy's hours in a person's own zone, or in the policy's where Slack names none that we know. */
async function hoursOf(on: Reader, policy: Policy, user: string): Promise<Calendar> {
  return hoursIn(policy, await zoneOf(on, user, policy.timezone));
}

/** Which of these people may be written to at `at`: those in whose hours it lies, and those who serve in a rotation just then. */
export async function reachableAmong(
  on: Reader,
  policy: Policy,
  users: readonly string[],
  at: Instant,
): Promise<Set<string>> {
  if (policy.reachable === '24x7') return new Set(users);
  const reached = new Set<string>();
  for (const user of users) if (isOpen(await hoursOf(on, policy, user), at)) reached.add(user);
  if (users.every((user) => reached.has(user))) return reached;
  for (const { key, layers } of Object.values(policy.rotations)) {
    for (const layer of layers.length > 0 ? layers : [undefined]) {
      const { user } = await onNow(on, policy, key, at, layer);
      if (user !== null && users.includes(user)) reached.add(user);
    }
  }
  return reached;
}

/** Who of these people may be written to now, and when the hours of each of the others begin. */
export async function byTheirHours(
  on: Reader,
  policy: Policy,
  users: readonly string[],
  at: Instant,
): Promise<{ reached: string[]; later: Map<string, Instant> }> {
  const reached = await reachableAmong(on, policy, users, at);
  const later = new Map<string, Instant>();
  for (const user of users) if (!reached.has(user)) later.set(user, await hoursBegin(on, policy, user, at));
  return { reached: users.filter((user) => reached.has(user)), later };
}

/** When a person's hours begin next; `at` itself inside them. */
export const hoursBegin = async (on: Reader, policy: Policy, user: string, at: Instant): Promise<Instant> =>
  nextOpen(await hoursOf(on, policy, user), at);
