import { expect, it } from 'vitest';
import { seededIds } from './ids.ts';

it('makes the same ids from the same seed, and others from another', () => {
  const make = (seed: number) => {
    const ids = seededIds(seed);
    return [ids.id('C'), ids.id('U'), ids.word('block', 5), ids.uuid('envelope'), ids.pick('socket', 1_000_000)];
  };
  expect(make(7)).toEqual(make(7));
  expect(make(7)).not.toEqual(make(8));
});

it('gives each kind of id a stream of its own', () => {
  const plain = seededIds(1);
  const busy = seededIds(1);
  busy.id('U');
  busy.word('block', 40);
  expect(busy.id('C')).toBe(plain.id('C'));
});

it('makes ids in the form of Slack, each once', () => {
  const ids = seededIds(1);
  const made = Array.from({ length: 5_000 }, () => ids.id('C'));
  expect(new Set(made).size).toBe(5_000);
  expect(made.every((id) => /^C0[A-Z0-9]{9}$/.test(id))).toBe(true);
});
