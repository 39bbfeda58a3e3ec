import type { Columns } from '../db/columns.ts';
import type { Content } from './post.ts';

export const outboxTables = (c: Columns) => ({
  /** Every message we owe Slack, and for good what became of it. A card is a row whose content changes. */
  posts: c.table(
    'posts',
    {
      id: c.serial('id'),
      /** Our own name of the message; putting it twice is once. It travels in the message's metadata. */
      once: c.text('once').notNull(),
      audience: c.word<'customer' | 'team' | 'person' | 'home'>('audience').notNull(),
      /** Channel id, user id for a direct message, or a person's home: posts of one lane go out in order. */
      lane: c.text('lane').notNull(),
      /** Parent's ts; for a post under another one it is known once posted. */
      thread: c.text('thread'),
      under: c.text('under'),
      /** Shown in the channel besides its thread. */
      broadcast: c.flag('broadcast').notNull(),
      content: c.json<Content>('content').notNull(),
      /** Grows with every change of `content`; the sender brings `sentRevision` up to it. */
      revision: c.integer('revision').notNull(),
      /** The revision of the last try; what Slack shows as soon as `ts` is set and nothing is due. */
      sentRevision: c.integer('sent_revision').notNull(),
      /** Order within the lane. A change of a card that is up to date moves it to the end; otherwise it keeps its turn. */
      turn: c.integer('turn').notNull(),
      /** Where it stands in Slack, once posted; a home stands nowhere. */
      channel: c.text('channel'),
      ts: c.text('ts'),
      /** `due` has something to send; `unknown` was sent but the answer got lost; `parked` can't be sent, see `problem`. */
      state: c.word<'due' | 'unknown' | 'sent' | 'parked'>('state').notNull(),
      attempts: c.integer('attempts').notNull(),
      notBefore: c.instant('not_before').notNull(),
      /** Set while a try may have reached Slack without our knowing. */
      triedAt: c.instant('tried_at'),
      /** Why it is or was parked; kept until it is sent. */
      problem: c.text('problem'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('posts_once').on(t.once),
      c.index('posts_open').on(t.lane, t.turn).where(c.sql`state <> 'sent'`),
      /** Of thousands that wait or are parked in a lane the first to post and the first to edit are found at once. */
      c.index('posts_to_post').on(t.lane, t.turn).where(c.sql`state in ('due', 'unknown') and ts is null`),
      c.index('posts_to_edit').on(t.lane, t.turn).where(c.sql`state in ('due', 'unknown') and ts is not null`),
      c.index('posts_by_ts').on(t.channel, t.ts).where(c.sql`ts is not null`),
    ],
  ),
});
