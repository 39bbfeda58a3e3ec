import { type Clock, every } from '../clock.ts';
import { type Database, inTransaction, type Tx, topic } from '../db/database.ts';
import { DeskError } from '../errors.ts';
import type { Log } from '../log.ts';
import { envelope, laneOf } from './event.ts';
import * as store from './store.ts';

/** What an event type means to us. `prepare` may ask Slack; `work` decides and writes, in one transaction with the mark that it is done. */
export interface EventVerb {
  /** False for an event that changes nothing, so that it is not even stored: half of all traffic is our own posts. */
  matters?(event: unknown): boolean;
  prepare?(event: unknown): Promise<void>;
  work(tx: Tx, event: unknown): Promise<void>;
}

export interface Inbox {
  /** Stores an event envelope and resolves once it is safe; only then may it be acknowledged. */
  keep(body: unknown): Promise<void>;
  /** Stores an event that Slack did not hand us: one found by reading a channel's history. */
  keepFound(eventId: string, event: { type: string; channel: string }): Promise<void>;
  /** Resolves when nothing that may be worked off now is left. */
  quiet(): Promise<void>;
  /** The earliest instant at which something that failed is tried again. */
  waitingUntil(): Promise<number | null>;
  health(): Promise<{ due: number; parked: number }>;
  stop(): Promise<void>;
}

const arrived = topic<store.Kept>('inbox-arrived');
const BACKOFF_MS = [1_000, 5_000, 30_000, 120_000];
/** Slack may deliver an event again for a day. */
const REMEMBER_MS = 48 * 3_600_000;
const TIDY_EVERY_MS = 3_600_000;
/** Other processes may put events back; news of their transactions don't reach this one. */
const LOOK_AROUND_MS = 10_000;

/** Works off stored events: the lanes side by side, each in order of arrival, every event once. */
export function startInbox(
  desk: { db: Database; clock: Clock; log: Log },
  verbs: ReadonlyMap<string, EventVerb>,
): Inbox {
  const running = new Map<string, Promise<void>>();
  const alarms = new Map<string, () => void>();
  /** Lanes that were seen empty: what arrives there next is the first there is. */
  const empty = new Set<string>();
  /** Lanes in which something arrived while they were worked off. */
  const fuller = new Set<string>();
  let stopped = false;

  const keepRow = async (eventId: string, event: { type: string; [key: string]: unknown }) => {
    const verb = verbs.get(event.type);
    if (!verb || verb.matters?.(event) === false) return;
    const lane = laneOf(event);
    const keeping = async (tx: Tx) => {
      const row = await store.keep(tx, { eventId, lane, type: event.type, event });
      if (row) tx.announce(arrived, row);
    };
    await inTransaction(desk, keeping, 'ahead');
  };

  /** Works one event off. After the `last` one at hand it answers what its lane has next, read where the writer has it at hand. */
  const attempt = async (row: store.Kept, last: boolean): Promise<store.Kept[]> => {
    const verb = verbs.get(row.type);
    try {
      await verb?.prepare?.(row.event);
      return await inTransaction(desk, async (tx) => {
        if (await store.done(tx, row.id)) await verb?.work(tx, row.event);
        return last ? store.next(tx, row.lane, tx.now) : [];
      });
    } catch (error) {
      await note(row, error);
      return last ? store.next(desk.db.reader, row.lane, desk.clock.now()) : [];
    }
  };

  /** A refusal is an answer and final; anything else is tried again a few times and then put aside for a person. */
  const note = async (row: store.Kept, error: unknown): Promise<void> => {
    const refused = error instanceof DeskError && !['internal', 'unavailable'].includes(error.code);
    const unreachable = error instanceof DeskError && error.code === 'unavailable';
    const pause = BACKOFF_MS[Math.min(row.attempts, BACKOFF_MS.length - 1)] as number;
    const giveUp = refused || (!unreachable && row.attempts >= BACKOFF_MS.length);
    const problem = error instanceof Error ? error.message : String(error);
    desk.log[refused ? 'info' : 'error'](
      { event: row.id, type: row.type, attempts: row.attempts + 1, problem },
      'event failed',
    );
    const notBefore = giveUp ? null : desk.clock.now() + pause;
    await inTransaction(desk, (tx) => store.failed(tx, row.id, problem, notBefore));
    if (notBefore !== null) wakeAt(row.lane, notBefore);
  };

  /** Works a lane off, beginning with `first` where the caller knows it. */
  const drain = async (lane: string, first: store.Kept | null): Promise<void> => {
    const rows = first ? [first] : await store.next(desk.db.reader, lane, desk.clock.now());
    while (!stopped) {
      const row = rows.shift();
      if (!row) break;
      rows.push(...(await attempt(row, rows.length === 0)));
    }
    if (!stopped) empty.add(lane);
  };

  const run = async (lane: string, first: store.Kept | null): Promise<void> => {
    try {
      await drain(lane, first);
      while (fuller.delete(lane)) await drain(lane, null);
    } catch (error) {
      desk.log.error({ err: error }, 'inbox stopped short');
    }
    running.delete(lane);
  };

  const wake = (lane: string, first: store.Kept | null = null): void => {
    if (stopped) return;
    if (running.has(lane)) fuller.add(lane);
    else running.set(lane, run(lane, empty.delete(lane) ? first : null));
  };

  const wakeAt = (lane: string, notBefore: number): void => {
    if (alarms.has(lane)) return;
    const ring = () => {
      alarms.delete(lane);
      wake(lane);
    };
    alarms.set(lane, desk.clock.at(notBefore, ring));
  };

  /** Wakes the lanes that may go on, and sets an alarm for those that wait. */
  const look = async (): Promise<void> => {
    if (stopped) return;
    for (const { lane, notBefore } of await store.dueLanes(desk.db.reader)) {
      if (notBefore > desk.clock.now()) wakeAt(lane, notBefore);
      else if (!running.has(lane)) wake(lane);
    }
  };

  const steady = [
    every(desk.clock, LOOK_AROUND_MS, () => void look()),
    every(
      desk.clock,
      TIDY_EVERY_MS,
      () => void inTransaction(desk, (tx) => store.forgetDone(tx, tx.now - REMEMBER_MS)),
    ),
  ];

  desk.db.on(arrived, (row) => wake(row.lane, row));
  void look();

  return {
    keep: async (body) => {
      const read = envelope.safeParse(body);
      if (read.success) await keepRow(read.data.event_id, read.data.event);
    },
    keepFound: (eventId, event) => keepRow(eventId, event),
    quiet: async () => {
      await look();
      while (running.size > 0) await Promise.all(running.values());
    },
    waitingUntil: async () => {
      const lanes = await store.dueLanes(desk.db.reader);
      return lanes.length === 0 ? null : Math.min(...lanes.map((lane) => lane.notBefore));
    },
    health: async () => ({
      due: await store.count(desk.db.reader, 'due'),
      parked: await store.count(desk.db.reader, 'parked'),
    }),
    stop: async () => {
      stopped = true;
      for (const cancel of steady) cancel();
      for (const cancel of alarms.values()) cancel();
      await Promise.all(running.values());
    },
  };
}
