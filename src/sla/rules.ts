import type { Instant } from '../clock.ts';
import { knows, lastHoldReason, type Policy, type ServiceTarget, targetOf } from '../policy/policy.ts';
import type { ClockName } from '../timeline/entry.ts';
import type { ClockPause } from './reading.ts';
import type { Agreement, Story } from './story.ts';

/**
 * The rules a ticket is measured by: `earlier` holds replaced policies, found by version. A version in neither means `policy`; so does a
 * replaced one that has no word for what the ticket is now, since a change to a newer priority, tier or type is made by the newer rules.
 */
export interface Terms {
  policy: Policy;
  earlier?: readonly Policy[];
}

/** What was agreed for clocks of a name, one agreement after the other. */
export interface Agreed {
  from: Instant;
  to: Instant;
  policy: Policy;
  promised: ServiceTarget | null;
}

/** What stops clocks of a name by the rules of a policy, in order. */
export type Stops = (policy: Policy) => readonly ClockPause[];

/** What holds for all runs of a clock; `isPromised` when it was at any time. */
interface Rules {
  isPromised: boolean;
  agreed: readonly Agreed[];
  stops: Stops;
}

/** The rules by clock, looked up once each. */
export function rulesOf(story: Story, terms: Terms): (name: ClockName) => Rules {
  return kept((name) => {
    const agreed = story.agreements.map((agreement, i) => {
      const policy = policyOf(terms, agreement);
      const to = story.agreements[i + 1]?.from ?? Number.POSITIVE_INFINITY;
      return { from: agreement.from, to, policy, promised: targetOf(policy, agreement, name) };
    });
    const isPromised = agreed.some(({ promised }) => promised !== null);
    return { isPromised, agreed, stops: kept((policy: Policy) => stopping(policy, terms, name, story)) };
  });
}

function kept<K, V extends object>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (!value) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

function policyOf({ policy, earlier = [] }: Terms, agreement: Agreement): Policy {
  return earlier.find((one) => one.version === agreement.policyVersion && knows(one, agreement)) ?? policy;
}

/**
 * A hold for a reason that only other rules have stops what those in force say, else the last that had it. A next response never spans a
 * resolve, so it knows no gaps.
 */
function stopping(
  policy: Policy,
  { policy: newest, earlier = [] }: Terms,
  name: ClockName,
  story: Story,
): ClockPause[] {
  const { holds, gaps } = story;
  const reasons = kept((key: string) => ({
    stops: lastHoldReason([...earlier, newest, policy], key)?.pauses.includes(name) ?? false,
  }));
  const stopped = holds.filter(({ reason }) => reasons(reason).stops);
  if (name === 'next_response' || gaps.length === 0) return stopped;
  return [...stopped, ...gaps].sort((a, b) => a.from - b.from);
}
