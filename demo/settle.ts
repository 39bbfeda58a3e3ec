import type { Slack } from '../simulator/start.ts';
import type { MovableClock } from '../src/clock.ts';
import type { RunningDesk } from '../src/start.ts';

/** The outbox waits a second between posts to a channel, and a little longer after trouble; only so far is time moved for it. */
const PATIENCE_MS = 10_000;

/** Something that is due and never done must end in an error, not in a loop. */
const MOST_ROUNDS = 5_000;

type Parts = { slack: Slack; running: RunningDesk; clock: MovableClock };

/**
 * Resolves when the desk and Slack have nothing left to do at this instant. Moves the time by the seconds that posts must
 * wait for each other.
 */
export async function settle({ slack, running, clock }: Parts): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await slack.settled();
    await running.interactions.quiet();
    await running.catchUp.quiet();
    await running.inbox.quiet();
    await running.timers.quiet();
    await running.userGroups.quiet();
    await running.outbox.quiet();
    await slack.settled();
    if ((await running.inbox.health()).due > 0 && (await retryAt(running.inbox)) <= clock.now()) continue;
    const next = Math.min(running.outbox.waitingUntil() ?? Number.POSITIVE_INFINITY, await retryAt(running.inbox));
    if (next > clock.now() + PATIENCE_MS) return;
    clock.moveTo(Math.max(next, clock.now()));
  }
  throw new Error(`The desk does not come to rest: ${JSON.stringify(await running.health())}`);
}

const retryAt = async (inbox: RunningDesk['inbox']): Promise<number> =>
  (await inbox.waitingUntil()) ?? Number.POSITIVE_INFINITY;

/** Lets time pass until `target`, stopping at every instant at which something is due, as it would happen by itself. */
export async function passUntil(parts: Parts, target: number): Promise<void> {
  const { running, clock } = parts;
  for (;;) {
    await settle(parts);
    const next = Math.min(
      (await running.timers.nextDueAt()) ?? Number.POSITIVE_INFINITY,
      running.outbox.waitingUntil() ?? Number.POSITIVE_INFINITY,
    );
    if (next > target) break;
    clock.moveTo(Math.max(next, clock.now()));
  }
  if (target > clock.now()) clock.moveTo(target);
  await settle(parts);
}
