import { describe, expect, it } from 'vitest';
import { rotationQuestions } from './batch.ts';

const rotation = {
  timezone: 'Europe/Berlin',
  members: ['ana', 'bo'],
  handoff: { every: 'day', interval: 1, at: '08:00' },
  anchor: '2026-01-05T08:00',
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
  turns: 'calendar',
};
const { who, shifts, handovers } = rotationQuestions();

describe('who', () => {
  it('answers who is on, nobody included', () => {
    expect(who({ rotation, overrides: [], at: '2026-01-05T07:00:00Z' })).toEqual({ user: 'ana' });
    expect(who({ rotation, overrides: [], at: '2026-01-05T17:00:00.000Z' })).toEqual({ user: null });
    expect(who({ rotation, at: '2026-01-06T09:00:00+01:00' })).toEqual({ user: 'bo' });
    expect(who({ rotation, at: '2026-01-05T06:59:59.999Z' })).toEqual({ user: null });
  });

  it('applies overrides in the order in which they stand', () => {
    const day = { from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
    const first = { ...day, user: 'cy', replaces: 'ana' };
    const second = { ...day, user: 'dee', replaces: 'cy' };
    const at = '2026-01-05T09:00:00Z';
    expect(who({ rotation, overrides: [first, second], at })).toEqual({ user: 'dee' });
    expect(who({ rotation, overrides: [second, first], at })).toEqual({ user: 'cy' });
  });

  it('tells two rotations apart that differ only in who serves', () => {
    const at = '2026-01-05T09:00:00Z';
    expect(who({ rotation: { ...rotation, members: ['eve'] }, at })).toEqual({ user: 'eve' });
    expect(who({ rotation: { ...rotation, members: [] }, at })).toEqual({ user: null });
  });
});

describe('shifts', () => {
  it('covers the range with people and gaps, cut to it', () => {
    const range = { from: '2026-01-05T10:00:00Z', to: '2026-01-06T08:00:00Z' };
    const override = { from: '2026-01-05T16:00:00Z', to: '2026-01-05T19:00:00Z', user: 'cy' };
    expect(shifts({ rotation, overrides: [override], range })).toEqual({
      shifts: [
        { start: '2026-01-05T10:00:00Z', end: '2026-01-05T16:00:00Z', user: 'ana' },
        { start: '2026-01-05T16:00:00Z', end: '2026-01-05T19:00:00Z', user: 'cy' },
        { start: '2026-01-05T19:00:00Z', end: '2026-01-06T07:00:00Z', user: null },
        { start: '2026-01-06T07:00:00Z', end: '2026-01-06T08:00:00Z', user: 'bo' },
      ],
    });
  });

  it('are none in an empty range', () => {
    const at = '2026-01-05T10:00:00Z';
    expect(shifts({ rotation, range: { from: at, to: at } })).toEqual({ shifts: [] });
    expect(shifts({ rotation, range: { from: at, to: '2026-01-04T10:00:00Z' } })).toEqual({ shifts: [] });
  });
});

describe('handovers', () => {
  const daily = ['2026-01-05T07:00:00Z', '2026-01-06T07:00:00Z', '2026-01-07T07:00:00Z'];

  it('come strictly after an instant, the anchor included', () => {
    expect(handovers({ rotation, at: '2025-06-01T00:00:00Z', count: 3 })).toEqual({ handovers: daily });
    expect(handovers({ rotation, at: daily[0] })).toEqual({ handovers: [daily[1]] });
    expect(handovers({ rotation, at: daily[0], count: 0 })).toEqual({ handovers: [] });
  });

  it('lie in a range that ends before its end, whatever members and windows say', () => {
    const range = { from: daily[0], to: daily[2] };
    expect(handovers({ rotation: { ...rotation, members: [] }, range })).toEqual({ handovers: daily.slice(0, 2) });
    const weekend = { from: '2026-01-10T00:00:00Z', to: '2026-01-11T00:00:00Z' };
    expect(handovers({ rotation, range: weekend })).toEqual({ handovers: ['2026-01-10T07:00:00Z'] });
  });

  it('keep their time on the wall when the clock changes', () => {
    const range = { from: '2026-03-28T00:00:00Z', to: '2026-03-30T00:00:00Z' };
    expect(handovers({ rotation, range })).toEqual({ handovers: ['2026-03-28T07:00:00Z', '2026-03-29T06:00:00Z'] });
  });
});

describe('a question that can’t be answered', () => {
  const at = '2026-01-05T09:00:00Z';

  it('is refused with every fault', () => {
    expect(() => who({ rotation: { ...rotation, anchor: 5 }, at: 'soon' })).toThrow(
      /rotation\.anchor: .+; at: an instant like 2026/,
    );
    expect(() => who({ rotation: { ...rotation, timezone: 'Mars' }, at })).toThrow(/rotation.timezone: an IANA/);
    expect(() => who({ rotation: { ...rotation, windos: [] }, at })).toThrow(/windos/);
    expect(() => handovers({ rotation })).toThrow(/either at \(and count\) or range/);
  });

  it('is refused when its answer would never end', () => {
    const range = { from: '1990-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect(() => shifts({ rotation, range })).toThrow(/range: a range of at most 20 years/);
    expect(() => who({ rotation: { ...rotation, anchor: '0001-01-01T08:00' }, at })).toThrow(/within 50 years/);
    const rare = { ...rotation, handoff: { every: 'week', interval: 1000, at: '08:00' } };
    expect(() => handovers({ rotation: rare, at, count: 1000 })).toThrow(/at most 100 years/);
  });
});
