import { inTransaction } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { failureOf } from '../outbox/failure.ts';
import type { SlackUserGroup, SlackUserGroups } from '../slack/usergroups.ts';
import { groupsDue, groupsToTell, noteOutcomes, type Wanted } from './service.ts';
import { NO_SUCH_GROUP, type Outcome, sameMembers, standsAgainstAll } from './usergroup.ts';

export interface GroupSync {
  /** Resolves when Slack knows all it can be told at this instant. */
  quiet(): Promise<void>;
  /** Finishes the calls under way and starts no more. */
  stop(): Promise<void>;
}

/**
 * Tells Slack who belongs into the user groups, one pass at a time, whenever some group is due. Nothing but the database
 * says what is owed, so a pass that a crash cuts short is made again, and finds done what was done.
 */
export function startGroupSync(desk: Desk, slack: SlackUserGroups): GroupSync {
  let asked = false;
  let stopped = false;
  let running: Promise<void> | null = null;

  const passes = async () => {
    try {
      while (asked && !stopped) {
        asked = false;
        const wanted = await groupsToTell(desk.db.reader, desk.policy, desk.clock.now());
        if (wanted.length === 0) continue;
        const outcomes = await tell(slack, wanted, () => stopped);
        await inTransaction(desk, (tx) => noteOutcomes(desk, tx, outcomes));
      }
    } catch (error) {
      desk.log.error({ err: error }, 'user groups could not be looked at');
    } finally {
      running = null;
    }
  };

  desk.db.on(groupsDue, () => {
    if (stopped) return;
    asked = true;
    running ??= passes();
  });

  return {
    quiet: async () => {
      while (running) await running;
    },
    stop: async () => {
      stopped = true;
      while (running) await running;
    },
  };
}

/** Makes each group what it should be. What would meet the others as well is not tried on them. */
async function tell(
  slack: SlackUserGroups,
  wanted: readonly Wanted[],
  enough: () => boolean,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const groups = await slack.all().catch((error: unknown) => failed(error));
  let ofAll: Outcome | null = Array.isArray(groups) ? null : groups;
  for (const each of wanted) {
    if (enough()) break;
    const outcome = ofAll ?? (await settle(slack, groups as SlackUserGroup[], each));
    outcomes.set(each.state.handle, outcome);
    if (outcome.kind === 'again' || (outcome.kind === 'refused' && standsAgainstAll(outcome.problem))) ofAll = outcome;
  }
  return outcomes;
}

/** A group that is as it should be needs no call, unless the call is to prove that a refusal is over. */
async function settle(slack: SlackUserGroups, groups: SlackUserGroup[], { state, users }: Wanted): Promise<Outcome> {
  const group = groups.find(({ handle }) => handle === state.handle);
  if (!group) return { kind: 'refused', problem: NO_SUCH_GROUP, users };
  try {
    if (state.problem !== null || !sameMembers(group.users, users)) await slack.setMembers(group.id, users);
    return { kind: 'settled', users };
  } catch (error) {
    return failed(error, users);
  }
}

function failed(error: unknown, users: readonly string[] = []): Outcome {
  const failure = failureOf(error);
  if (failure.kind === 'refused') return { kind: 'refused', problem: failure.error, users };
  return { kind: 'again', wait: failure.kind === 'limited' ? failure.retryAfter : null };
}
