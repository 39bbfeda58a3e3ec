import type { Clock } from '../clock.ts';
import { type Database, inTransaction, type Reader } from '../db/database.ts';
import type { Policy } from './policy.ts';
import * as store from './store.ts';

/** The policies that tickets may have been promised something under before this one, oldest first. */
export const earlierThan = (on: Reader, policy: Policy): Promise<Policy[]> => store.allBut(on, policy.version);

/** Every policy that the desk ever ran by, oldest first. */
export const keptPolicies = (on: Reader): Promise<Policy[]> => store.allBut(on, '');

/** Keeps the policy for good, so that a later one can't change what was promised; nothing is written when it is known. */
export async function remember(desk: { db: Database; clock: Clock }, policy: Policy): Promise<void> {
  if (await store.isKept(desk.db.reader, policy.version)) return;
  await inTransaction(desk, (tx) => store.keep(tx, policy));
}
