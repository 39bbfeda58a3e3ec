import { dotted, type PeopleFile, type Place } from '../customers/customer.ts';
import { exportCustomers, importCustomers } from '../customers/service.ts';
import type { Reader, Tx } from '../db/database.ts';
import { invalid } from '../errors.ts';
import type { Policy } from '../policy/policy.ts';
import { peopleById } from '../slack/people.ts';
import { changeMembers, currentMembers } from './service.ts';
import { keys } from './store.ts';

/**
 * Makes customers, staff, rotations and desk channels what the file says; importing it again does nothing. Throws `invalid`
 * for tiers and rotations the policy does not know, and for staff of other organisations.
 */
export async function importPeople(tx: Tx, policy: Policy, file: PeopleFile, place: Place = dotted): Promise<void> {
  const unknown = [
    ...Object.entries(file.customers)
      .filter(([, customer]) => !Object.hasOwn(policy.tiers, customer.tier))
      .map(([id, { tier }]) => `${place(['customers', id, 'tier'])}: the policy knows no tier "${tier}"`),
    ...Object.keys(file.rotations)
      .filter((key) => !Object.hasOwn(policy.rotations, key))
      .map((key) => `${place(['rotations', key], true)}: the policy knows no such rotation`),
  ];
  const people = await peopleById(tx, Object.keys(file.staff));
  const strangers = [...people.values()].filter((person) => person.external && person.fetchedAt > 0);
  const faults = [
    ...unknown,
    ...strangers.map(
      ({ id, name }) => `${place(['staff', id])}: ${name} belongs to another organisation, so they can't be staff`,
    ),
  ];
  if (faults.length > 0) throw invalid(faults.join('\n'));
  await importCustomers(tx, file);
  for (const terms of Object.values(policy.rotations)) {
    await changeMembers(tx, policy, terms, file.rotations[terms.key] ?? [], null);
  }
}

/** The value that an import would turn into what there is now. */
export async function exportPeople(on: Reader): Promise<PeopleFile> {
  const rotations: PeopleFile['rotations'] = {};
  for (const key of await keys(on)) {
    const users = await currentMembers(on, key);
    if (users.length > 0) rotations[key] = [...users];
  }
  return { ...(await exportCustomers(on)), rotations };
}
