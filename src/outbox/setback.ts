import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { note, putLast } from './due.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Lane, SharedLimits } from './lane.ts';
import { postDue } from './outbox.ts';
import { type OwnProblem, problemSentence } from './problem.ts';
import { type PostRow, postOf } from './store.ts';

/** A post that can't be sent as things are. */
export interface ParkedPost {
  once: string;
  audience: PostRow['audience'];
  /** Channel id, user id when `audience` is a person, or the lane of a home. */
  lane: string;
  /** Slack's error code or our own word for the reason. */
  problem: string;
}

export interface SetbackNeeds {
  db: Database;
  clock: Clock;
  log: Logger;
  /** Told in the transaction that parks a message, once per message and reason; what it writes through `tx` is part of it. */
  onParked?: (post: ParkedPost, sentence: string, tx: Tx) => Promise<void> | void;
}

/** How long a message may take to show up in Slack's history; doubles with every try. */
const SETTLING_MS = 3_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

const doubled = (first: number, tries: number) => Math.min(first * 2 ** Math.max(tries - 1, 0), LONGEST_BACKOFF_MS);

/** How long after its `tries`th try a post is looked up in Slack, ms. */
export const settling = (tries: number): number => doubled(SETTLING_MS, tries);

/** Thrown when we refuse to send a post, without asking Slack. */
export class Parked extends Error {
  readonly problem: string;
  constructor(problem: OwnProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** What becomes of a row when something goes wrong: parked, tried again later, or, never, forgotten. */
export function setbacks({ db, clock, log, onParked }: SetbackNeeds, shared: SharedLimits) {
  const write = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ db, clock }, work);

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
        const wait = settling(row.attempts);
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
        shared.edits.refused(clock.now(), failure.retryAfter);
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

  async function notPublished(row: PostRow, error: unknown): Promise<void> {
    const failure = failureOf(error);
    if (failure.kind !== 'limited') return beforePosting(row, error);
    shared.homes.refused(clock.now(), failure.retryAfter);
    logFailure(row, failure, failure.retryAfter);
  }

  async function park(row: PostRow, problem: string, change: { triedAt?: null } = {}): Promise<void> {
    log.warn({ once: row.once, lane: row.lane, problem }, 'post parked');
    const parked = { state: 'parked', problem, ...change } as const;
    const isNews = problem !== row.problem && problem !== 'under_parked' && row.audience !== 'home';
    const told = write(async (tx) => {
      const movedTo = await laneNow(tx, row);
      if (movedTo !== row.lane) {
        await note(tx, row.id, { state: 'due', ...change });
        return tx.announce(postDue, { lane: movedTo });
      }
      await note(tx, row.id, parked);
      const { once, audience, lane } = row;
      if (isNews) await onParked?.({ once, audience, lane, problem }, problemSentence(row, problem), tx);
    });
    await told.catch((error: unknown) => {
      log.error({ once: row.once, problem, err: error }, 'a parked post could not be reported');
      return write((tx) => note(tx, row.id, parked));
    });
  }

  /** The channel may have got another id while the row was on its way. */
  const laneNow = async (tx: Tx, row: PostRow) => (await postOf(tx, row.once))?.lane ?? row.lane;

  function logFailure(row: PostRow, failure: Failure, wait: number): void {
    const error = failure.kind === 'limited' ? 'rate limited' : failure.error;
    log.warn({ once: row.once, lane: row.lane, error, wait }, 'Slack call failed, trying again');
  }

  return { beforePosting, notPosted, notEdited, notPublished, park };
}
