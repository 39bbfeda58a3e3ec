import type { Clock } from '../clock.ts';
import { type Database, inTransaction, type Reader } from '../db/database.ts';
import type { Policy } from './policy.ts';
import * as store from './store.ts';

/** The policies that tickets may have been promised something under before this one, oldest first. */
export const earlierThan = async (on: Reader, policy: Policy): Promise<Policy[]> =>
  (await store.all(on)).filter(({ version }) => version !== policy.version);

/** Keeps the policy for good, so that a later one can't change what was promised; nothing is written when it is known. */
export async function remember(desk: { db: Database; clock: Clock }, policy: Policy): Promise<void> {
  const known = await store.all(desk.db.reader);
  if (known.some(({ version }) => version === policy.version)) return;
  await inTransaction(desk, (tx) => store.keep(tx, policy));
}
