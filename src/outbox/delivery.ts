import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Gate } from './gate.ts';
import type { Lane } from './lane.ts';
import type { Content } from './post.ts';
import { type OwnProblem, problemSentence } from './problem.ts';
import type { Posted, Sending } from './slack-sending.ts';
import { markTried, note, type PostRow, postOf, putLast, recordSent } from './store.ts';

/** A post that can't be sent as things are. */
export interface ParkedPost {
  once: string;
  audience: PostRow['audience'];
  /** Channel id, or user id when `audience` is a person. */
  lane: string;
  /** Slack's error code or our own word for the reason. */
  problem: string;
}

export interface DeliveryNeeds {
  db: Database;
  clock: Clock;
  log: Logger;
  slack: Sending;
  directMessage: (user: string) => Promise<string>;
  isSharedWithOthers?: (channel: string) => Promise<boolean>;
  /** Told in the transaction that parks a post, once per post and reason; what it writes through `tx` is part of it. */
  onParked?: (post: ParkedPost, sentence: string, tx: Tx) => Promise<void> | void;
  /** Between two posts to one channel, ms. */
  pace: number;
}

interface Target {
  channel: string;
  thread: string | null;
}

/** How long a message may take to show up in Slack's history; doubles with every try. */
const SETTLING_MS = 3_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;
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

const doubled = (first: number, tries: number) => Math.min(first * 2 ** Math.max(tries - 1, 0), LONGEST_BACKOFF_MS);

class Parked extends Error {
  readonly problem: string;
  constructor(problem: OwnProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** One step of one lane: each call leaves the row in a state from which the next step, or the next start, goes on. */
export function delivery(needs: DeliveryNeeds, allEdits: Gate) {
  const { db, clock, log, slack } = needs;
  const write = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ db, clock }, work);

  /** Posts a row, after looking for it in Slack when an earlier try may have reached it. */
  async function post(row: PostRow, lane: Lane): Promise<void> {
    let target: Target;
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
    const now = await write((tx) => markTried(tx, row.id, tx.now + doubled(SETTLING_MS, row.attempts + 1)));
    lane.pace.close(clock.now(), needs.pace);
    let posted: Posted;
    try {
      posted = await orTextAlone(now, (content) => slack.post({ ...target, once: now.once }, content));
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
      await orTextAlone(row, (content) => slack.update({ channel, ts }, content));
    } catch (error) {
      return notEdited(row, lane, error);
    }
    await write((tx) => recordSent(tx, row.id, { channel, ts, thread, revision: row.revision }));
  }

  async function targetOf(row: PostRow): Promise<Target> {
    await refuseInternalText(row);
    const channel = row.audience === 'person' ? await needs.directMessage(row.lane) : row.lane;
    if (!row.under) return { channel, thread: row.thread };
    const parent = await postOf(db.reader, row.under);
    if (parent?.state === 'parked' && !parent.ts) throw new Parked('under_parked');
    if (!parent?.ts || parent.lane !== row.lane) throw new Parked('under_unknown');
    return { channel, thread: parent.thread ?? parent.ts };
  }

  async function refuseInternalText(row: PostRow): Promise<void> {
    if (row.audience !== 'team' || !needs.isSharedWithOthers) return;
    if (await needs.isSharedWithOthers(row.lane)) throw new Parked('internal_text_refused');
  }

  /** Records a message that stands in Slack, or takes it back when its thread is gone and it stands in the channel. */
  async function settle(row: PostRow, target: Target, posted: Posted, revision: number): Promise<void> {
    const { channel, thread } = target;
    if (!thread || (posted.thread && posted.thread !== posted.ts)) {
      return write((tx) => recordSent(tx, row.id, { channel, ts: posted.ts, thread, revision }));
    }
    await slack.delete({ channel, ts: posted.ts }).catch((error: unknown) => {
      const failure = failureOf(error);
      if (failure.kind !== 'refused') throw error;
      log.warn({ once: row.once, lane: row.lane, error: failure.error }, 'a stray message could not be deleted');
    });
    await park(row, 'thread_gone', { triedAt: null });
  }

  /** Nothing new was sent; whether an earlier try arrived is as open as before. */
  async function beforePosting(row: PostRow, error: unknown): Promise<void> {
    if (error instanceof Parked) return park(row, error.problem);
    const failure = failureOf(error);
    if (failure.kind === 'refused') return park(row, failure.error);
    const attempts = row.attempts + 1;
    const wait = failure.kind === 'limited' ? failure.retryAfter : doubled(FIRST_BACKOFF_MS, attempts);
    logFailure(row, failure, wait);
    await write((tx) => note(tx, row.id, { attempts, notBefore: tx.now + wait }));
  }

  async function notPosted(row: PostRow, lane: Lane, failure: Failure): Promise<void> {
    switch (failure.kind) {
      case 'refused':
        return park(row, failure.error, { triedAt: null });
      case 'limited':
        lane.limited.close(clock.now(), failure.retryAfter);
        logFailure(row, failure, failure.retryAfter);
        return write((tx) => note(tx, row.id, { state: 'due', triedAt: null, notBefore: tx.now + failure.retryAfter }));
      case 'unsure': {
        const wait = doubled(SETTLING_MS, row.attempts);
        logFailure(row, failure, wait);
        return write((tx) => note(tx, row.id, { notBefore: tx.now + wait }));
      }
    }
  }

  async function notEdited(row: PostRow, lane: Lane, error: unknown): Promise<void> {
    if (error instanceof Parked) return park(row, error.problem);
    const failure = failureOf(error);
    switch (failure.kind) {
      case 'refused':
        if (failure.error !== 'message_not_found') return park(row, failure.error);
        log.info({ once: row.once, lane: row.lane }, 'a card was deleted in Slack and is posted again');
        return write((tx) => note(tx, row.id, { ts: null, channel: null, attempts: 0, notBefore: 0 }));
      case 'limited':
        allEdits.close(clock.now(), failure.retryAfter);
        return logFailure(row, failure, failure.retryAfter);
      case 'unsure': {
        const attempts = row.attempts + 1;
        const wait = doubled(FIRST_BACKOFF_MS, attempts);
        lane.edits.close(clock.now(), wait);
        logFailure(row, failure, wait);
        return write(async (tx) => {
          await note(tx, row.id, { attempts });
          await putLast(tx, row);
        });
      }
    }
  }

  /** Blocks that Slack refuses are our mistake; the text must arrive all the same. */
  async function orTextAlone<T>(row: PostRow, send: (content: Content) => Promise<T>): Promise<T> {
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

  async function park(row: PostRow, problem: string, change: { triedAt?: null } = {}): Promise<void> {
    log.warn({ once: row.once, lane: row.lane, problem }, 'post parked');
    const parked = { state: 'parked', problem, ...change } as const;
    const { onParked } = needs;
    const isNews = problem !== row.problem && problem !== 'under_parked';
    const told = write(async (tx) => {
      await note(tx, row.id, parked);
      const { once, audience, lane } = row;
      if (isNews) await onParked?.({ once, audience, lane, problem }, problemSentence(row, problem), tx);
    });
    await told.catch((error: unknown) => {
      log.error({ once: row.once, problem, err: error }, 'a parked post could not be reported');
      return write((tx) => note(tx, row.id, parked));
    });
  }

  function logFailure(row: PostRow, failure: Failure, wait: number): void {
    const error = failure.kind === 'limited' ? 'rate limited' : failure.error;
    log.warn({ once: row.once, lane: row.lane, error, wait }, 'Slack call failed, trying again');
  }

  return { post, edit };
}
