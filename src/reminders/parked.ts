import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellPerson } from '../outbox/outbox.ts';
import type { ParkedPost } from '../outbox/setback.ts';
import { leadsNow } from '../rotations/service.ts';
import { content } from '../slack/blocks.ts';
import { trusted } from '../slack/text.ts';
import { dateAt } from '../time/zone.ts';

const REPORT = 'parked';

/**
 * Tells the leads that a post can't be sent and what to do: one message a day per channel (or person) and problem, however
 * many posts are stuck. A report that is stuck itself is not reported.
 */
export async function reportParked(desk: Desk, tx: Tx, post: ParkedPost, sentence: string): Promise<void> {
  if (post.once.startsWith(`${REPORT}-`)) return;
  const name = `${REPORT}-${post.lane}-${post.problem}-${dateAt(desk.policy.timezone, tx.now)}`;
  for (const lead of await leadsNow(tx, desk.policy)) {
    await tellPerson(tx, lead, content(trusted(sentence)), `${name}-${lead}`);
  }
}
