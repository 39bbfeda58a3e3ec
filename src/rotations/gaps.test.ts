import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { clashes, gaps } from './gaps.ts';
import type { Rotation } from './rotation.ts';
import type { RotationRule } from './rule.ts';

const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const said = (at: number) => DateTime.fromMillis(at, { zone: 'Europe/Berlin' }).toFormat('ccc HH:mm');
const told = (found: readonly { from: number; to: number }[]) =>
  found.map(({ from, to }) => `${said(from)} – ${said(to)}`);

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const day: RotationRule = {
  timezone: 'Europe/Berlin',
  anchor: '2026-01-05T08:00',
  handoff: { every: 'day', interval: 1, at: '08:00' },
  windows: [{ days: weekdays, from: '08:00', to: '18:00' }],
  holidays: ['2026-01-07'],
  absences: 'skip',
};
const rotation = (rule: RotationRule, users: string[], change: Partial<Rotation> = {}): Rotation => ({
  rule,
  members: [{ from: Number.NEGATIVE_INFINITY, users }],
  overrides: [],
  ...change,
});
const tuesday = { user: 'ana', from: berlin('2026-01-06T10:00'), to: berlin('2026-01-06T12:00') };
const [from, to] = [berlin('2026-01-05T00:00'), berlin('2026-01-12T00:00')];

describe('gaps', () => {
  it('are hours of the rotation in which nobody is on; nights, weekends and holidays are none', () => {
    expect(gaps({ rotation: rotation(day, ['ana']) }, from, to)).toEqual([]);
    expect(told(gaps({ rotation: rotation(day, ['ana'], { absences: [tuesday] }) }, from, to))).toEqual([
      'Tue 10:00 – Tue 12:00',
    ]);
  });

  it('are none where whoever carries the nights is on; but then all the hours of both are required', () => {
    const night = rotation({ ...day, windows: [], holidays: [] }, ['eli']);
    const away = rotation(day, ['ana'], { absences: [tuesday] });
    expect(gaps({ rotation: away, night }, from, to)).toEqual([]);
    const gone = rotation({ ...day, windows: [], holidays: [] }, ['eli'], {
      absences: [{ user: 'eli', from: berlin('2026-01-06T09:00'), to: berlin('2026-01-07T00:00') }],
    });
    expect(told(gaps({ rotation: away, night: gone }, from, to))).toEqual([
      'Tue 10:00 – Tue 12:00',
      'Tue 18:00 – Wed 00:00',
    ]);
  });

  it('are looked for in the required hours alone, where the policy names them', () => {
    const required = [{ days: weekdays, from: '11:00', to: '20:00' }];
    const found = gaps(
      { rotation: rotation(day, ['ana'], { absences: [tuesday] }), required },
      from,
      berlin('2026-01-07T09:00'),
    );
    expect(told(found)).toEqual(['Mon 18:00 – Mon 20:00', 'Tue 11:00 – Tue 12:00', 'Tue 18:00 – Tue 20:00']);
  });

  it('do not begin before the rotation does', () => {
    expect(told(gaps({ rotation: rotation(day, []) }, berlin('2026-01-01T00:00'), berlin('2026-01-06T00:00')))).toEqual(
      ['Mon 08:00 – Mon 18:00'],
    );
  });
});

describe('clashes', () => {
  it('are hours in which somebody is on who is away', () => {
    const flagged = rotation({ ...day, absences: 'flag' }, ['ana'], { absences: [tuesday] });
    expect(clashes(flagged, from, to)).toEqual([{ ...tuesday, layer: undefined }]);
  });

  it('are those of an override alone, where whoever is away is passed over', () => {
    const override = { ...tuesday, from: berlin('2026-01-06T11:00'), to: berlin('2026-01-06T18:00'), createdAt: 0 };
    const put = rotation(day, ['ana'], { absences: [tuesday], overrides: [override] });
    expect(told(clashes(put, from, to))).toEqual(['Tue 11:00 – Tue 12:00']);
  });

  it('are none where somebody put themselves on after they said that they are away', () => {
    const own = { from: berlin('2026-01-06T11:00'), to: berlin('2026-01-06T18:00'), user: 'ana', createdBy: 'ana' };
    const clashing = (absentAt: number, putAt: number, createdBy = 'ana') => {
      const overrides = [{ ...own, createdAt: putAt, createdBy }];
      return told(
        clashes(rotation(day, ['ana'], { absences: [{ ...tuesday, createdAt: absentAt }], overrides }), from, to),
      );
    };
    expect([clashing(1, 2), clashing(2, 1), clashing(1, 2, 'bo')]).toEqual([
      [],
      ['Tue 11:00 – Tue 12:00'],
      ['Tue 11:00 – Tue 12:00'],
    ]);
  });
});
