import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { outboxTables } from './tables.ts';

const tables = tablesOf(outboxTables);

export type PostRow = ReturnType<typeof outboxTables>['posts']['$inferSelect'];
export type Audience = PostRow['audience'];
export type NewPost = Pick<PostRow, 'once' | 'audience' | 'lane' | 'thread' | 'under' | 'broadcast' | 'content'>;

/** Said exactly like the index says it: only then is it used. */
const open = sql`state <> 'sent'`;

const insert = (on: Reader) => {
  const { posts } = tables(on);
  const lane = sql.placeholder('lane');
  return on.sql.insert(posts).values({
    once: sql.placeholder('once'),
    audience: sql.placeholder('audience'),
    lane,
    thread: sql.placeholder('thread'),
    under: sql.placeholder('under'),
    broadcast: sql.placeholder('broadcast'),
    content: sql.placeholder('content'),
    revision: 1,
    sentRevision: 0,
    turn: sql`(select coalesce(max(turn), 0) + 1 from posts where lane = ${lane} and state <> 'sent')`,
    state: 'due',
    attempts: 0,
    notBefore: 0,
    createdAt: sql.placeholder('now'),
  });
};

const putOnce = statement((on) => insert(on).onConflictDoNothing().prepare());

/** A card that was never posted, or waits for an edit already, keeps its turn: what goes under it must come after it. */
const putCurrent = statement((on) => {
  const { posts } = tables(on);
  return insert(on)
    .onConflictDoUpdate({
      target: posts.once,
      set: {
        content: sql`excluded.content`,
        revision: sql`posts.revision + 1`,
        turn: sql`case when posts.state = 'sent' then excluded.turn else posts.turn end`,
        state: sql`case when posts.problem = 'thread_gone' then 'parked'
          when posts.ts is null and posts.tried_at is not null then 'unknown' else 'due' end`,
      },
      setWhere: sql`posts.content <> excluded.content`,
    })
    .prepare();
});

const written = (tx: Tx, post: NewPost) => ({ ...post, now: tx.now });

/** Adds a post unless its `once` is taken; answers whether it did. */
export const insertPost = async (tx: Tx, post: NewPost): Promise<boolean> =>
  rowsWritten(await putOnce(tx).execute(written(tx, post))) > 0;

/** Adds a card or gives it another content; answers whether anything changed. */
export const upsertCard = async (tx: Tx, post: NewPost): Promise<boolean> =>
  rowsWritten(await putCurrent(tx).execute(written(tx, post))) > 0;

const byOnce = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .select()
    .from(posts)
    .where(eq(posts.once, sql.placeholder('once')))
    .prepare();
});

export async function postOf(on: Reader, once: string): Promise<PostRow | null> {
  const [row] = await byOnce(on).execute({ once });
  return row ?? null;
}

const idByOnce = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .select({ id: posts.id })
    .from(posts)
    .where(eq(posts.once, sql.placeholder('once')))
    .prepare();
});

/** Whether there is a post of this name, without reading it. */
export const isThere = async (on: Reader, once: string): Promise<boolean> =>
  (await idByOnce(on).execute({ once })).length > 0;

const byPlace = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .select()
    .from(posts)
    .where(and(eq(posts.channel, sql.placeholder('channel')), eq(posts.ts, sql.placeholder('ts'))))
    .prepare();
});

export async function postAtPlace(on: Reader, channel: string, ts: string): Promise<PostRow | null> {
  const [row] = await byPlace(on).execute({ channel, ts });
  return row ?? null;
}

/** Forgets a post that no try can have brought to Slack yet; false when there is none. */
export async function removeUntried(tx: Tx, once: string): Promise<boolean> {
  const { posts } = tables(tx);
  const rows = await tx.sql
    .delete(posts)
    .where(and(eq(posts.once, once), isNull(posts.ts), isNull(posts.triedAt)))
    .returning({ id: posts.id });
  return rows.length > 0;
}

/**
 * Makes parked posts due again, of one lane or of all, and answers their lanes. A post whose thread is gone stays parked:
 * a deleted message never comes back.
 */
export async function unpark(tx: Tx, lane?: string): Promise<string[]> {
  const { posts } = tables(tx);
  const rows = await tx.sql
    .update(posts)
    .set({
      state: sql`case when ts is null and tried_at is not null then 'unknown' else 'due' end`,
      attempts: 0,
      notBefore: 0,
    })
    .where(and(open, eq(posts.state, 'parked'), sql`problem <> 'thread_gone'`, lane ? eq(posts.lane, lane) : undefined))
    .returning({ lane: posts.lane });
  return [...new Set(rows.map((row) => row.lane))];
}

/** Posts that can't be sent, oldest first. */
export async function parkedPosts(on: Reader): Promise<PostRow[]> {
  const { posts } = tables(on);
  return on.sql
    .select()
    .from(posts)
    .where(and(open, eq(posts.state, 'parked')))
    .orderBy(asc(posts.id));
}

/** Moves all posts of a channel to its new id, those that wait in front of what waits there already. */
export async function moveLane(tx: Tx, from: string, to: string): Promise<void> {
  const { posts } = tables(tx);
  const ahead = sql<number>`turn + (select coalesce(max(turn), 0) from posts where lane = ${from} and state <> 'sent')`;
  await tx.sql
    .update(posts)
    .set({ turn: ahead })
    .where(and(open, eq(posts.lane, to)));
  await tx.sql.update(posts).set({ lane: to }).where(eq(posts.lane, from));
  await tx.sql.update(posts).set({ channel: to }).where(eq(posts.channel, from));
}

/** What waits and what is stuck. */
export async function tally(on: Reader) {
  const { posts } = tables(on);
  const [row] = await on.sql
    .select({
      waiting: sql<number>`coalesce(sum(case when state <> 'parked' then 1 else 0 end), 0)`,
      parked: sql<number>`coalesce(sum(case when state = 'parked' then 1 else 0 end), 0)`,
      oldest: sql<Instant | null>`min(case when state <> 'parked' then created_at end)`,
    })
    .from(posts)
    .where(open);
  return row ?? { waiting: 0, parked: 0, oldest: null };
}
