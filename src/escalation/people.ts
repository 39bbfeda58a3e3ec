import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import type { EscalationLevel } from '../policy/policy.ts';
import { leadsNow, onNow } from '../rotations/service.ts';
import { personById } from '../slack/people.ts';

/** Who a level calls now; nobody when its rotation has a gap, or the account of who is on is closed. */
export async function peopleOfLevel(desk: Desk, tx: Tx, level: EscalationLevel): Promise<string[]> {
  if (!('rotation' in level.notify)) return leadsNow(tx, desk.policy);
  const on = await onNow(tx, desk.policy, level.notify.rotation, tx.now, level.notify.layer);
  return on.user && !(await personById(tx, on.user))?.deleted ? [on.user] : [];
}
