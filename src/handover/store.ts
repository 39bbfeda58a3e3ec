import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, type Tx, tablesOf } from '../db/database.ts';
import { notFound } from '../errors.ts';
import type { Change, Handover, Note } from './handover.ts';
import { handoverTables } from './tables.ts';

const tables = tablesOf(handoverTables);

/** Notes a change of shifts; null when it was noted before. */
export async function insert(tx: Tx, change: Change & Pick<Handover, 'post' | 'facts'>): Promise<Handover | null> {
  const untouched = { acceptedBy: null, acceptedAt: null, remindedAt: null, leadsToldAt: null, goneToldAt: null };
  const rows = await tx.sql
    .insert(tables(tx).handovers)
    .values({ ...change, ...untouched, postedAt: tx.now })
    .onConflictDoNothing()
    .returning();
  return rows[0] ?? null;
}

export async function get(on: Reader, id: number): Promise<Handover> {
  const { handovers } = tables(on);
  const [row] = await on.sql.select().from(handovers).where(eq(handovers.id, id));
  if (!row) throw notFound('This handover is not known any more.');
  return row;
}

/** The change of a rotation's shifts at an instant; null as long as it did not happen. */
export async function find(on: Reader, rotation: string, at: Instant): Promise<Handover | null> {
  const { handovers } = tables(on);
  const [row] = await on.sql
    .select()
    .from(handovers)
    .where(and(eq(handovers.rotation, rotation), eq(handovers.at, at)));
  return row ?? null;
}

/** The changes that one message tells of, in the order in which it tells them. */
export async function ofPost(on: Reader, post: string): Promise<Handover[]> {
  const { handovers } = tables(on);
  return on.sql.select().from(handovers).where(eq(handovers.post, post)).orderBy(asc(handovers.id));
}

/** Everything that changed hands at an instant, whatever the rotation. */
export async function ofInstant(on: Reader, at: Instant): Promise<Handover[]> {
  const { handovers } = tables(on);
  return on.sql.select().from(handovers).where(eq(handovers.at, at)).orderBy(asc(handovers.id));
}

/** The instants after `since` at which nobody took over, or somebody whose account is closed, and the leads were called. */
export async function calledSince(on: Reader, since: Instant): Promise<Instant[]> {
  const { handovers } = tables(on);
  const isCalled = or(isNotNull(handovers.goneToldAt), and(isNull(handovers.to), isNotNull(handovers.leadsToldAt)));
  const rows = await on.sql
    .selectDistinct({ at: handovers.at })
    .from(handovers)
    .where(and(gt(handovers.at, since), isCalled))
    .orderBy(asc(handovers.at));
  return rows.map(({ at }) => at);
}

/** The newest change in which this person's shift of a rotation ended. */
export async function latestFrom(on: Reader, rotation: string, from: string): Promise<Handover | null> {
  const { handovers } = tables(on);
  const [row] = await on.sql
    .select()
    .from(handovers)
    .where(and(eq(handovers.rotation, rotation), eq(handovers.from, from)))
    .orderBy(desc(handovers.at))
    .limit(1);
  return row ?? null;
}

/** What waits for this person to accept it. */
export async function unaccepted(on: Reader, user: string): Promise<Handover[]> {
  const { handovers } = tables(on);
  return on.sql
    .select()
    .from(handovers)
    .where(and(eq(handovers.to, user), isNull(handovers.acceptedBy)))
    .orderBy(asc(handovers.id));
}

export async function change(
  tx: Tx,
  id: number,
  to: Partial<Pick<Handover, 'acceptedBy' | 'acceptedAt' | 'remindedAt' | 'leadsToldAt' | 'goneToldAt'>>,
): Promise<void> {
  const { handovers } = tables(tx);
  await tx.sql.update(handovers).set(to).where(eq(handovers.id, id));
}

/** Where a note belongs: to a handover, or to the shift that still goes on in a rotation. */
export type NotePlace = { handoverId: number } | { rotation: string };

const inPlace = (on: Reader, place: NotePlace) => {
  const { handoverNotes } = tables(on);
  return 'handoverId' in place
    ? eq(handoverNotes.handoverId, place.handoverId)
    : and(eq(handoverNotes.rotation, place.rotation), isNull(handoverNotes.handoverId));
};

/** What one person wrote there. */
export async function noteOf(on: Reader, place: NotePlace, user: string): Promise<Note | null> {
  const { handoverNotes } = tables(on);
  const [row] = await on.sql
    .select()
    .from(handoverNotes)
    .where(and(inPlace(on, place), eq(handoverNotes.user, user)));
  return row ?? null;
}

/** Keeps what one person wrote there, in place of what they wrote before; nothing takes it away. */
export async function saveNote(tx: Tx, rotation: string, handoverId: number | null, note: Note): Promise<void> {
  const { handoverNotes } = tables(tx);
  const place = handoverId === null ? { rotation } : { handoverId };
  const theirs = and(inPlace(tx, place), eq(handoverNotes.user, note.user));
  if (note.text === '') await tx.sql.delete(handoverNotes).where(theirs);
  else if (await noteOf(tx, place, note.user))
    await tx.sql.update(handoverNotes).set({ text: note.text }).where(theirs);
  else await tx.sql.insert(handoverNotes).values({ ...note, rotation, handoverId, writtenAt: tx.now });
}

/** The shift is over: what the outgoing person wrote during it belongs to its handover. */
export async function attachNotes(tx: Tx, { rotation, from }: Change, handoverId: number): Promise<void> {
  if (from === null) return;
  const { handoverNotes } = tables(tx);
  await tx.sql
    .update(handoverNotes)
    .set({ handoverId })
    .where(and(inPlace(tx, { rotation }), eq(handoverNotes.user, from)));
}

/** Everything written for these handovers, oldest first. */
export async function notes(on: Reader, handoverIds: number[]): Promise<(Note & { handoverId: number })[]> {
  const { handoverNotes } = tables(on);
  const { user, text, handoverId } = handoverNotes;
  const rows = await on.sql
    .select({ user, text, handoverId })
    .from(handoverNotes)
    .where(and(isNotNull(handoverId), inArray(handoverId, handoverIds)))
    .orderBy(asc(handoverNotes.id));
  return rows as (Note & { handoverId: number })[];
}
