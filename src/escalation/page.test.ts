import { expect, it } from 'vitest';
import type { EscalationLevel } from '../policy/policy.ts';
import { levelAfter } from './page.ts';

const level = (key: string): EscalationLevel => ({
  key,
  label: key,
  customerLabel: 'a specialist',
  notify: { rotation: key },
  acceptWithin: 1,
});

it('climbs level by level, and ends after the last', () => {
  const levels = [level('first'), level('second')];
  expect(levelAfter(levels, 'first')?.key).toBe('second');
  expect(levelAfter(levels, 'second')).toBeNull();
});

it('ends where the policy no longer knows the level, so that everybody is called', () => {
  expect(levelAfter([level('first')], 'gone')).toBeNull();
});
