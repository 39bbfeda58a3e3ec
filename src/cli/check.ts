import { readPolicy } from '../policy/read.ts';

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

/** `1 tier`, `2 priorities`. */
export function count(n: number, noun: string): string {
  if (n === 1) return `1 ${noun}`;
  return noun.endsWith('y') ? `${n} ${noun.slice(0, -1)}ies` : `${n} ${noun}s`;
}
