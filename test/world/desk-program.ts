import { MovableClock } from '../../src/clock.ts';
import { topic } from '../../src/db/database.ts';
import { openLog } from '../../src/log.ts';
import { type RunningDesk, startDesk } from '../../src/start.ts';
import type { Order, Orders } from './desk-process.ts';

/** A desk as a process of its own, which does what its parent orders: see desk-process.ts. */

let running: RunningDesk | null = null;
let clock: MovableClock | null = null;

const open = (): { desk: RunningDesk; time: MovableClock } => {
  if (!running || !clock) throw new Error('The desk is not started.');
  return { desk: running, time: clock };
};

const obey: { [K in keyof Orders]: (given: Orders[K]['given']) => Promise<Orders[K]['answer']> } = {
  async start({ config, at, dieOn }) {
    clock = new MovableClock({ at, held: true });
    running = await startDesk(config, { clock, log: openLog(process.env.TEST_LOG ?? 'silent') });
    if (dieOn) {
      let left = dieOn.times;
      running.desk.db.on(topic(dieOn.news), () => {
        left -= 1;
        if (left === 0) process.kill(process.pid, 'SIGKILL');
      });
    }
    return null;
  },
  async move({ at }) {
    open().time.moveTo(at);
    return null;
  },
  async quiet() {
    const { desk } = open();
    await desk.interactions.quiet();
    await desk.catchUp.quiet();
    await desk.inbox.quiet();
    await desk.timers.quiet();
    await desk.outbox.quiet();
    return {
      inbox: await desk.inbox.waitingUntil(),
      outbox: desk.outbox.waitingUntil(),
      timers: await desk.timers.nextDueAt(),
    };
  },
  health: () => open().desk.health(),
  async stop() {
    await open().desk.stop();
    return null;
  },
};

process.on('message', ({ n, order, given }: Order) => {
  const work = obey[order] as (given: unknown) => Promise<unknown>;
  work(given).then(
    (value) => process.send?.({ n, value }),
    (error: unknown) => process.send?.({ n, error: error instanceof Error ? (error.stack ?? error.message) : error }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ n: 0, value: 'ready' });
