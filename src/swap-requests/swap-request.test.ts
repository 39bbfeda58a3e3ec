import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../time/duration.ts';
import { answerBy } from './swap-request.ts';

const asked = (mine: [number, number], theirs: [number, number], askedAt = 0) =>
  answerBy({
    askedAt: askedAt * HOUR,
    mineFrom: mine[0] * HOUR,
    mineTo: mine[1] * HOUR,
    theirsFrom: theirs[0] * HOUR,
    theirsTo: theirs[1] * HOUR,
  }) / HOUR;

describe('a swap can be answered', () => {
  it('until half a day before the first of the two shifts, whoever serves it', () => {
    expect(asked([48, 58], [72, 82])).toBe(36);
    expect(asked([72, 82], [48, 58])).toBe(36);
  });

  it('asked later than that until it begins', () => expect(asked([10, 20], [72, 82])).toBe(10));

  it('of a shift that runs until half a day before its end, or the other one', () => {
    expect(asked([-5, 19], [72, 82])).toBe(7);
    expect(asked([-5, 4], [72, 82])).toBe(4);
  });

  it('after it was asked, and not after the first shift is over', () => {
    const shift = fc
      .tuple(fc.integer({ min: -20, max: 300 }), fc.integer({ min: 1, max: 170 }))
      .filter(([from, long]) => from + long > 0);
    fc.assert(
      fc.property(shift, shift, ([a, x], [b, y]) => {
        const by = asked([a, a + x], [b, b + y]);
        expect(by).toBeGreaterThan(0);
        expect(by).toBeLessThanOrEqual(Math.min(a > 0 ? a : a + x, b > 0 ? b : b + y));
      }),
    );
  });
});
