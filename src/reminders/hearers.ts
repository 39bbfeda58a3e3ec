import type { Tx } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import type { Recipient } from '../policy/policy.ts';
import { reachableAmong } from '../rotations/reachable.ts';
import { leadsNow, onRole } from '../rotations/service.ts';
import type { Part } from './views.ts';

/** Who hears something of a ticket: people with the part they have in it, and the triage channel. */
export interface Hearers {
  people: Map<string, Part>;
  /** Named, but out of their hours. */
  leftOut: string[];
  channel: boolean;
  /** People are named, but nobody can be told: whoever reads the channel must take it. */
  isForAnybody: boolean;
}

/**
 * Who hears, of those who are named, at this hour; each person once, by the first part that fits. When nobody of the parts named can be
 * found or reached, whoever is on duty hears in their place; with nobody there, the triage channel.
 */
export async function hearersOf(
  desk: Desk,
  tx: Tx,
  assignee: string | null,
  named: readonly Recipient[],
): Promise<Hearers> {
  const all = await peopleNamed(desk, tx, assignee, named);
  const reached = await reachableAmong(tx, desk.policy, [...all.keys()], tx.now);
  const people = new Map([...all].filter(([user]) => reached.has(user)));
  const leftOut = [...all.keys()].filter((user) => !reached.has(user));
  const arePeopleNamed = named.some((part) => part !== 'channel');
  if (people.size === 0 && arePeopleNamed) {
    for (const user of await onRole(tx, desk.policy, 'first_line', tx.now)) people.set(user, 'on_shift');
  }
  const isForAnybody = people.size === 0 && arePeopleNamed;
  return { people, leftOut, channel: isForAnybody || named.includes('channel'), isForAnybody };
}

async function peopleNamed(
  { policy }: Desk,
  tx: Tx,
  assignee: string | null,
  named: readonly Recipient[],
): Promise<Map<string, Part>> {
  const people = new Map<string, Part>();
  for (const part of named) {
    if (part === 'channel') continue;
    for (const user of await inPart(part)) if (!people.has(user)) people.set(user, part);
  }
  return people;

  async function inPart(part: Part): Promise<string[]> {
    switch (part) {
      case 'assignee':
        return assignee === null ? [] : [assignee];
      case 'on_shift':
        return onRole(tx, policy, 'first_line', tx.now);
      case 'lead':
        return leadsNow(tx, policy);
      default:
        return onRole(tx, policy, part, tx.now);
    }
  }
}
