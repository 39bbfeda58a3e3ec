import { and, asc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { atMost, type Reader, rowsWritten, statement, type Tx, tablesOf } from '../db/database.ts';
import { outboxTables } from './tables.ts';

const tables = tablesOf(outboxTables);

export type PostRow = ReturnType<typeof outboxTables>['posts']['$inferSelect'];
export type Audience = PostRow['audience'];
export type NewPost = Pick<PostRow, 'once' | 'audience' | 'lane' | 'thread' | 'under' | 'broadcast' | 'content'>;

/** Both said exactly like the indexes say them: only then are these used. */
const open = sql`state <> 'sent'`;
const sendable = sql`state in ('due', 'unknown')`;

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

const firstOf = (on: Reader, posted: (posts: ReturnType<typeof tables>['posts']) => SQL) => {
  const { posts } = tables(on);
  return on.sql
    .select()
    .from(posts)
    .where(and(eq(posts.lane, sql.placeholder('lane')), sendable, posted(posts)))
    .orderBy(asc(posts.turn), asc(posts.id))
    .limit(atMost(1))
    .prepare();
};

const firstPost = statement((on) => firstOf(on, (posts) => isNull(posts.ts)));
const firstEdit = statement((on) => firstOf(on, (posts) => isNotNull(posts.ts)));

/** What the lane has to post and to edit next, in the order of turns. */
export async function nextOf(on: Reader, lane: string): Promise<{ post: PostRow | null; edit: PostRow | null }> {
  const [post] = await firstPost(on).execute({ lane });
  const [edit] = await firstEdit(on).execute({ lane });
  return { post: post ?? null, edit: edit ?? null };
}

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

/** Lanes with something to send. */
export async function openLanes(on: Reader): Promise<string[]> {
  const { posts } = tables(on);
  const rows = await on.sql.selectDistinct({ lane: posts.lane }).from(posts).where(and(open, sendable));
  return rows.map(({ lane }) => lane);
}

const tried = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .update(posts)
    .set({
      state: 'unknown',
      triedAt: sql`${sql.placeholder('now')}`,
      notBefore: sql`${sql.placeholder('notBefore')}`,
      attempts: sql`attempts + 1`,
      sentRevision: sql`revision`,
    })
    .where(eq(posts.id, sql.placeholder('id')))
    .returning()
    .prepare();
});

/**
 * Notes, before the call, that a post may reach Slack from now on. Answers the row with the content to send; null when it
 * was withdrawn.
 */
export async function markTried(tx: Tx, id: number, notBefore: Instant): Promise<PostRow | null> {
  const [row] = await tried(tx).execute({ id, now: tx.now, notBefore });
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

const sent = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .update(posts)
    .set({
      channel: sql`${sql.placeholder('channel')}`,
      ts: sql`${sql.placeholder('ts')}`,
      thread: sql`${sql.placeholder('thread')}`,
      sentRevision: sql`${sql.placeholder('revision')}`,
      state: sql`case when revision = ${sql.placeholder('revision')} then 'sent' else 'due' end`,
      attempts: 0,
      notBefore: 0,
      triedAt: null,
      problem: null,
    })
    .where(eq(posts.id, sql.placeholder('id')))
    .prepare();
});

/** Slack shows `revision` of the post at this place; a newer content stays due. */
export async function recordSent(
  tx: Tx,
  id: number,
  at: { channel: string | null; ts: string | null; thread: string | null; revision: number },
): Promise<void> {
  await sent(tx).execute({ id, ...at });
}

/** Changes what the sender knows about a post; for everything that goes wrong. */
export async function note(
  tx: Tx,
  id: number,
  change: Partial<Pick<PostRow, 'state' | 'notBefore' | 'attempts' | 'triedAt' | 'problem' | 'channel' | 'ts'>>,
): Promise<void> {
  const { posts } = tables(tx);
  await tx.sql.update(posts).set(change).where(eq(posts.id, id));
}

/** Moves an edit behind everything else its lane has to send. */
export async function putLast(tx: Tx, row: PostRow): Promise<void> {
  const { posts } = tables(tx);
  const last = sql<number>`(select max(turn) + 1 from posts where lane = ${row.lane} and state <> 'sent')`;
  await tx.sql.update(posts).set({ turn: last }).where(eq(posts.id, row.id));
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
