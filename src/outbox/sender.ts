import type { Instant } from '../clock.ts';
import { inTransaction } from '../db/database.ts';
import type { Lock } from '../db/lock.ts';
import { type DeliveryNeeds, delivery } from './delivery.ts';
import { openLanes } from './due.ts';
import { Slots } from './gate.ts';
import { Lane, nextStep, type SharedLimits } from './lane.ts';
import { MethodLimit } from './method-limit.ts';
import { postDue } from './outbox.ts';
import { tally, unpark } from './store.ts';

export interface Sender {
  /** Resolves when nothing can be sent at this instant: everything is sent, parked, or waits for a later one. */
  quiet(): Promise<void>;
  /** The earliest instant at which a waiting lane goes on. */
  waitingUntil(): Instant | null;
  /** Looks for work now, in one lane (a channel or user id) or in all that have some. */
  wake(lane?: string): void;
  /** Sends what was parked for a channel or person, for example after an invitation. */
  retryParked(channel: string): Promise<void>;
  health(): Promise<{
    waiting: number;
    parked: number;
    /** When the oldest waiting post was written. */
    oldest: Instant | null;
    editsPausedUntil: Instant | null;
  }>;
  /** Finishes the calls under way and starts no more. */
  stop(): Promise<void>;
}

/** Slack takes about one post a second per channel. */
const PACE_MS = 1_000;
/** Slack promises fifty edits and a hundred homes a minute, and lets bursts through. */
const EDIT_PACE_MS = 1_200;
const HOME_PACE_MS = 600;
const LANES_AT_ONCE = 16;
/** Other processes may owe messages too, or stop sending; news of that don't reach this one. */
const LOOK_AROUND_MS = 1_000;
const AFTER_TROUBLE_MS = 1_000;

/**
 * Delivers what the outbox owes: lanes side by side, posts of one lane in order and `pace` ms apart, each once also when
 * Slack's answer gets lost. Of several processes on one database one sends; another goes on as soon as that one ends. Whoever begins to
 * send tries parked posts again.
 */
export function startSender(needs: Omit<DeliveryNeeds, 'pace'> & { pace?: number }): Sender {
  const { db, clock, log } = needs;
  const shared: SharedLimits = { edits: new MethodLimit(EDIT_PACE_MS), homes: new MethodLimit(HOME_PACE_MS) };
  const deliver = delivery({ ...needs, pace: needs.pace ?? PACE_MS }, shared);
  const lanes = new Map<string, Lane>();
  const slots = new Slots(LANES_AT_ONCE);
  let stopped = false;
  let sending: Lock | null = null;

  async function retry(name?: string): Promise<void> {
    for (const lane of await inTransaction(needs, (tx) => unpark(tx, name))) wakeLane(lane);
  }

  /** Looks for work, once it is this process that sends. */
  async function wakeAll(): Promise<void> {
    if (stopped) return;
    if (!sending) {
      sending = db.lock('outbox');
      if (sending) await retry();
    }
    if (!sending) return;
    for (const lane of await openLanes(db.reader)) wakeLane(lane);
  }

  function wakeLane(name: string): void {
    if (stopped || !sending) return;
    const lane = lanes.get(name) ?? new Lane(name);
    lanes.set(name, lane);
    lane.again = true;
    rest(lane, null);
    lane.running ??= run(lane);
  }

  async function run(lane: Lane): Promise<void> {
    while (lane.again && !stopped) {
      lane.again = false;
      try {
        await slots.with(() => step(lane));
      } catch (error) {
        log.error({ lane: lane.name, err: error }, 'the outbox could not work');
        rest(lane, clock.now() + AFTER_TROUBLE_MS);
      }
    }
    lane.running = null;
  }

  async function step(lane: Lane): Promise<void> {
    if (stopped) return;
    const next = await nextStep(db.reader, lane, shared, clock);
    if (next.do === 'nothing') return;
    if (next.do === 'wait') {
      if (!lane.again) rest(lane, next.until);
      return;
    }
    await deliver[next.do](next.row, lane);
    lane.again = true;
  }

  function rest(lane: Lane, until: Instant | null): void {
    lane.cancelWait();
    lane.waitsUntil = until;
    lane.cancelWait = until === null ? () => {} : clock.at(until, () => wakeLane(lane.name));
  }

  const background = (work: Promise<void>): void => {
    const watched = work
      .catch((error: unknown) => log.error({ err: error }, 'the outbox could not look for work'))
      .finally(() => underWay.delete(watched));
    underWay.add(watched);
  };
  const underWay = new Set<Promise<void>>();

  let cancelLookAround = () => {};
  const lookAround = (): void => {
    background(wakeAll());
    cancelLookAround = clock.at(clock.now() + LOOK_AROUND_MS, lookAround);
  };

  db.on(postDue, ({ lane }) => wakeLane(lane));
  const forgetJumps = clock.onJump(() => {
    for (const lane of lanes.values()) if (lane.waitsUntil !== null) wakeLane(lane.name);
    cancelLookAround();
    lookAround();
  });
  lookAround();

  const working = () => [...underWay, ...[...lanes.values()].flatMap((lane) => lane.running ?? [])];

  return {
    async quiet() {
      while (true) {
        for (const lane of lanes.values()) {
          if (lane.waitsUntil !== null && lane.waitsUntil <= clock.now()) wakeLane(lane.name);
        }
        const busy = working();
        if (busy.length === 0) return;
        await Promise.all(busy);
      }
    },
    waitingUntil() {
      const waits = [...lanes.values()].flatMap((lane) => lane.waitsUntil ?? []);
      return waits.length > 0 ? Math.min(...waits) : null;
    },
    wake(lane) {
      if (lane) wakeLane(lane);
      else background(wakeAll());
    },
    retryParked: (channel) => retry(channel),
    async health() {
      return { ...(await tally(db.reader)), editsPausedUntil: shared.edits.opensAt(clock.now()) || null };
    },
    async stop() {
      stopped = true;
      cancelLookAround();
      forgetJumps();
      for (const lane of lanes.values()) rest(lane, null);
      while (working().length > 0) await Promise.all(working());
      for (const lane of lanes.values()) rest(lane, null);
      sending?.release();
      sending = null;
    },
  };
}
