import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paintFor, plain, widthOf, wrap } from './paint.ts';

const colours = paintFor({ isTTY: true, hasColors: () => true });

describe('paint', () => {
  it('colours only where a person sees it and wants it', () => {
    expect(colours.bold('x')).not.toBe('x');
    expect(paintFor({}).bold('x')).toBe('x');
    expect(paintFor({ isTTY: true, hasColors: () => false })).toBe(plain);
  });

  it('counts emoji twice and marks not at all', () => {
    expect(widthOf(colours.bold('ab ⏳'))).toBe(5);
  });
});

describe('wrapping', () => {
  it('keeps every word, and every line within the width unless one word is longer', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z [\]]{0,80}$/), fc.integer({ min: 5, max: 40 }), (line, width) => {
        const lines = wrap(line, width);
        expect(lines.join(' ').split(/ +/)).toEqual(line.split(/ +/));
        for (const each of lines)
          if (!each.includes('[')) expect(each.trim().includes(' ') && widthOf(each) > width).toBe(false);
      }),
    );
  });

  it('breaks no button, coloured or not', () => {
    const line = `${colours.control('[Put on hold]')} ${colours.control('[Ask for help]')}`;
    expect(wrap(line, 16)).toEqual(line.split(/(?<=m) (?=\S)/));
  });
});
