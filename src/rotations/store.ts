import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, statement, type Tx, tablesOf } from '../db/database.ts';
import type { MemberList } from './members.ts';
import type { KeptOverride } from './override.ts';
import { rotationTables } from './tables.ts';

const tables = tablesOf(rotationTables);

const listsOf = statement((on) => {
  const { rotationMembers } = tables(on);
  return on.sql
    .select({ from: rotationMembers.from, users: rotationMembers.users })
    .from(rotationMembers)
    .where(eq(rotationMembers.rotation, sql.placeholder('rotation')))
    .orderBy(asc(rotationMembers.from))
    .prepare();
});

const overridesOf = statement((on) => {
  const { overrides } = tables(on);
  return on.sql
    .select()
    .from(overrides)
    .where(and(eq(overrides.rotation, sql.placeholder('rotation')), gt(overrides.to, sql.placeholder('since'))))
    .orderBy(asc(overrides.id))
    .prepare();
});

/** Every member list a rotation ever had, oldest first. */
export const memberLists = (on: Reader, rotation: string): Promise<MemberList[]> => listsOf(on).execute({ rotation });

/** The overrides of a rotation that end after `since`, in order of creation. */
export async function overrides(on: Reader, rotation: string, since: Instant): Promise<KeptOverride[]> {
  const rows = await overridesOf(on).execute({ rotation, since });
  return rows.map(keptOf);
}

const keptOf = (row: Omit<KeptOverride, 'replaces'> & { replaces: string | null }): KeptOverride => ({
  ...row,
  replaces: row.replaces ?? undefined,
});

/** Adds a member list; one of the same instant is replaced. */
export async function addMembers(tx: Tx, rotation: string, list: MemberList): Promise<void> {
  const { rotationMembers } = tables(tx);
  const users = [...list.users];
  await tx.sql
    .insert(rotationMembers)
    .values({ rotation, from: list.from, users })
    .onConflictDoUpdate({ target: [rotationMembers.rotation, rotationMembers.from], set: { users } });
}

/** Keys of all rotations that ever had members. */
export async function keys(on: Reader): Promise<string[]> {
  const { rotationMembers } = tables(on);
  const rows = await on.sql.selectDistinct({ key: rotationMembers.rotation }).from(rotationMembers);
  return rows.map((row) => row.key).toSorted();
}

export async function addOverride(tx: Tx, override: Omit<KeptOverride, 'id'>): Promise<KeptOverride> {
  const { overrides } = tables(tx);
  const [row] = await tx.sql
    .insert(overrides)
    .values({ ...override, replaces: override.replaces ?? null })
    .returning();
  return keptOf(row as NonNullable<typeof row>);
}

export async function override(on: Reader, id: number): Promise<KeptOverride | null> {
  const { overrides } = tables(on);
  const [row] = await on.sql.select().from(overrides).where(eq(overrides.id, id));
  return row ? keptOf(row) : null;
}

/** Ends an override at `at`; one that has not begun by then goes away. */
export async function endOverride(tx: Tx, { id, from }: KeptOverride, at: Instant): Promise<void> {
  const { overrides } = tables(tx);
  if (from >= at) await tx.sql.delete(overrides).where(eq(overrides.id, id));
  else await tx.sql.update(overrides).set({ to: at }).where(eq(overrides.id, id));
}
