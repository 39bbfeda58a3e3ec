import { and, asc, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { atMost, type Reader, statement, type Tx, tablesOf } from '../db/database.ts';
import type { KeptAbsence } from './absence.ts';
import { type NewRotationChange, type RotationChange, rotationChanges } from './history.ts';
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

type Row = Omit<KeptOverride, 'replaces' | 'layer' | 'swap'> & {
  replaces: string | null;
  layer: string | null;
  swap: number | null;
};

const keptOf = (row: Row): KeptOverride => ({
  ...row,
  replaces: row.replaces ?? undefined,
  layer: row.layer ?? undefined,
  swap: row.swap ?? undefined,
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
    .values({
      ...override,
      replaces: override.replaces ?? null,
      layer: override.layer ?? null,
      swap: override.swap ?? null,
    })
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

/** Marks an override as one half of the swap that began with override `swap`. */
export async function joinSwap(tx: Tx, id: number, swap: number): Promise<void> {
  const { overrides } = tables(tx);
  await tx.sql.update(overrides).set({ swap }).where(eq(overrides.id, id));
}

/** Both halves of a swap. */
export async function halvesOf(on: Reader, swap: number): Promise<KeptOverride[]> {
  const { overrides } = tables(on);
  return (await on.sql.select().from(overrides).where(eq(overrides.swap, swap)).orderBy(asc(overrides.id))).map(keptOf);
}

const absencesSince = statement((on) => {
  const { absences } = tables(on);
  return on.sql
    .select()
    .from(absences)
    .where(gt(absences.to, sql.placeholder('since')))
    .orderBy(asc(absences.from), asc(absences.id))
    .prepare();
});

/** Everybody's absences that end after `since`, by their start. */
export const absences = (on: Reader, since: Instant): Promise<KeptAbsence[]> => absencesSince(on).execute({ since });

export async function addAbsence(tx: Tx, absence: Omit<KeptAbsence, 'id'>): Promise<KeptAbsence> {
  const [row] = await tx.sql.insert(tables(tx).absences).values(absence).returning();
  return row as NonNullable<typeof row>;
}

export async function absence(on: Reader, id: number): Promise<KeptAbsence | null> {
  const { absences } = tables(on);
  const [row] = await on.sql.select().from(absences).where(eq(absences.id, id));
  return row ?? null;
}

/** Ends an absence at `at`; one that has not begun by then goes away. */
export async function endAbsence(tx: Tx, { id, from }: KeptAbsence, at: Instant): Promise<void> {
  const { absences } = tables(tx);
  if (from >= at) await tx.sql.delete(absences).where(eq(absences.id, id));
  else await tx.sql.update(absences).set({ to: at }).where(eq(absences.id, id));
}

/** Records a change. Throws when it is not of its kind's shape: history must stay readable for good. */
export async function record(
  tx: Tx,
  change: NewRotationChange,
  rotation: string | null,
  by: string | null,
): Promise<number> {
  const { rotationHistory } = tables(tx);
  const data = rotationChanges[change.kind].parse(change.data);
  const [row] = await tx.sql
    .insert(rotationHistory)
    .values({ at: tx.now, by, rotation, kind: change.kind, data })
    .returning({ seq: rotationHistory.seq });
  return (row as NonNullable<typeof row>).seq;
}

/** The newest changes of some rotations and all absences, newest first. */
export async function newestChanges(
  on: Reader,
  rotations: readonly string[],
  count: number,
): Promise<RotationChange[]> {
  const { rotationHistory } = tables(on);
  const rows = await on.sql
    .select()
    .from(rotationHistory)
    .where(or(inArray(rotationHistory.rotation, [...rotations]), isNull(rotationHistory.rotation)))
    .orderBy(desc(rotationHistory.seq))
    .limit(atMost(count));
  return rows as RotationChange[];
}
