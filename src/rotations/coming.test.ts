import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type RotationDesk, rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { sayStretch } from '../time/say.ts';
import { comingShifts, shiftsOf } from './coming.ts';
import { shiftChoice, shiftValue } from './ids.ts';

const everybody = ['UANA', 'UBO', 'UCY', 'UELI', 'UDEE'];
const said = (shifts: { from: number; to: number; user: string; label: string }[]) =>
  shifts.map(({ user, from, to, label }) => `${user} ${sayStretch(from, to, 'Europe/Berlin')} ${label}`);

describe('shifts to choose from', () => {
  let d: RotationDesk;
  afterEach(() => d.close());

  it('are whole, of every rotation, by their start, also of somebody who serves alone', async () => {
    d = await rotationDesk('2026-01-05T07:00', { support: ['UANA', 'UBO'], 'on-call': ['UELI'] });
    d.clock.moveTo(Date.parse('2026-01-06T12:00+01:00'));
    expect(said(await comingShifts(d.db.reader, d.policy, d.clock.now())).slice(0, 4)).toEqual([
      'UBO Tue 6 Jan, 08:00–18:00 Weekday support',
      'UELI Tue 6 Jan, 08:00 – Wed 7 Jan, 08:00 On-call',
      'UANA Wed 7 Jan, 08:00–18:00 Weekday support',
      'UELI Wed 7 Jan, 08:00 – Thu 8 Jan, 08:00 On-call',
    ]);
  });

  it('name the layer of a rotation that has several', async () => {
    d = await rotationDesk('2026-01-05T09:00', { 'on-call': ['UELI', 'UBO'] }, { layers: ['primary', 'secondary'] });
    const [first, second] = await comingShifts(d.db.reader, d.policy, d.clock.now());
    expect([first?.label, second?.label]).toEqual(['On-call, primary', 'On-call, secondary']);
  });

  it('of one person are found within a year where they serve rarely', async () => {
    const handoff = { every: 'week', interval: 4, at: '08:00', on: 'mon' } as const;
    d = await rotationDesk('2026-01-05T09:00', { 'on-call': everybody }, { handoff });
    const coming = await comingShifts(d.db.reader, d.policy, d.clock.now());
    const own = (user: string) => shiftsOf(d.db.reader, d.policy, user, d.clock.now(), coming);
    expect(coming.some(({ user }) => user === 'UDEE')).toBe(false);
    expect(said(await own('UDEE'))[0]).toBe('UDEE Mon 27 Apr, 08:00 – Mon 25 May, 08:00 On-call');
    expect(await own('UNOBODY')).toEqual([]);
  });
});

it('the value of a shift is read as it was written, and fits an option', () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/);
  const at = fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 });
  const shift = fc.record({
    rotation: key,
    layer: fc.option(key, { nil: undefined }),
    user: fc.constant('U012ABCDEFG'),
    from: at,
    to: at,
  });
  fc.assert(
    fc.property(shift, (ref) => {
      expect(shiftValue(ref).length).toBeLessThanOrEqual(150);
      expect(shiftChoice('missing').parse(shiftValue(ref))).toEqual(ref);
    }),
  );
  expect(shiftChoice('Choose one.').safeParse('nonsense').error?.issues[0]?.message).toBe('Choose one.');
});
