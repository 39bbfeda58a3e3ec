import { customers } from '../customers/service.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { tellPerson } from '../outbox/outbox.ts';
import { leadsNow } from '../rotations/service.ts';
import { content } from '../slack/blocks.ts';
import { md } from '../slack/text.ts';

/** Tells the leads of every customer whose tier the policy doesn't know, once per policy: their tickets open, but no clock runs. */
export async function reportUnknownTiers(desk: Desk, tx: Tx): Promise<void> {
  const { policy } = desk;
  const lost = (await customers(tx)).filter(({ tier }) => !policy.tiers[tier]);
  for (const { id, name, tier } of lost) {
    desk.log.warn({ customer: id, tier }, 'the policy does not know the tier of a customer');
    const said = md`*${name}* has the tier “${tier}”, which the policy doesn't know, so nothing is promised to them and no clock runs. Add the tier to the policy and restart me, or import ${name} with one of: ${Object.keys(policy.tiers).join(', ')}.`;
    for (const lead of await leadsNow(tx, policy)) {
      await tellPerson(tx, lead, content(said), `unknown-tier-${id}-${tier}-${policy.version}-${lead}`);
    }
  }
}
