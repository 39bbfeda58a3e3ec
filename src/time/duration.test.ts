import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, parseDuration, parseTarget, sayDuration, sayTarget } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['90s', 90_000],
    ['30m', 30 * MINUTE],
    ['4h', 4 * HOUR],
    ['1.5h', 90 * MINUTE],
    ['1h30m', 90 * MINUTE],
    ['1h 30m', 90 * MINUTE],
    ['1d', DAY],
    ['2w', 14 * DAY],
    ['PT1H30M', 90 * MINUTE],
    ['P1DT12H', 36 * HOUR],
    ['P1W', 7 * DAY],
    ['PT0.5H', 30 * MINUTE],
    ['PT1,5S', 1500],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '4',
    'h',
    '4x',
    '4H',
    '-1h',
    '0m',
    '1h30',
    'P',
    'PT',
    'P1M',
    'P1Y',
    'P1DT',
    '1,5h',
    '2bd',
    '1e3s',
    '9999999999999w',
  ])('refuses "%s" with what to write instead', (text) => {
    expect(() => parseDuration(text)).toThrow(`"${text}" is not a length of time: use a duration like 90s, 30m`);
  });

  it('reads every length it can be told in whole units', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w'), (n, unit) => {
        expect(parseDuration(`${n}${unit}`)).toBe(n * parseDuration(`1${unit}`));
      }),
    );
  });
});

describe('parseTarget', () => {
  it('reads open time and whole business days', () => {
    expect(parseTarget('4h')).toEqual({ kind: 'open', ms: 4 * HOUR });
    expect(parseTarget('2bd')).toEqual({ kind: 'business_days', days: 2 });
  });

  it.each(['0bd', '1.5bd', '-1bd', 'bd'])('refuses "%s"', (text) => {
    expect(() => parseTarget(text)).toThrow(/use whole days like 1bd or 2bd/);
  });
});

describe('sayDuration', () => {
  it.each([
    [0, '0 s'],
    [45_000, '45 s'],
    [59_999, '59 s'],
    [48 * MINUTE + 20_000, '48 min'],
    [59.6 * MINUTE, '1 h'],
    [HOUR, '1 h'],
    [200 * MINUTE, '3 h 20 min'],
    [DAY - 1, '1 day'],
    [DAY, '1 day'],
    [51 * HOUR, '2 days 3 h'],
    [-3 * MINUTE, '-3 min'],
  ])('says %d ms as %s', (ms, said) => {
    expect(sayDuration(ms)).toBe(said);
  });

  it('says targets in their own unit', () => {
    expect([parseTarget('4h'), parseTarget('1bd'), parseTarget('2bd')].map(sayTarget)).toEqual([
      '4 h',
      '1 business day',
      '2 business days',
    ]);
  });
});
