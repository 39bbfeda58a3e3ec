import { and, asc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../clock.ts';
import { atMost, type Reader, statement, type Tx, tablesOf } from '../db/database.ts';
import type { PostRow } from './store.ts';
import { outboxTables } from './tables.ts';

const tables = tablesOf(outboxTables);

/** Both said exactly like the indexes say them: only then are these used. */
const open = sql`state <> 'sent'`;
const sendable = sql`state in ('due', 'unknown')`;

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
