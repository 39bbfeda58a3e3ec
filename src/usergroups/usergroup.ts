import type { Instant } from '../clock.ts';
import type { Policy } from '../policy/policy.ts';
import { DAY, MINUTE, SECOND } from '../time/duration.ts';

/** What we know of a user group: what Slack confirmed last, and what stands in the way of more. */
export interface GroupState {
  /** What people type after the @. */
  readonly handle: string;
  /** Who is in it, as Slack last confirmed; null: not known since the start. */
  readonly users: readonly string[] | null;
  /** Why Slack refuses it, as its error code or {@link NO_SUCH_GROUP}; kept until it works again. */
  readonly problem: string | null;
  /** Whom Slack would not have in it, the last time it refused people. */
  readonly refused: readonly string[] | null;
  /** Failures in a row that may pass by themselves. */
  readonly tries: number;
  /** Slack is not asked before. */
  readonly notBefore: Instant;
}

/** What became of one try to make `users` the members of a group. `wait` is ms. */
export type Outcome =
  | { kind: 'settled'; users: readonly string[] }
  | { kind: 'refused'; problem: string; users: readonly string[] }
  | { kind: 'again'; wait: number | null };

/** Our own word for a handle that no group of the workspace has. */
export const NO_SUCH_GROUP = 'no_such_group';

/** Refusals that concern one group; every other one stands against all of them alike. */
const OF_ONE_GROUP = new Set([NO_SUCH_GROUP, 'no_such_subteam', 'no_users_provided', 'subteam_max_users_exceeded']);

/** Refusals of certain people: with others in their place it may work. */
const OF_PEOPLE = new Set(['invalid_users', 'failed_for_some_users']);

const REFUSED_FOR_MS = DAY;
const FIRST_BACKOFF_MS = 5 * SECOND;
const LONGEST_BACKOFF_MS = 10 * MINUTE;

export const standsAgainstAll = (problem: string): boolean => !OF_ONE_GROUP.has(problem) && !OF_PEOPLE.has(problem);

/** The groups of a policy, each with the rotations that feed it. */
export function groupsOf(policy: Pick<Policy, 'rotations'>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { key, userGroup } of Object.values(policy.rotations)) {
    if (userGroup !== null) groups.set(userGroup, [...(groups.get(userGroup) ?? []), key]);
  }
  return groups;
}

/** The same people, in whatever order. */
export const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((user) => b.includes(user));

/**
 * When Slack is to be asked to make `wanted` the members: an instant, or null when nothing is owed. Slack takes no empty
 * group, so where nobody is on the last members stay.
 */
export function dueAt(state: GroupState, wanted: readonly string[]): Instant | null {
  if (wanted.length === 0) return null;
  const isSettled = state.problem === null && state.users !== null && sameMembers(state.users, wanted);
  if (isSettled) return null;
  return isAboutOthers(state, wanted) ? 0 : state.notBefore;
}

const isAboutOthers = ({ problem, refused }: GroupState, users: readonly string[]): boolean =>
  problem !== null && OF_PEOPLE.has(problem) && refused !== null && !sameMembers(refused, users);

/** Whether a problem is one that nobody was told of: another than before, or the same about other people. */
export function isNews(before: GroupState, { problem, refused }: GroupState): boolean {
  if (problem === null) return false;
  if (OF_PEOPLE.has(problem)) return !before.refused || !refused || !sameMembers(before.refused, refused);
  return problem !== before.problem;
}

/** The state after a try at `now`: what is refused waits a day, what may pass by itself waits longer each time. */
export function stateAfter(state: GroupState, outcome: Outcome, now: Instant): GroupState {
  switch (outcome.kind) {
    case 'settled':
      return { ...state, users: outcome.users, problem: null, tries: 0, notBefore: 0 };
    case 'refused':
      return {
        ...state,
        problem: outcome.problem,
        refused: OF_PEOPLE.has(outcome.problem) ? outcome.users : state.refused,
        tries: 0,
        notBefore: now + REFUSED_FOR_MS,
      };
    case 'again': {
      const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** state.tries, LONGEST_BACKOFF_MS);
      return { ...state, tries: state.tries + 1, notBefore: now + (outcome.wait ?? backoff) };
    }
  }
}
