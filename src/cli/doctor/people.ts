import { customers, deskChannel, leads, staffOf } from '../../customers/service.ts';
import type { Reader } from '../../db/database.ts';
import type { Policy } from '../../policy/policy.ts';
import { count } from '../text.ts';
import type { Report } from './finding.ts';

const HOW = 'Add it to your people file and run `firstline import` with it.';

/** Whether somebody is supported, by somebody, somewhere. */
export async function checkPeople(on: Reader, policy: Policy | null, report: Report): Promise<void> {
  const known = await customers(on);
  const staff = await staffOf(on);
  if (known.length === 0) report('✗', `No customer is known. ${HOW}`);
  if (staff.length === 0) report('✗', `No staff is known. ${HOW}`);
  else if ((await leads(on)).length === 0) {
    report(
      '✗',
      'Nobody is a lead, so nobody hears when all others stay silent. Give somebody the role in your people file.',
    );
  }
  if (known.length > 0 && staff.length > 0) {
    report('✓', `${count(known.length, 'customer')} and ${count(staff.length, 'staff member')} are known.`);
  }
  for (const { id, name, tier, channels } of known) {
    if (policy && !policy.tiers[tier]) {
      report('✗', `${name} (${id}) has the tier "${tier}", which the policy does not know. Change one of the two.`);
    }
    if (channels.length === 0) report('!', `${name} (${id}) has no channel, so nothing can be asked there.`);
  }
  if (!(await deskChannel(on, 'triage')))
    report('✗', `No triage channel is known, so tickets have no card for staff. ${HOW}`);
  if (!(await deskChannel(on, 'handover')))
    report('!', 'No handover channel is known, so handovers go to the triage channel.');
}
