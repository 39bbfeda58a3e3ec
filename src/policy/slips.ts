import { sayTarget, type Target } from '../time/duration.ts';
import type { ClockName } from '../timeline/entry.ts';
import type { Fault } from './fault.ts';
import type { PolicyFile } from './schema.ts';

/** What is written rightly and cannot be meant: a lower priority that is promised faster, a reminder that never comes. */
export const slips = (file: PolicyFile): Fault[] => [...fasterBelow(file), ...neverComing(file)];

/** Compares what can be compared: targets of one clock in one calendar, both in open time or both in business days. */
function fasterBelow(file: PolicyFile): Fault[] {
  const faults: Fault[] = [];
  for (const [key, tier] of Object.entries(file.tiers)) {
    for (const [clock, targets] of Object.entries(tier.targets)) {
      const slowest = new Map<string, { priority: string; target: Target }>();
      for (const { key: priority } of file.priorities) {
        const promised = targets[priority];
        if (!promised) continue;
        const { target, calendar = tier.calendar } = promised;
        const kind = `${calendar} ${target.kind}`;
        const above = slowest.get(kind);
        if (above && lengthOf(target) < lengthOf(above.target)) {
          faults.push({
            path: ['tiers', key, 'targets', clock, priority],
            message: `"${priority}" is promised faster than "${above.priority}", which is more severe — ${sayTarget(above.target)} or more`,
          });
        } else slowest.set(kind, { priority, target });
      }
    }
  }
  return faults;
}

function neverComing(file: PolicyFile): Fault[] {
  return Object.entries(file.reminders).flatMap(([clock, reminders]) => {
    const targets = targetsOf(file, clock as ClockName);
    const longest = Math.max(0, ...targets.map((target) => (target.kind === 'open' ? target.ms : Infinity)));
    return reminders.flatMap(({ threshold, text }, i): Fault[] => {
      const path = ['reminders', clock, i];
      if (targets.length === 0) {
        return [{ path, message: `it never comes, for no tier promises a ${clock} — a target for it` }];
      }
      if (threshold.kind === 'used' || threshold.ms < longest) return [];
      const longestTarget = sayTarget({ kind: 'open', ms: longest });
      return [
        { path: [...path, 'at'], message: `"${text}" never comes — less than the longest target, ${longestTarget}` },
      ];
    });
  });
}

const lengthOf = (target: Target): number => (target.kind === 'open' ? target.ms : target.days);

const targetsOf = (file: PolicyFile, clock: ClockName): Target[] =>
  Object.values(file.tiers).flatMap((tier) => Object.values(tier.targets[clock] ?? {}).map(({ target }) => target));
