import { expect, it } from 'vitest';
import { movableClock } from './clock.ts';

it('rings when it is moved past the moment, and not when cancelled', async () => {
  const clock = movableClock();
  const rung: string[] = [];
  const cancel = clock.at(clock.now() + 3_600_000, () => rung.push('cancelled'));
  const rings = new Promise<void>((resolve) => {
    clock.at(clock.now() + 3_600_000, () => {
      rung.push('kept');
      resolve();
    });
  });
  cancel();
  expect(rung).toEqual([]);
  clock.moveTo?.(clock.now() + 3_600_000);
  await rings;
  expect(rung).toEqual(['kept']);
});

it('never rings before the call returns, even when the moment is past', async () => {
  const clock = movableClock();
  let returned = false;
  const seen = new Promise<boolean>((resolve) => {
    clock.at(0, () => resolve(returned));
    returned = true;
  });
  expect(await seen).toBe(true);
});
