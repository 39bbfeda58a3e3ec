import type { Content } from '../outbox/post.ts';
import { content } from '../slack/blocks.ts';
import { md } from '../slack/text.ts';
import { NO_SUCH_GROUP } from './usergroup.ts';

/** Told to the leads when Slack won't let us keep groups: what, why, and what to do now. */
export function refusal(problem: string, handles: readonly string[], people: readonly string[]): Content {
  const groups = handles.map((handle) => `@${handle}`).join(', ');
  const one = handles.length === 1;
  const { why, now } = reason(problem, people, one);
  return content(
    md`I can't keep the Slack user ${one ? 'group' : 'groups'} *${groups}* in step with who is on: ${why}. ${one ? 'It stays as it is' : 'They stay as they are'}; everything else works as before. ${now} I try again at every restart, and once a day.`,
  );
}

interface Reason {
  why: string;
  now: string;
}

function reason(problem: string, people: readonly string[], one: boolean): Reason {
  const orDrop = `take \`user_group\` out of the policy`;
  switch (problem) {
    case 'plan_upgrade_required':
    case 'paid_teams_only':
      return {
        why: `the plan of this workspace has no user groups (${problem})`,
        now: `Change the plan, or ${orDrop}.`,
      };
    case 'permission_denied':
    case 'restricted_action':
      return {
        why: `this workspace lets only some people change user groups, and I am not among them (${problem})`,
        now: `Ask a workspace admin to let this app change user groups, or ${orDrop}.`,
      };
    case 'missing_scope':
      return {
        why: 'the app was installed without the right to change user groups (missing_scope)',
        now: 'Install the app again with its current manifest and restart me.',
      };
    case NO_SUCH_GROUP:
    case 'no_such_subteam':
      return {
        why: `Slack has no active user group with ${one ? 'this handle' : 'these handles'}`,
        now: `Make ${one ? 'it' : 'them'} in Slack, or correct \`user_group\` in the policy.`,
      };
    case 'invalid_users':
    case 'failed_for_some_users':
      return {
        why: `Slack won't have ${people.join(' and ') || 'somebody who is on'} in it (${problem})`,
        now: 'Look whether their accounts are active, and full members of this workspace.',
      };
    default:
      return { why: `Slack refuses it (${problem})`, now: `Ask a workspace admin, or ${orDrop}.` };
  }
}
