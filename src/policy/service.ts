import type { Clock, Instant } from '../clock.ts';
import { type Database, inTransaction, type Reader } from '../db/database.ts';
import type { Policy } from './policy.ts';
import * as store from './store.ts';

/** The policies that tickets may have been promised something under before this one, oldest first. */
export const earlierThan = (on: Reader, policy: Policy): Promise<Policy[]> => store.allBut(on, policy.version);

/** Every policy that the desk ever ran by, the one in force last. */
export const keptPolicies = (on: Reader): Promise<Policy[]> => store.allBut(on, '');

/**
 * Puts the policy in force and keeps it for good, so that a later one can't change what was promised. Answers since when it is in
 * force; nothing is written when it was already.
 */
export async function remember(desk: { db: Database; clock: Clock }, policy: Policy): Promise<Instant> {
  const { since } = await inTransaction(desk, (tx) => store.putInForce(tx, policy));
  return since;
}

/** Whether this version is the one in force: a process that still runs with a replaced one leaves tickets to the newer. */
export const isInForce = async (on: Reader, version: string): Promise<boolean> =>
  (await store.inForce(on))?.version === version;
