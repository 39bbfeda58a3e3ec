import { readPolicy } from '../policy/read.ts';
import { count } from './text.ts';

/** Reads a policy and says what it is. Throws `invalid` with every fault as `file:line:column  what is wrong — what is expected`. */
export function checkPolicy(path: string): string {
  const policy = readPolicy(path);
  const parts = [
    ['tier', policy.tiers],
    ['priority', policy.priorities],
    ['rotation', policy.rotations],
    ['escalation level', policy.escalation],
  ] as const;
  const counted = parts.map(([noun, entries]) => count(Object.keys(entries).length, noun));
  return `${path} is right: ${policy.name}, version ${policy.version}; ${counted.join(', ')}.`;
}
