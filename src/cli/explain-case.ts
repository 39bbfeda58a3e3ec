import type { Clock, Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { defaultPriority, defaultRequestType, entryOf, type Policy, type Tier } from '../policy/policy.ts';
import { readPolicy } from '../policy/read.ts';
import { clocks } from '../sla/clock.ts';
import { explain, explainAhead, reasonsIn, type Wording } from '../sla/explain.ts';
import { endOf, historyOf, type InventedCase } from '../sla/invented.ts';
import { sayInstant } from '../time/say.ts';
import { instantIn } from './instant.ts';

/** An invented case in the words of the command line; instants are in the policy's zone unless they name another. */
export interface CaseWords {
  tier?: string;
  priority?: string;
  type?: string;
  start?: string;
  /** `reason:from..to`, the end left out for a wait that goes on. */
  hold?: string[];
  reply?: string[];
  message?: string[];
  resolve?: string;
  at?: string;
}

/**
 * What a policy makes of a case that never was, in lines of text: what counts until each promise is due, or with `at` how its clocks read
 * then. Throws `invalid` for a word that the policy does not know, naming those it knows.
 */
export function explainCase(policyPath: string, words: CaseWords, clock: Clock): string[] {
  const policy = readPolicy(policyPath);
  const invented = caseOf(words, policy, clock);
  const at = words.at === undefined ? null : instantIn(words.at, policy.timezone);
  const now = at ?? endOf(invented);
  if (now < invented.startedAt) {
    throw invalid(
      `At ${sayInstant(now, policy.timezone)} the customer has not written yet. Give --at an instant after --start.`,
    );
  }
  const wording: Partial<Wording> = {
    instant: (one) => sayInstant(one, policy.timezone),
    reason: reasonsIn({ policy }),
  };
  const explained = clocks(historyOf(invented), { policy }, now).map((reading) =>
    (at === null ? explainAhead : explain)(reading, now, wording),
  );
  return [
    `${title(policy, invented)}${at === null ? '' : `, at ${sayInstant(at, policy.timezone)}`}`,
    ...(explained.length === 0 ? ['', 'Nothing is promised for it.'] : []),
    ...explained.flatMap((lines) => ['', ...lines]),
  ];
}

function title(policy: Policy, { tier, priority, requestType }: InventedCase): string {
  const parts = [
    policy.tiers[tier]?.label,
    entryOf(policy.priorities, priority, 'priority').label,
    entryOf(policy.requestTypes, requestType, 'request type').label,
  ];
  return `${policy.name}: ${parts.join(', ')}`;
}

function caseOf(words: CaseWords, policy: Policy, clock: Clock): InventedCase {
  const instant = (text: string) => instantIn(text, policy.timezone);
  const { priorities, requestTypes } = policy;
  const startedAt = words.start === undefined ? clock.now() : instant(words.start);
  const notBefore = (at: Instant, option: string, what = 'an instant'): Instant => {
    if (at >= startedAt) return at;
    const said = sayInstant(at, policy.timezone);
    throw invalid(`${said} is before the customer writes. Give ${option} ${what} after --start.`);
  };
  const afterwards = (option: string) => (text: string) => notBefore(instant(text), option);
  const holds = holdsOf(words.hold ?? [], policy);
  for (const { from } of holds) notBefore(from, '--hold', 'a beginning');
  return {
    tier: tierOf(policy, words.tier).key,
    priority:
      words.priority === undefined ? defaultPriority(policy).key : entryOf(priorities, words.priority, 'priority').key,
    requestType:
      words.type === undefined ? defaultRequestType(policy).key : entryOf(requestTypes, words.type, 'request type').key,
    policyVersion: policy.version,
    startedAt,
    holds,
    replies: (words.reply ?? []).map(afterwards('--reply')),
    messages: (words.message ?? []).map(afterwards('--message')),
    resolvedAt: words.resolve === undefined ? null : afterwards('--resolve')(words.resolve),
  };
}

function tierOf(policy: Policy, key: string | undefined): Tier {
  const tiers = Object.values(policy.tiers);
  if (key === undefined && tiers.length === 1 && tiers[0]) return tiers[0];
  if (key !== undefined) return entryOf(tiers, key, 'tier');
  throw invalid(`The policy has several tiers. Say which with --tier: ${tiers.map((tier) => tier.key).join(', ')}.`);
}

function holdsOf(texts: readonly string[], policy: Policy): InventedCase['holds'] {
  const holds = texts.map((text) => holdOf(text, policy)).sort((a, b) => a.from - b.from);
  for (const [i, { to }] of holds.entries()) {
    const next = holds[i + 1];
    if (next && (to === null || to > next.from)) {
      throw invalid('Two holds overlap. A ticket waits for one thing at a time: end one before the next begins.');
    }
  }
  return holds;
}

function holdOf(text: string, policy: Policy): InventedCase['holds'][number] {
  const [, reason, from, to] = /^([^:]+):(.+?)\.\.(.*)$/.exec(text) ?? [];
  if (reason === undefined || from === undefined) {
    throw invalid(`"${text}" is no hold. Write it like access:2026-12-24T10:00..2026-12-28T09:00.`);
  }
  if (policy.holdReasons.length === 0) throw invalid('The policy has no hold reasons, so nothing can wait.');
  const hold = {
    reason: entryOf(policy.holdReasons, reason, 'hold reason').key,
    from: instantIn(from, policy.timezone),
    to: to ? instantIn(to, policy.timezone) : null,
  };
  if (hold.to !== null && hold.to <= hold.from)
    throw invalid(`The hold "${text}" ends before it begins. Swap its ends.`);
  return hold;
}
