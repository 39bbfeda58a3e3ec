import { expect, it } from 'vitest';
import { MethodLimit } from './method-limit.ts';

it('lets calls through as they come until Slack refuses one', () => {
  const limit = new MethodLimit(1_200);
  expect([limit.enter(0), limit.enter(0), limit.enter(0)]).toEqual([true, true, true]);
});

it('lets none through before the wait is over, then one every 1.2 s until none came for a minute', () => {
  const limit = new MethodLimit(1_200);
  limit.refused(1_000, 10_000);
  expect([limit.enter(1_000), limit.enter(10_999)]).toEqual([false, false]);
  expect([limit.enter(11_000), limit.enter(11_000), limit.opensAt(11_000)]).toEqual([true, false, 12_200]);
  expect([limit.enter(12_199), limit.enter(12_200)]).toEqual([false, true]);
  expect([limit.enter(71_000), limit.enter(71_000)]).toEqual([true, false]);
  expect([limit.enter(131_000), limit.enter(131_000)]).toEqual([true, true]);
});
