import { eq } from 'drizzle-orm';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { usergroupTables } from './tables.ts';
import type { GroupState } from './usergroup.ts';

const tables = tablesOf(usergroupTables);

/** What is known of a group; of a new one that nothing is. */
export async function get(on: Reader, handle: string): Promise<GroupState> {
  const { userGroups } = tables(on);
  const [row] = await on.sql.select().from(userGroups).where(eq(userGroups.handle, handle));
  return row ?? { handle, users: null, problem: null, refused: null, tries: 0, notBefore: 0 };
}

export async function save(tx: Tx, state: GroupState): Promise<void> {
  const { userGroups } = tables(tx);
  const row = {
    ...state,
    users: state.users ? [...state.users] : null,
    refused: state.refused ? [...state.refused] : null,
  };
  await tx.sql.insert(userGroups).values(row).onConflictDoUpdate({ target: userGroups.handle, set: row });
}

/** Nothing is taken as confirmed any more, and whatever was put off may be tried; what stood in the way stays known. */
export async function doubtAll(tx: Tx): Promise<void> {
  await tx.sql.update(tables(tx).userGroups).set({ users: null, tries: 0, notBefore: 0 });
}
