import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { intakeTables } from './tables.ts';

const tables = tablesOf(intakeTables);

export interface Message {
  channel: string;
  ts: string;
  thread: string;
  user: string | null;
  text: string;
  editedTs: string | null;
  deleted: boolean;
}

const insert = statement((on) => {
  const { messages } = tables(on);
  return on.sql
    .insert(messages)
    .values({
      channel: sql.placeholder('channel'),
      ts: sql.placeholder('ts'),
      thread: sql.placeholder('thread'),
      user: sql.placeholder('user'),
      text: sql.placeholder('text'),
      editedTs: null,
      deleted: false,
    })
    .onConflictDoUpdate({
      target: [messages.channel, messages.ts],
      set: { user: sql`excluded.user`, thread: sql`excluded.thread` },
      setWhere: sql`${messages.user} is null`,
    })
    .prepare();
});

/**
 * Keeps a message as it was written. False when it is known already; what an edit or a deletion that came earlier said
 * of it stays.
 */
export async function written(tx: Tx, message: Omit<Message, 'editedTs' | 'deleted'>): Promise<boolean> {
  return rowsWritten(await insert(tx).execute(message)) > 0;
}

const select = statement((on) => {
  const { messages } = tables(on);
  return on.sql
    .select()
    .from(messages)
    .where(and(eq(messages.channel, sql.placeholder('channel')), eq(messages.ts, sql.placeholder('ts'))))
    .prepare();
});

export async function get(on: Reader, channel: string, ts: string): Promise<Message | null> {
  return (await select(on).execute({ channel, ts }))[0] ?? null;
}

/** Keeps the newest wording of a message. */
export async function edited(
  tx: Tx,
  message: { channel: string; ts: string; thread: string; text: string; editedTs: string },
): Promise<void> {
  const { messages } = tables(tx);
  await tx.sql
    .insert(messages)
    .values({ ...message, user: null, deleted: false })
    .onConflictDoUpdate({
      target: [messages.channel, messages.ts],
      set: { text: message.text, editedTs: message.editedTs },
      setWhere: sql`${messages.editedTs} is null or ${messages.editedTs} < ${message.editedTs}`,
    });
}

/** Marks a message as deleted and forgets its text: whoever took it back meant that. */
export async function deleted(tx: Tx, channel: string, ts: string): Promise<void> {
  const { messages } = tables(tx);
  await tx.sql
    .insert(messages)
    .values({ channel, ts, thread: ts, user: null, text: '', deleted: true })
    .onConflictDoUpdate({ target: [messages.channel, messages.ts], set: { deleted: true, text: '' } });
}

const inThread = statement((on) => {
  const { messages } = tables(on);
  return on.sql
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.channel, sql.placeholder('channel')),
        eq(messages.thread, sql.placeholder('thread')),
        eq(messages.deleted, false),
      ),
    )
    .orderBy(asc(messages.ts))
    .prepare();
});

/** What was written in a thread so far, oldest first. */
export const ofThread = (on: Reader, channel: string, thread: string): Promise<Message[]> =>
  inThread(on).execute({ channel, thread });

/** The newest message known of a channel, or of all, by which a gap is found. */
export async function newest(on: Reader, channel?: string): Promise<string | null> {
  const { messages } = tables(on);
  const [row] = await on.sql
    .select({ ts: sql<string | null>`max(${messages.ts})` })
    .from(messages)
    .where(channel ? eq(messages.channel, channel) : undefined);
  return row?.ts ?? null;
}

/** A thread of a customer that was offered a ticket and got no answer. */
export interface OpenOffer {
  channel: string;
  thread: string;
  customerId: string;
  /** `ts` of the message that was offered it last. */
  asked: string;
}

const insertOffer = statement((on) =>
  on.sql
    .insert(tables(on).openOffers)
    .values({
      channel: sql.placeholder('channel'),
      thread: sql.placeholder('thread'),
      customerId: sql.placeholder('customerId'),
      asked: sql.placeholder('asked'),
    })
    .onConflictDoUpdate({
      target: [tables(on).openOffers.channel, tables(on).openOffers.thread],
      set: {
        asked: sql`case when excluded.asked > open_offers.asked then excluded.asked else open_offers.asked end`,
      },
    })
    .prepare(),
);

const removeOffer = statement((on) => {
  const { openOffers } = tables(on);
  return on.sql
    .delete(openOffers)
    .where(and(eq(openOffers.channel, sql.placeholder('channel')), eq(openOffers.thread, sql.placeholder('thread'))))
    .prepare();
});

/** Notes an offer that waits for an answer. Of several in a thread the newest counts. */
export async function noteOffer(tx: Tx, offer: OpenOffer): Promise<void> {
  await insertOffer(tx).execute({ ...offer });
}

/** Somebody has answered, or nobody needs to any more. */
export async function dropOffer(tx: Tx, channel: string, thread: string): Promise<void> {
  await removeOffer(tx).execute({ channel, thread });
}

/** The offers that wait for an answer under messages written at `since` (a `ts`) or later, oldest first. */
export async function openOffers(on: Reader, since: string): Promise<OpenOffer[]> {
  const { openOffers } = tables(on);
  return on.sql.select().from(openOffers).where(gte(openOffers.asked, since)).orderBy(asc(openOffers.asked));
}

/** Forgets the offers under messages written before `since` (a `ts`). */
export async function forgetOffers(tx: Tx, since: string): Promise<void> {
  const { openOffers } = tables(tx);
  await tx.sql.delete(openOffers).where(lt(openOffers.asked, since));
}

/** Moves what was written in a channel to its new id. What was heard under both ids already stays as it reads under the new one. */
export async function moveChannel(tx: Tx, from: string, to: string): Promise<void> {
  const { messages } = tables(tx);
  const there = tx.sql.select({ ts: messages.ts }).from(messages).where(eq(messages.channel, to));
  await tx.sql.delete(messages).where(and(eq(messages.channel, from), inArray(messages.ts, there)));
  await tx.sql.update(messages).set({ channel: to }).where(eq(messages.channel, from));
  const { openOffers } = tables(tx);
  for (const offer of await tx.sql.delete(openOffers).where(eq(openOffers.channel, from)).returning()) {
    await noteOffer(tx, { ...offer, channel: to });
  }
}
