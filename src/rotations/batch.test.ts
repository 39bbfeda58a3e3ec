import { expect, it } from 'vitest';
import { answerRotation } from './batch.ts';

const rotation = {
  timezone: 'Europe/Berlin',
  members: ['ana', 'bo'],
  handoff: { every: 'day', interval: 1, at: '08:00' },
  anchor: '2026-01-05T08:00',
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
  turns: 'calendar',
};

it('answers who is on, nobody included', () => {
  expect(answerRotation({ rotation, overrides: [], at: '2026-01-05T07:00:00Z' })).toEqual({ user: 'ana' });
  expect(answerRotation({ rotation, overrides: [], at: '2026-01-05T17:00:00.000Z' })).toEqual({ user: null });
  expect(answerRotation({ rotation, at: '2026-01-06T09:00:00+01:00' })).toEqual({ user: 'bo' });
});

it('applies overrides in the order in which they stand', () => {
  const day = { from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
  const first = { ...day, user: 'cy', replaces: 'ana' };
  const second = { ...day, user: 'dee', replaces: 'cy' };
  const at = '2026-01-05T09:00:00Z';
  expect(answerRotation({ rotation, overrides: [first, second], at })).toEqual({ user: 'dee' });
  expect(answerRotation({ rotation, overrides: [second, first], at })).toEqual({ user: 'cy' });
});

it('names every fault of a question', () => {
  expect(() => answerRotation({ rotation: { ...rotation, anchor: 5 }, at: 'soon' })).toThrow(
    /rotation\.anchor: .+; at: /,
  );
});
