import type { Content } from '../outbox/post.ts';
import type { Policy } from '../policy/policy.ts';
import { content, context, section } from '../slack/blocks.ts';
import { join, md } from '../slack/text.ts';
import type { Recomputed } from './jobs.ts';

/** What a new version of the policy did to open tickets. */
export function recomputedPost(policy: Policy, done: Recomputed): Content {
  const counted = [
    done.earlier > 0 ? md`${done.earlier} due earlier` : null,
    done.later > 0 ? md`${done.later} due later` : null,
    done.late > 0 ? md`❗ ${done.late} late now` : null,
  ];
  const tickets = done.tickets === 1 ? '1 open ticket' : `${done.tickets} open tickets`;
  const said = md`📐 A new version of the policy *${policy.name}* is in force. Of ${tickets}: ${join(counted)}.`;
  const more = md`Their cards follow, what is due first. \`/ticket list\` shows them by due time; “Explain clock” on a card says which version counts. Version ${policy.version}.`;
  return content(said, [section(said), context(more)]);
}
