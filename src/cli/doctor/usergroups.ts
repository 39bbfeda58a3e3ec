import type { Policy } from '../../policy/policy.ts';
import { openUserGroups } from '../../slack/usergroups.ts';
import { groupsOf } from '../../usergroups/usergroup.ts';
import type { Report } from './finding.ts';
import { type Bot, reasonOf } from './slack.ts';

/** Whether every user group that the policy names is there to be kept. */
export async function checkUserGroups({ slack }: Bot, policy: Policy, report: Report): Promise<void> {
  const handles = [...groupsOf(policy).keys()];
  if (handles.length === 0) return;
  const named = handles.map((handle) => `@${handle}`).join(', ');
  try {
    const known = new Set((await openUserGroups(slack).all()).map(({ handle }) => handle));
    for (const handle of handles.filter((each) => !known.has(each))) {
      report('✗', `There is no active user group @${handle}. Make it in Slack, or correct user_group in the policy.`);
    }
    if (handles.every((each) => known.has(each))) report('✓', `User groups that follow who is on: ${named}.`);
  } catch (error) {
    const why = reasonOf(error);
    report(
      '✗',
      `The user groups ${named} can't follow who is on (${why}). See to it, or take user_group out of the policy.`,
    );
  }
}
