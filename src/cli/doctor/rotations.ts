import type { Instant } from '../../clock.ts';
import { staffOf } from '../../customers/service.ts';
import type { Reader } from '../../db/database.ts';
import type { Policy, RotationRule } from '../../policy/policy.ts';
import { gaps } from '../../rotations/gaps.ts';
import { shifts } from '../../rotations/rotation.ts';
import { currentMembers, rotationOf } from '../../rotations/service.ts';
import { DAY } from '../../time/duration.ts';
import { sayEnd, sayInstant } from '../../time/say.ts';
import { count } from '../text.ts';
import type { Report } from './finding.ts';

const AHEAD_DAYS = 7;

/** Whether every rotation has members, and staff on whenever it should have in the next days. */
export async function checkRotations(on: Reader, policy: Policy, now: Instant, report: Report): Promise<void> {
  const staff = new Set(await staffOf(on));
  for (const rule of Object.values(policy.rotations)) {
    const members = await currentMembers(on, rule.key);
    if (members.length === 0) {
      const mark = isNeeded(policy, rule) ? '✗' : '!';
      report(
        mark,
        `${rule.label} (${rule.key}) has no members, so nobody is on. Name them in your people file and import it.`,
      );
      continue;
    }
    const rotation = await rotationOf(on, policy, rule.key, now);
    const night = rule.night ? await rotationOf(on, policy, rule.night, now) : null;
    const ahead = now + AHEAD_DAYS * DAY;
    const found = gaps({ rotation, night, required: rule.requiredHours }, now, ahead);
    const left = shifts(rotation, now, ahead).find(({ user }) => user !== null && !staff.has(user));
    if (left) {
      const until = sayEnd(left.to, rule.timezone);
      report(
        '✗',
        `${rule.label}: ${left.user} is on until ${until}, but is no longer staff. Put somebody else on with /oncall cover.`,
      );
    }
    if (found[0]) {
      const first = `${sayInstant(found[0].from, rule.timezone)} to ${sayEnd(found[0].to, rule.timezone)}`;
      const more = found.length > 1 ? ` and ${count(found.length - 1, 'more time')}` : '';
      report('✗', `${rule.label}: nobody is on from ${first}${more}. Put somebody on with /oncall cover.`);
    } else if (!left) {
      report('✓', `${rule.label}: ${count(members.length, 'member')}, no gap in the next ${AHEAD_DAYS} days.`);
    }
  }
}

/** Whether reminders, help or handovers depend on somebody being on. */
const isNeeded = (policy: Policy, rule: RotationRule): boolean =>
  rule.handover ||
  rule.role === 'first_line' ||
  policy.escalation.some(({ notify }) => 'rotation' in notify && notify.rotation === rule.key);
