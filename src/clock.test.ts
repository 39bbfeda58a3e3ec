import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { every, type Instant, MovableClock, systemClock } from './clock.ts';

const nextRing = (clock: MovableClock, at: Instant) =>
  new Promise<Instant>((resolve) => clock.at(at, () => resolve(clock.now())));

describe('a held clock', () => {
  it('stands still until it is moved', async () => {
    const clock = new MovableClock({ at: 1_000, held: true });
    await wait(15);
    expect(clock.now()).toBe(1_000);
    clock.moveTo(5_000);
    expect(clock.now()).toBe(5_000);
  });

  it('rings what a jump has passed, in the order of their instants, and nothing later', async () => {
    const clock = new MovableClock({ at: 0, held: true });
    const rung: number[] = [];
    for (const at of [300, 100, 200, 401]) clock.at(at, () => rung.push(at));
    clock.moveTo(400);
    await nextRing(clock, 400);
    expect(rung).toEqual([100, 200, 300]);
  });

  it('runs on from where it stands when it is released, and stops when it is held', async () => {
    const clock = new MovableClock({ at: 1_000, held: true });
    await wait(15);
    clock.release();
    expect(clock.now()).toBeLessThan(1_010);
    await nextRing(clock, 1_020);
    clock.hold();
    const held = clock.now();
    await wait(15);
    expect(clock.now()).toBe(held);
  });
});

describe('a moved clock', () => {
  it('goes on from the instant it was set to', async () => {
    const clock = new MovableClock({ at: Date.UTC(2026, 2, 1) });
    clock.moveTo(Date.UTC(2026, 5, 1));
    await wait(10);
    expect(clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 5, 1));
    expect(clock.now()).toBeLessThan(Date.UTC(2026, 5, 1) + 5_000);
  });

  it('tells everybody who listens of each jump, until they unsubscribe', () => {
    const clock = new MovableClock();
    const heard = vi.fn();
    const forget = clock.onJump(heard);
    clock.moveTo(0);
    clock.moveTo(10);
    forget();
    clock.moveTo(20);
    expect(heard).toHaveBeenCalledTimes(2);
  });
});

describe('at', () => {
  it('never rings early, rings each once, and not what was cancelled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ after: fc.integer({ min: -5, max: 25 }), cancel: fc.boolean() })),
        async (asked) => {
          const clock = new MovableClock({ at: 1_000_000 });
          const start = clock.now();
          const rung = asked.map(() => [] as Instant[]);
          asked.forEach(({ after, cancel }, i) => {
            const forget = clock.at(start + after, () => rung[i]?.push(clock.now()));
            if (cancel) forget();
          });
          expect(rung.flat()).toEqual([]);
          await nextRing(clock, start + 26);
          asked.forEach(({ after, cancel }, i) => {
            expect(rung[i]).toHaveLength(cancel ? 0 : 1);
            for (const at of rung[i] ?? []) expect(at).toBeGreaterThanOrEqual(start + after);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('lets a ring cancel another that is due with it', async () => {
    const clock = new MovableClock({ at: 0, held: true });
    const second = vi.fn();
    clock.at(10, () => forget());
    const forget = clock.at(11, second);
    clock.moveTo(20);
    await nextRing(clock, 20);
    expect(second).not.toHaveBeenCalled();
  });
});

describe("the system's clock", () => {
  afterEach(() => vi.useRealTimers());

  it('notices within seconds that the machine was set to another time, and rings what that made due', () => {
    vi.useFakeTimers({
      now: 0,
      toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    });
    const clock = systemClock();
    const heard = vi.fn();
    const rung = vi.fn();
    clock.onJump(heard);
    clock.at(3_600_000, rung);
    vi.advanceTimersByTime(60_000);
    expect(heard).not.toHaveBeenCalled();
    vi.setSystemTime(Date.now() + 20_000);
    vi.advanceTimersByTime(5_000);
    expect(heard).not.toHaveBeenCalled();
    vi.setSystemTime(3_600_000);
    vi.advanceTimersByTime(5_001);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(rung).toHaveBeenCalledTimes(1);
    vi.setSystemTime(0);
    vi.advanceTimersByTime(5_000);
    expect(heard).toHaveBeenCalledTimes(2);
    clock.stop();
    vi.setSystemTime(7_200_000);
    vi.advanceTimersByTime(60_000);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('is on time after a correction too small to be a jump', () => {
    vi.useFakeTimers({
      now: 0,
      toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    });
    const clock = systemClock();
    const rung = vi.fn();
    clock.at(600_000, rung);
    vi.advanceTimersByTime(60_000);
    vi.setSystemTime(85_000);
    vi.advanceTimersByTime(515_000);
    expect(Date.now()).toBe(600_000);
    expect(rung).toHaveBeenCalledTimes(1);
    clock.stop();
  });
});

describe('steady work', () => {
  it('comes after every interval, once after a jump over several, and no more when it is ended', async () => {
    const clock = new MovableClock({ at: 0, held: true });
    const done: number[] = [];
    const end = every(clock, 100, () => done.push(clock.now()));
    for (const at of [99, 100, 450, 549, 550]) {
      clock.moveTo(at);
      await nextRing(clock, at);
    }
    expect(done).toEqual([100, 450, 550]);
    end();
    clock.moveTo(5_000);
    await nextRing(clock, 5_000);
    expect(done).toEqual([100, 450, 550]);
  });

  it('can end itself', async () => {
    const clock = new MovableClock({ at: 0, held: true });
    let done = 0;
    const end = every(clock, 100, () => {
      done += 1;
      end();
    });
    for (const at of [100, 200, 300]) {
      clock.moveTo(at);
      await nextRing(clock, at);
    }
    expect(done).toBe(1);
  });
});
