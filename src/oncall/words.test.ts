import fc from 'fast-check';
import { expect, it } from 'vitest';
import { likeliest, meaningOf, WORDS } from './words.ts';

it('no word means two things', () => {
  const words = Object.values(WORDS).flatMap(({ words }) => [...words]);
  expect(new Set(words).size).toBe(words.length);
});

it.each([
  ['', 'now'],
  ['ME', 'me'],
  ['override', 'cover'],
  ['vacation', 'away'],
  ['schedule', 'week'],
])('“%s” means %s', (word, meaning) => expect(meaningOf(word)).toBe(meaning));

it.each([
  ['swp', 'swap'],
  ['wek', 'week'],
  ['holidays', 'away'],
  ['hist', 'history'],
  ['overide', 'cover'],
])('“%s” is most like %s', (word, meaning) => expect(likeliest(word)[0]).toBe(meaning));

it('any word is like three different meanings', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (word) => void expect(new Set(likeliest(word)).size).toBe(3)));
});
