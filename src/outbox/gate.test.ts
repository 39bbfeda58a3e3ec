import { expect, it } from 'vitest';
import { Gate, Slots } from './gate.ts';

it('is closed for the time given, and open from then on', () => {
  const gate = new Gate();
  expect(gate.opensAt(1_000)).toBe(0);
  gate.close(1_000, 500);
  expect([gate.opensAt(1_000), gate.opensAt(1_499), gate.opensAt(1_500)]).toEqual([1_500, 1_500, 0]);
});

it('is never opened earlier by a shorter closing', () => {
  const gate = new Gate();
  gate.close(1_000, 500);
  gate.close(1_100, 100);
  expect(gate.opensAt(1_100)).toBe(1_500);
  gate.close(1_100, 600);
  expect(gate.opensAt(1_100)).toBe(1_700);
});

it('waits no longer than it was told when the clock is set back, and does not close again', () => {
  const gate = new Gate();
  gate.close(100_000, 500);
  expect(gate.opensAt(10_000)).toBe(10_500);
  expect(gate.opensAt(10_500)).toBe(0);
  expect(gate.opensAt(9_000)).toBe(0);
});

it('lets so many in at once and the others in the order they came, also when one fails', async () => {
  const slots = new Slots(2);
  const order: string[] = [];
  const leave: (() => void)[] = [];
  const visit = (name: string) =>
    slots.with(async () => {
      order.push(name);
      await new Promise<void>((done) => leave.push(done));
      if (name === 'a') throw new Error('a fails');
    });
  const failing = expect(visit('a')).rejects.toThrow('a fails');
  const others = [visit('b'), visit('c'), visit('d')];
  expect(order).toEqual(['a', 'b']);
  leave[0]?.();
  await failing;
  expect(order).toEqual(['a', 'b', 'c']);
  for (let i = 1; i < 4; i += 1) {
    leave[i]?.();
    await others[i - 1];
  }
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});
