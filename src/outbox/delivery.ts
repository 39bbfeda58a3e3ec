import type { Logger } from 'pino';
import { inTransaction, type Tx } from '../db/database.ts';
import { markTried, recordSent } from './due.ts';
import { failureOf } from './failure.ts';
import type { Lane, SharedLimits } from './lane.ts';
import { type Content, userOfHome } from './post.ts';
import { Parked, type SetbackNeeds, setbacks, settling } from './setback.ts';
import type { Posted, PostingPlace, Sending } from './slack-sending.ts';
import { type PostRow, postOf } from './store.ts';

export interface DeliveryNeeds extends SetbackNeeds {
  slack: Sending;
  directMessage: (user: string) => Promise<string>;
  /** Whether people of other organisations read a channel. Its errors hold a post back; they never let it through. */
  isSharedWithOthers?: (channel: string) => Promise<boolean>;
  /** Told when a message got its place in Slack, in the transaction that remembers it; what it writes through `tx` is part of it. */
  onPosted?: (once: string, tx: Tx) => Promise<void>;
  /** Between two posts to one channel, ms. */
  pace: number;
}

/** Slack's clock and ours may differ by so much. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Faults of how a message is built: its text alone still can be sent. */
const BUILT_WRONG = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'block_mismatch',
  'invalid_arguments',
]);

/** One step of one lane: each call leaves the row in a state from which the next step, or the next start, goes on. */
export function delivery(needs: DeliveryNeeds, shared: SharedLimits) {
  const { db, clock, log, slack } = needs;
  const { beforePosting, notPosted, notEdited, notPublished, park } = setbacks(needs, shared);
  const write = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ db, clock }, work);

  /** Posts a row, after looking for it in Slack when an earlier try may have reached it. */
  async function post(row: PostRow, lane: Lane): Promise<void> {
    if (row.audience === 'home') return publish(row, lane);
    let target: PostingPlace;
    try {
      target = await targetOf(row);
      if (row.state === 'unknown') {
        const since = (row.triedAt ?? row.createdAt) - CLOCK_TOLERANCE_MS;
        const found = await slack.findByKey({ ...target, once: row.once, since });
        if (found) return await settle(row, target, found, row.sentRevision);
      }
    } catch (error) {
      return beforePosting(row, error);
    }
    const now = await write((tx) => markTried(tx, row.id, tx.now + settling(row.attempts + 1)));
    if (!now) return;
    lane.pace.close(clock.now(), needs.pace);
    let posted: Posted;
    try {
      posted = await orTextAlone(log, now, (content) => slack.post({ ...target, once: now.once }, content));
    } catch (error) {
      return notPosted(now, lane, failureOf(error));
    }
    try {
      await settle(now, target, posted, now.revision);
    } catch (error) {
      await beforePosting(now, error);
    }
  }

  /** Brings a posted card up to date. Doing it twice is the same as once, so nothing is noted before the call. */
  async function edit(row: PostRow, lane: Lane): Promise<void> {
    const { channel, ts, thread } = row as PostRow & { channel: string; ts: string };
    try {
      await refuseInternalText(row);
      if (!shared.edits.enter(clock.now())) return;
      await orTextAlone(log, row, (content) => slack.update({ channel, ts }, content));
    } catch (error) {
      return notEdited(row, lane, error);
    }
    await write((tx) => recordSent(tx, row.id, { channel, ts, thread, revision: row.revision }));
  }

  /** Shows a home. A state like a card, so nothing is noted before the call. */
  async function publish(row: PostRow, lane: Lane): Promise<void> {
    if (!shared.homes.enter(clock.now())) return;
    lane.pace.close(clock.now(), needs.pace);
    try {
      await slack.publish(userOfHome(row.lane), row.content.blocks ?? []);
    } catch (error) {
      return notPublished(row, error);
    }
    await write((tx) => recordSent(tx, row.id, { channel: null, ts: null, thread: null, revision: row.revision }));
  }

  async function targetOf(row: PostRow): Promise<PostingPlace> {
    await refuseInternalText(row);
    const channel = row.audience === 'person' ? await needs.directMessage(row.lane) : row.lane;
    const { broadcast } = row;
    if (!row.under) return { channel, thread: row.thread, broadcast };
    const parent = await postOf(db.reader, row.under);
    if (parent?.ts && parent.lane === row.lane) return { channel, thread: parent.thread ?? parent.ts, broadcast };
    if (broadcast) return { channel, thread: null, broadcast };
    throw new Parked(parent?.state === 'parked' && !parent.ts ? 'under_parked' : 'under_unknown');
  }

  async function refuseInternalText(row: PostRow): Promise<void> {
    if (row.audience !== 'team' || !needs.isSharedWithOthers) return;
    if (await needs.isSharedWithOthers(row.lane)) throw new Parked('internal_text_refused');
  }

  /**
   * Records a message that stands in Slack. One whose thread is gone stands in the channel: a broadcast is at home there,
   * anything else is taken back.
   */
  async function settle(row: PostRow, target: PostingPlace, posted: Posted, revision: number): Promise<void> {
    const { channel, broadcast } = target;
    const inThread = target.thread && posted.thread && posted.thread !== posted.ts;
    if (inThread || broadcast || !target.thread) {
      const thread = inThread ? target.thread : null;
      return write(async (tx) => {
        await recordSent(tx, row.id, { channel, ts: posted.ts, thread, revision });
        await needs.onPosted?.(row.once, tx);
      });
    }
    await slack.delete({ channel, ts: posted.ts }).catch((error: unknown) => {
      const failure = failureOf(error);
      if (failure.kind !== 'refused') throw error;
      log.warn({ once: row.once, lane: row.lane, error: failure.error }, 'a stray message could not be deleted');
    });
    await park(row, 'thread_gone', { triedAt: null });
  }

  return { post, edit };
}

/** Blocks that Slack refuses are our mistake; the text must arrive all the same. */
async function orTextAlone<T>(log: Logger, row: PostRow, send: (content: Content) => Promise<T>): Promise<T> {
  try {
    return await send(row.content);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'refused' || !BUILT_WRONG.has(failure.error) || !row.content.blocks) throw error;
    const { error: code, pointers } = failure;
    log.error({ once: row.once, lane: row.lane, error: code, pointers }, 'blocks refused, text sent alone');
    return await send({ text: row.content.text });
  }
}
