import type { Instant } from '../clock.ts';
import { type Reader, type Tx, topic } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellPerson } from '../outbox/outbox.ts';
import type { Policy } from '../policy/policy.ts';
import { byTheirHours } from '../rotations/reachable.ts';
import type { OnDuty } from '../rotations/rotation.ts';
import { leadsNow, onNow, termsOf } from '../rotations/service.ts';
import { namesOf, peopleById } from '../slack/people.ts';
import { DAY, MINUTE } from '../time/duration.ts';
import { setTimer } from '../timers/timers.ts';
import { lookAtGroups, refusalWaits } from './jobs.ts';
import * as store from './store.ts';
import { dueAt, type GroupState, groupsOf, isNews, type Outcome, standsAgainstAll, stateAfter } from './usergroup.ts';
import { refusal } from './views.ts';

/** Some group is not as it should be: whoever talks to Slack looks at it. */
export const groupsDue = topic<null>('user-groups-due');

const LONGEST_WAIT_MS = DAY;
/** What is due and is not settled by then got lost: whoever was to ask Slack has ended, or could not note the answer. */
const LOST_AFTER_MS = 10 * MINUTE;

/** A group that Slack shall be told about: who belongs into it now. */
export interface Wanted {
  readonly state: GroupState;
  readonly users: readonly string[];
}

/** Brings what is known of the groups in step with who is on now: wakes whoever talks to Slack, and plans the next look. Twice is once. */
export async function followGroups(desk: Pick<Desk, 'policy'>, tx: Tx): Promise<void> {
  const { policy } = desk;
  const looks: Instant[] = [];
  let isDue = false;
  for (const [handle, rotations] of groupsOf(policy)) {
    const { users, until } = await onIn(tx, policy, rotations, tx.now);
    const due = dueAt(await store.get(tx, handle), users);
    if (due !== null && due <= tx.now) isDue = true;
    looks.push(tx.now + LONGEST_WAIT_MS);
    if (until !== null) looks.push(until);
    if (due !== null) looks.push(due > tx.now ? due : tx.now + LOST_AFTER_MS);
  }
  await setTimer(tx, lookAtGroups, {}, looks.length > 0 ? Math.min(...looks) : null);
  if (isDue) tx.announce(groupsDue, null);
}

/** After a start nothing is taken for granted: people may have changed the groups by hand, and a refusal may be mended. */
export async function followGroupsAnew(desk: Pick<Desk, 'policy'>, tx: Tx): Promise<void> {
  await store.doubtAll(tx);
  await followGroups(desk, tx);
}

/** The groups that Slack shall be told about at `at`. */
export async function groupsToTell(on: Reader, policy: Policy, at: Instant): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const [handle, rotations] of groupsOf(policy)) {
    const state = await store.get(on, handle);
    const { users } = await onIn(on, policy, rotations, at);
    const due = dueAt(state, users);
    if (due !== null && due <= at) wanted.push({ state, users });
  }
  return wanted;
}

/**
 * Keeps what became of a try, and tells the leads of each new refusal, once, naming every group it stands against; a refusal
 * is new again after the group has worked in between.
 */
export async function noteOutcomes(desk: Desk, tx: Tx, outcomes: ReadonlyMap<string, Outcome>): Promise<void> {
  const general = [...outcomes.values()].find((each) => each.kind === 'refused' && standsAgainstAll(each.problem));
  const told = new Map<string, string[]>();
  for (const handle of groupsOf(desk.policy).keys()) {
    const outcome = general ?? outcomes.get(handle);
    if (!outcome) continue;
    const before = await store.get(tx, handle);
    const state = stateAfter(before, outcome, tx.now);
    await store.save(tx, state);
    if (state.problem !== null && isNews(before, state)) {
      told.set(state.problem, [...(told.get(state.problem) ?? []), handle]);
    }
  }
  for (const [problem, handles] of told) await tellLeads(desk, tx, problem, handles);
  await followGroups(desk, tx);
}

/** A refusal can wait: who can't be written to at this hour hears of it when their hours begin. */
async function tellLeads(desk: Desk, tx: Tx, problem: string, handles: string[]): Promise<void> {
  desk.log.warn({ groups: handles, problem }, 'Slack refuses to change user groups');
  for (const lead of await leadsNow(tx, desk.policy)) await tellLead(desk, tx, { problem, handles, at: tx.now, lead });
}

/** What Slack refused at `at`, to one lead. */
export interface Refusal {
  problem: string;
  handles: string[];
  at: Instant;
  lead: string;
}

/** Tells a lead of a refusal in their hours, if it stands by then. */
export async function tellLead(desk: Pick<Desk, 'policy'>, tx: Tx, refused: Refusal): Promise<void> {
  const { problem, at, lead } = refused;
  const handles: string[] = [];
  for (const handle of refused.handles) if ((await store.get(tx, handle)).problem === problem) handles.push(handle);
  if (handles.length === 0) return;
  const begins = (await byTheirHours(tx, desk.policy, [lead], tx.now)).later.get(lead);
  if (begins !== undefined) return setTimer(tx, refusalWaits, refused, begins);
  const people = new Set<string>();
  for (const handle of handles) {
    const { users } = await onIn(tx, desk.policy, groupsOf(desk.policy).get(handle) ?? [], tx.now);
    for (const user of users) people.add(user);
  }
  const name = await namesOf(tx, people);
  const said = refusal(problem, handles, [...people].map(name));
  await tellPerson(tx, lead, said, `user-groups-${problem}-${refused.handles.join('-')}-${at}-${lead}`);
}

/** Who is on in any of these rotations, or carries the night of one, as far as Slack takes them; and until when that holds. */
async function onIn(
  on: Reader,
  policy: Policy,
  rotations: readonly string[],
  at: Instant,
): Promise<{ users: string[]; until: Instant | null }> {
  const users = new Set<string>();
  const ends: Instant[] = [];
  for (const key of rotations) {
    const { night } = termsOf(policy, key);
    const duties = await dutiesOf(on, policy, key, at);
    const isCovered = night === null || duties.some((duty) => duty.user !== null);
    for (const duty of isCovered ? duties : [...duties, ...(await dutiesOf(on, policy, night, at))]) {
      if (duty.user !== null) users.add(duty.user);
      if (duty.until !== null) ends.push(duty.until);
    }
  }
  const known = await peopleById(on, users);
  const fit = [...users].filter((user) => !known.get(user)?.deleted && !known.get(user)?.external).sort();
  return { users: fit, until: ends.length > 0 ? Math.min(...ends) : null };
}

/** Who is on at every layer of a rotation. */
async function dutiesOf(on: Reader, policy: Policy, key: string, at: Instant): Promise<OnDuty[]> {
  const { layers } = termsOf(policy, key);
  const duties: OnDuty[] = [];
  for (const layer of layers.length > 0 ? layers : [undefined]) duties.push(await onNow(on, policy, key, at, layer));
  return duties;
}
