import { describe, expect, it } from 'vitest';
import { publicHolidaysOf } from './public-holidays.ts';

const of2026 = (place: string) => publicHolidaysOf(place).filter(({ date }) => date.startsWith('2026'));
const dates = (place: string) => of2026(place).map(({ date }) => date);

describe('public holidays', () => {
  it('are those of the country, by name, with their substitute days', () => {
    expect(of2026('US')).toContainEqual({ date: '2026-11-26', name: 'Thanksgiving Day' });
    expect(dates('US')).toEqual(
      expect.arrayContaining(['2026-01-01', '2026-05-25', '2026-07-03', '2026-09-07', '2026-12-25']),
    );
  });

  it('are those of a region, and of a region inside it', () => {
    expect(dates('DE')).not.toContain('2026-01-06');
    expect(dates('DE-BY')).toContain('2026-01-06');
    expect(dates('DE-BY-EVANG')).not.toContain('2026-08-15');
  });

  it('last every day of theirs, and begin with the date itself where the evening before does', () => {
    expect(dates('TR')).toEqual(expect.arrayContaining(['2026-05-27', '2026-05-28', '2026-05-29', '2026-05-30']));
    expect(dates('TR')).not.toContain('2026-05-26');
  });

  it('are no days that are closed in the afternoon alone', () => {
    expect(dates('CN')).not.toContain('2026-05-04');
  });

  it('are known for twenty-six years', () => {
    const christmas = publicHolidaysOf('US').filter(({ date }) => date.endsWith('12-25'));
    expect([christmas[0]?.date, christmas.at(-1)?.date]).toEqual(['2020-12-25', '2045-12-25']);
  });

  it('are refused for a place nobody knows, naming those there are', () => {
    expect(() => publicHolidaysOf('XX')).toThrow(/^"XX" is no country: one of AD, AE, /);
    expect(() => publicHolidaysOf('DE-XX')).toThrow('"XX" is no region of DE: one of BB, BE, BW, BY');
    expect(() => publicHolidaysOf('DE-BY-XX')).toThrow('"XX" is no region of DE-BY: one of A, KATH, EVANG');
    expect(() => publicHolidaysOf('DE-BE-XX')).toThrow('"XX" is no region of DE-BE: leave it out');
    expect(() => publicHolidaysOf('')).toThrow(/is no country/);
    expect(() => publicHolidaysOf('DE-BY-A-B')).toThrow(/leave it out/);
  });
});
