import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { type Reader, statement, type Tx, tablesOf, topic } from '../db/database.ts';
import type { Content, Place, PublicContent } from './post.ts';
import { outboxTables } from './tables.ts';

const tables = tablesOf(outboxTables);

/** A lane got something to send. */
export const postDue = topic<{ lane: string }>('post-due');

const insert = (on: Reader) => {
  const { posts } = tables(on);
  const lane = sql.placeholder('lane');
  return on.sql.insert(posts).values({
    once: sql.placeholder('once'),
    audience: sql.placeholder('audience'),
    lane,
    thread: sql.placeholder('thread'),
    under: sql.placeholder('under'),
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

const tellOnce = statement((on) => {
  const { posts } = tables(on);
  return insert(on).onConflictDoNothing().returning({ id: posts.id }).prepare();
});

/** A card that was never posted, or waits for an edit already, keeps its turn: what goes under it must come after it. */
const keepCurrent = statement((on) => {
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
    .returning({ id: posts.id })
    .prepare();
});

type Audience = 'customer' | 'team' | 'person';

async function put(
  tx: Tx,
  write: typeof tellOnce | typeof keepCurrent,
  audience: Audience,
  place: Place,
  content: Content,
  once: string,
): Promise<void> {
  const changed = await write(tx).execute({
    once,
    audience,
    lane: place.channel,
    thread: place.thread ?? null,
    under: place.under ?? null,
    content,
    now: tx.now,
  });
  if (changed.length > 0) tx.announce(postDue, { lane: place.channel });
}

/**
 * Owes customers a message. The same `once` again does nothing. `once` travels with the message, where apps of other
 * organisations may read it: only ids and plain words belong in it.
 */
export const tellCustomer = (tx: Tx, place: Place, content: PublicContent, once: string) =>
  put(tx, tellOnce, 'customer', place, content, once);

/** Owes the team a message; it is never sent into a channel shared with another organisation. */
export const tellTeam = (tx: Tx, place: Place, content: Content, once: string) =>
  put(tx, tellOnce, 'team', place, content, once);

/** Owes one person a direct message. */
export const tellPerson = (tx: Tx, userId: string, content: Content, once: string) =>
  put(tx, tellOnce, 'person', { channel: userId }, content, once);

/** Owes customers a message that always shows the latest content; contents in between may never be seen. */
export const keepCustomerCard = (tx: Tx, place: Place, content: PublicContent, once: string) =>
  put(tx, keepCurrent, 'customer', place, content, once);

/** Like `keepCustomerCard`, for the team. */
export const keepTeamCard = (tx: Tx, place: Place, content: Content, once: string) =>
  put(tx, keepCurrent, 'team', place, content, once);

/** Like `keepCustomerCard`, as a direct message to one person. */
export const keepPersonCard = (tx: Tx, userId: string, content: Content, once: string) =>
  put(tx, keepCurrent, 'person', { channel: userId }, content, once);

const placeOf = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .select({ channel: posts.channel, ts: posts.ts, thread: posts.thread })
    .from(posts)
    .where(and(eq(posts.once, sql.placeholder('once')), isNotNull(posts.ts)))
    .prepare();
});

/** Where a message stands in Slack, `thread` being its parent's ts; null as long as it is not posted. */
export async function whereIs(
  on: Reader,
  once: string,
): Promise<{ channel: string; ts: string; thread: string | null } | null> {
  const [row] = await placeOf(on).execute({ once });
  return row?.channel && row.ts ? { channel: row.channel, ts: row.ts, thread: row.thread } : null;
}

const onceAt = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .select({ once: posts.once })
    .from(posts)
    .where(and(eq(posts.channel, sql.placeholder('channel')), eq(posts.ts, sql.placeholder('ts'))))
    .prepare();
});

/** The `once` of our own message at this place; null for messages of others. */
export async function postAt(on: Reader, channel: string, ts: string): Promise<string | null> {
  const [row] = await onceAt(on).execute({ channel, ts });
  return row?.once ?? null;
}

const anyOf = statement((on) => {
  const { posts } = tables(on);
  return on.sql
    .select({ id: posts.id })
    .from(posts)
    .where(eq(posts.once, sql.placeholder('once')))
    .prepare();
});

/** Whether a message of this name was ever put, sent or not. */
export const isOwed = async (on: Reader, once: string): Promise<boolean> =>
  (await anyOf(on).execute({ once })).length > 0;
