import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../clock.ts';
import type { Absence } from './absence.ts';
import type { Override } from './override.ts';
import { handoffs, nextHandoffs, nextShiftOf, type Rotation, shifts, whoIsOn } from './rotation.ts';
import type { RotationRule } from './rule.ts';

const HOUR = 3_600_000;

const berlin = (local: string): Instant => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const said = (at: Instant | null): string | null =>
  at === null ? null : DateTime.fromMillis(at, { zone: 'Europe/Berlin' }).toFormat("ccc dd'.'MM HH:mm");

const around: RotationRule = {
  timezone: 'Europe/Berlin',
  handoff: { every: 'day', interval: 1, at: '08:00' },
  anchor: '2026-01-05T08:00',
};
const weekdays: RotationRule = {
  ...around,
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
};
const nights: RotationRule = { ...around, windows: [{ days: ['fri', 'sat'], from: '22:00', to: '06:00' }] };

const with_ = (rule: RotationRule, users: string[], overrides: Override[] = []): Rotation => ({
  rule,
  members: [{ from: Number.NEGATIVE_INFINITY, users }],
  overrides,
});
const on = (rotation: Rotation, local: string) => whoIsOn(rotation, berlin(local)).user;
const told = (rotation: Rotation, from: string, to: string) =>
  shifts(rotation, berlin(from), berlin(to)).map((shift) => `${said(shift.from)} ${shift.user ?? '-'}`);

describe('a hand-off', () => {
  it('belongs to the incoming person', () => {
    const rotation = with_(around, ['ana', 'bo']);
    expect(whoIsOn(rotation, berlin('2026-01-06T08:00') - 1).user).toBe('ana');
    expect(on(rotation, '2026-01-06T08:00')).toBe('bo');
  });

  it('stays at its wall-clock time all year', () => {
    const said8 = handoffs(around, berlin('2026-03-28'), berlin('2026-03-31')).map(said);
    expect(said8).toEqual(['Sat 28.03 08:00', 'Sun 29.03 08:00', 'Mon 30.03 08:00']);
  });

  it('comes once in the night with two 02:30s, at the first of them, and once in the night with none, at 03:30', () => {
    const rule: RotationRule = {
      ...around,
      handoff: { every: 'day', interval: 1, at: '02:30' },
      anchor: '2026-01-05T02:30',
    };
    expect(handoffs(rule, berlin('2026-10-25'), berlin('2026-10-26'))).toEqual([Date.UTC(2026, 9, 25, 0, 30)]);
    expect(handoffs(rule, berlin('2026-03-29'), berlin('2026-03-30'))).toEqual([Date.UTC(2026, 2, 29, 1, 30)]);
  });

  it('of an hourly rotation leaves out the hour that does not exist and doubles the one that comes twice', () => {
    const rule: RotationRule = {
      ...around,
      handoff: { every: 'hour', interval: 1, at: '00:00' },
      anchor: '2026-01-05T00:00',
    };
    const spring = handoffs(rule, berlin('2026-03-29T01:00'), berlin('2026-03-29T05:00'));
    expect(spring.map(said)).toEqual(['Sun 29.03 01:00', 'Sun 29.03 03:00', 'Sun 29.03 04:00']);
    const autumn = handoffs(rule, berlin('2026-10-25T01:00'), berlin('2026-10-25T04:00'));
    expect(autumn.map((at) => (at - (autumn[0] ?? 0)) / HOUR)).toEqual([0, 1, 3]);
  });

  it('of the hour that comes twice is not repeated in its second half', () => {
    const rule: RotationRule = {
      ...around,
      handoff: { every: 'hour', interval: 1, at: '00:45' },
      anchor: '2026-01-05T00:45',
    };
    const secondHalfPastTwo = Date.UTC(2026, 9, 25, 1, 30);
    expect(whoIsOn(with_(rule, ['ana']), secondHalfPastTwo).why).toEqual({
      kind: 'turn',
      from: Date.UTC(2026, 9, 25, 0, 45),
      to: Date.UTC(2026, 9, 25, 2, 45),
    });
    expect(nextHandoffs(rule, secondHalfPastTwo, 1)).toEqual([Date.UTC(2026, 9, 25, 2, 45)]);
  });

  it('is the same whatever windows, overrides and members say', () => {
    const plain = handoffs(around, berlin('2026-01-01'), berlin('2026-02-01'));
    expect(handoffs(weekdays, berlin('2026-01-01'), berlin('2026-02-01'))).toEqual(plain);
    expect(plain).toHaveLength(27);
  });

  it('on a weekday follows the anchor by less than a week, then keeps the interval', () => {
    const rule: RotationRule = {
      ...around,
      handoff: { every: 'week', interval: 2, at: '10:00', on: 'mon' },
      anchor: '2026-01-07T09:00',
    };
    expect(nextHandoffs(rule, berlin('2026-01-01'), 4).map(said)).toEqual([
      'Wed 07.01 09:00',
      'Mon 12.01 10:00',
      'Mon 26.01 10:00',
      'Mon 09.02 10:00',
    ]);
  });

  it('asked for after a hand-off is the following one', () => {
    expect(nextHandoffs(around, berlin('2026-01-06T08:00'), 1).map(said)).toEqual(['Wed 07.01 08:00']);
    expect(nextHandoffs(around, berlin('2026-01-06T07:59'), 1).map(said)).toEqual(['Tue 06.01 08:00']);
  });
});

describe('the anchor', () => {
  it('cuts the first turn short, and nobody serves before it', () => {
    const rotation = with_({ ...around, anchor: '2026-01-05T12:00' }, ['ana', 'bo']);
    expect(told(rotation, '2026-01-05', '2026-01-07')).toEqual([
      'Mon 05.01 00:00 -',
      'Mon 05.01 12:00 ana',
      'Tue 06.01 08:00 bo',
    ]);
    expect(whoIsOn(rotation, berlin('2026-01-05T11:59')).why).toEqual({ kind: 'before_anchor' });
  });

  it('after the hand-off of its day keeps the grid of that day', () => {
    const rule: RotationRule = {
      ...around,
      handoff: { every: 'day', interval: 2, at: '08:00' },
      anchor: '2026-01-05T09:00',
    };
    expect(nextHandoffs(rule, berlin('2026-01-01'), 3).map(said)).toEqual([
      'Mon 05.01 09:00',
      'Wed 07.01 08:00',
      'Fri 09.01 08:00',
    ]);
  });

  it('of an hourly rotation lies inside the grid that runs through the hand-off time', () => {
    const rule: RotationRule = {
      ...around,
      handoff: { every: 'hour', interval: 6, at: '08:00' },
      anchor: '2026-01-05T01:00',
    };
    expect(nextHandoffs(rule, berlin('2026-01-01'), 3).map(said)).toEqual([
      'Mon 05.01 01:00',
      'Mon 05.01 02:00',
      'Mon 05.01 08:00',
    ]);
  });
});

describe('windows', () => {
  it('leave nobody on outside, and do not hold a hand-off back', () => {
    const rotation = with_({ ...weekdays, turns: 'calendar', handoff: { every: 'day', interval: 1, at: '13:00' } }, [
      'ana',
      'bo',
    ]);
    expect(told(rotation, '2026-01-06', '2026-01-07')).toEqual([
      'Tue 06.01 00:00 -',
      'Tue 06.01 08:00 bo',
      'Tue 06.01 13:00 ana',
      'Tue 06.01 18:00 -',
    ]);
    expect(whoIsOn(rotation, berlin('2026-01-06T18:00')).why).toEqual({ kind: 'outside_windows' });
  });

  it('run over midnight into the next day', () => {
    const rotation = with_({ ...nights, turns: 'calendar' }, ['ana']);
    expect(told(rotation, '2026-01-09', '2026-01-12')).toEqual([
      'Fri 09.01 00:00 -',
      'Fri 09.01 22:00 ana',
      'Sat 10.01 06:00 -',
      'Sat 10.01 22:00 ana',
      'Sun 11.01 06:00 -',
    ]);
  });

  it('whose ends are equal last 24 hours', () => {
    const rule: RotationRule = { ...around, windows: [{ days: ['sat'], from: '10:00', to: '10:00' }] };
    expect(told(with_(rule, ['ana']), '2026-01-10', '2026-01-12')).toEqual([
      'Sat 10.01 00:00 -',
      'Sat 10.01 10:00 ana',
      'Sun 11.01 10:00 -',
    ]);
  });

  it('that touch are one shift of one person', () => {
    const halves = { days: ['mon' as const], from: '08:00', to: '12:00' };
    const rule: RotationRule = { ...around, windows: [halves, { ...halves, from: '12:00', to: '18:00' }] };
    const duty = whoIsOn(with_(rule, ['ana']), berlin('2026-01-05T11:00'));
    expect([duty.user, said(duty.from), said(duty.until)]).toEqual(['ana', 'Mon 05.01 08:00', 'Mon 05.01 18:00']);
  });
});

describe('turns', () => {
  it('by default are not consumed by a weekend or a holiday', () => {
    const rotation = with_({ ...weekdays, holidays: ['2026-01-06'] }, ['ana', 'bo', 'cy']);
    const each = ['05', '06', '07', '08', '09', '12', '13'].map((day) => on(rotation, `2026-01-${day}T09:00`));
    expect(each).toEqual(['ana', null, 'bo', 'cy', 'ana', 'bo', 'cy']);
  });

  it('by the calendar are consumed by every day', () => {
    const rotation = with_({ ...weekdays, turns: 'calendar', holidays: ['2026-01-06'] }, ['ana', 'bo', 'cy']);
    const each = ['05', '06', '07', '08', '09', '12', '13'].map((day) => on(rotation, `2026-01-${day}T09:00`));
    expect(each).toEqual(['ana', null, 'cy', 'ana', 'bo', 'bo', 'cy']);
  });

  it('without windows are counted by the calendar, and a holiday closes its local date', () => {
    const rotation = with_({ ...around, holidays: ['2026-01-06'] }, ['ana', 'bo', 'cy']);
    expect(told(rotation, '2026-01-05T08:00', '2026-01-08')).toEqual([
      'Mon 05.01 08:00 ana',
      'Tue 06.01 00:00 -',
      'Wed 07.01 00:00 bo',
      'Wed 07.01 08:00 cy',
    ]);
  });

  it('of a holiday close what runs into the date, and keep what runs out of it', () => {
    const rotation = with_({ ...nights, turns: 'calendar', holidays: ['2026-01-10'] }, ['ana']);
    expect(told(rotation, '2026-01-09T12:00', '2026-01-12')).toEqual([
      'Fri 09.01 12:00 -',
      'Fri 09.01 22:00 ana',
      'Sat 10.01 00:00 -',
      'Sun 11.01 00:00 ana',
      'Sun 11.01 06:00 -',
    ]);
  });
});

describe('an override', () => {
  const cover = (from: string, to: string, user: string, replaces?: string, createdAt = 0): Override => ({
    from: berlin(from),
    to: berlin(to),
    user,
    replaces,
    createdAt,
  });

  it('without a replaced person covers everybody and every gap', () => {
    const rotation = with_(weekdays, ['ana', 'bo'], [cover('2026-01-05T17:00', '2026-01-06T09:00', 'cy')]);
    expect(told(rotation, '2026-01-05T08:00', '2026-01-06T18:00')).toEqual([
      'Mon 05.01 08:00 ana',
      'Mon 05.01 17:00 cy',
      'Tue 06.01 09:00 bo',
    ]);
  });

  it('with a replaced person covers only where that person is on', () => {
    const rotation = with_(weekdays, ['ana', 'bo'], [cover('2026-01-05T17:00', '2026-01-06T09:00', 'cy', 'ana')]);
    expect(told(rotation, '2026-01-05T08:00', '2026-01-06T18:00')).toEqual([
      'Mon 05.01 08:00 ana',
      'Mon 05.01 17:00 cy',
      'Mon 05.01 18:00 -',
      'Tue 06.01 08:00 bo',
    ]);
    expect(whoIsOn(rotation, berlin('2026-01-05T17:30')).why).toMatchObject({ kind: 'override', instead: 'ana' });
  });

  it('applies on what holds so far, in order of creation and not as listed', () => {
    const day = ['2026-01-05T08:00', '2026-01-05T18:00'] as const;
    const later = cover(...day, 'dee', 'cy', 2);
    const earlier = cover(...day, 'cy', 'ana', 1);
    expect(on(with_(weekdays, ['ana', 'bo'], [later, earlier]), '2026-01-05T09:00')).toBe('dee');
    expect(on(with_(weekdays, ['ana', 'bo'], [{ ...later, createdAt: 0 }, earlier]), '2026-01-05T09:00')).toBe('cy');
  });

  it('twice is a swap', () => {
    const rotation = with_(
      around,
      ['ana', 'bo'],
      [
        cover('2026-01-05T08:00', '2026-01-06T08:00', 'bo', 'ana', 1),
        cover('2026-01-06T08:00', '2026-01-07T08:00', 'ana', 'bo', 2),
      ],
    );
    expect(told(rotation, '2026-01-05T08:00', '2026-01-09')).toEqual([
      'Mon 05.01 08:00 bo',
      'Tue 06.01 08:00 ana',
      'Thu 08.01 08:00 bo',
    ]);
  });
});

describe('a change of members', () => {
  const changed = (at: string, users: string[], first = ['ana', 'bo', 'cy']): Rotation => ({
    rule: around,
    members: [
      { from: Number.NEGATIVE_INFINITY, users: first },
      { from: berlin(at), users },
    ],
    overrides: [],
  });
  const days = (rotation: Rotation, ...each: string[]) => each.map((day) => on(rotation, `2026-01-${day}T12:00`));

  it('keeps whoever is on, and goes on with whoever follows that person in the new order', () => {
    expect(days(changed('2026-01-06T10:00', ['dee', 'bo', 'ana']), '05', '06', '07', '08', '09')).toEqual([
      'ana',
      'bo',
      'ana',
      'dee',
      'bo',
    ]);
  });

  it('keeps whoever is on to the end of the turn also when that person leaves', () => {
    expect(days(changed('2026-01-06T10:00', ['ana', 'cy']), '06', '07', '08')).toEqual(['bo', 'cy', 'ana']);
  });

  it('at a hand-off holds from that hand-off', () => {
    expect(days(changed('2026-01-06T08:00', ['bo', 'ana']), '05', '06', '07')).toEqual(['ana', 'bo', 'ana']);
  });

  it('after nobody is on at once, with the person whose number the turn has', () => {
    const rotation = changed('2026-01-06T10:00', ['ana', 'bo'], []);
    expect(told(rotation, '2026-01-06T08:00', '2026-01-08')).toEqual([
      'Tue 06.01 08:00 -',
      'Tue 06.01 10:00 bo',
      'Wed 07.01 08:00 ana',
    ]);
    expect(whoIsOn(rotation, berlin('2026-01-06T09:00')).why).toEqual({ kind: 'no_members' });
  });

  it('to nobody lets the turn under way end', () => {
    expect(told(changed('2026-01-06T10:00', []), '2026-01-06', '2026-01-09')).toEqual([
      'Tue 06.01 00:00 ana',
      'Tue 06.01 08:00 bo',
      'Wed 07.01 08:00 -',
    ]);
  });

  it('replaced by another before the next turn has never been', () => {
    const once = changed('2026-01-06T10:00', ['dee', 'bo', 'ana']);
    const twice = { ...once, members: [...once.members, { from: berlin('2026-01-06T11:00'), users: ['bo', 'eli'] }] };
    expect(days(twice, '06', '07', '08')).toEqual(['bo', 'eli', 'bo']);
  });
});

describe('a shift', () => {
  it('says since when and until when, over hand-offs of one person', () => {
    const duty = whoIsOn(with_(weekdays, ['ana', 'bo']), berlin('2026-01-06T09:00'));
    expect([duty.user, said(duty.from), said(duty.until)]).toEqual(['bo', 'Tue 06.01 08:00', 'Tue 06.01 18:00']);
    expect(duty.why).toEqual({ kind: 'turn', from: berlin('2026-01-06T08:00'), to: berlin('2026-01-07T08:00') });
  });

  it('without an end in sight has none', () => {
    const duty = whoIsOn(with_(around, ['ana']), berlin('2026-01-06T09:00'));
    expect([said(duty.from), duty.until]).toEqual(['Mon 05.01 08:00', null]);
  });

  it('of somebody who is on now is followed by their next one', () => {
    const rotation = with_(weekdays, ['ana', 'bo']);
    const next = nextShiftOf(rotation, 'ana', berlin('2026-01-05T09:00'));
    expect([said(next?.from ?? null), said(next?.until ?? null)]).toEqual(['Wed 07.01 08:00', 'Wed 07.01 18:00']);
    expect(nextShiftOf(rotation, 'nobody', berlin('2026-01-05T09:00'))).toBeNull();
  });

  it('far off is found', () => {
    const rotation = with_({ ...around, handoff: { every: 'week', interval: 8, at: '08:00' } }, [
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
      'g',
      'h',
      'i',
    ]);
    expect(said(nextShiftOf(rotation, 'i', berlin('2026-01-06'))?.from ?? null)).toBe('Mon 29.03 08:00');
  });
});

describe('with layers and people away', () => {
  const names = ['first', 'second', 'third'];
  const away = (user: string, from = '2026-01-05T00:00', to = '2026-01-07T00:00') => ({
    user,
    from: berlin(from),
    to: berlin(to),
  });
  const skipping = (layers: number, users: string[], absent: Absence[], overrides: Override[] = []): Rotation => ({
    ...with_({ ...around, layers: names.slice(0, layers), absences: 'skip' }, users, overrides),
    absences: absent,
  });
  const layersAt = (rotation: Rotation, local = '2026-01-05T20:00') =>
    rotation.rule.layers?.map((layer) => whoIsOn(rotation, berlin(local), layer).user);
  const put = (user: string, layer: string, replaces?: string): Override => ({
    user,
    layer,
    replaces,
    from: berlin('2026-01-05T08:00'),
    to: berlin('2026-01-06T08:00'),
    createdAt: 0,
  });

  it.each<[string, number, string[], string[], (string | null)[]]>([
    ['two of two, the first away: the second moves up', 2, ['ana', 'bo'], ['ana'], ['bo', null]],
    ['two of two, the second away: the first stays', 2, ['ana', 'bo'], ['bo'], ['ana', null]],
    ['a free third stands in, and nobody moves', 2, ['ana', 'bo', 'cy'], ['ana'], ['cy', 'bo']],
    ['two of three away: whoever is left is first', 2, ['ana', 'bo', 'cy'], ['ana', 'cy'], ['bo', null]],
    ['the free one is first when both before are away', 2, ['ana', 'bo', 'cy'], ['ana', 'bo'], ['cy', null]],
    ['three of three, the first away: both behind move up', 3, ['ana', 'bo', 'cy'], ['ana'], ['bo', 'cy', null]],
    ['three of three, the middle away: the last moves up', 3, ['ana', 'bo', 'cy'], ['bo'], ['ana', 'cy', null]],
    [
      'three of three, only the last there: moves to the first',
      3,
      ['ana', 'bo', 'cy'],
      ['ana', 'bo'],
      ['cy', null, null],
    ],
    ['one of two layers, away', 2, ['ana'], ['ana'], [null, null]],
    ['everybody away: nobody is on', 3, ['ana', 'bo', 'cy'], ['ana', 'bo', 'cy'], [null, null, null]],
    ['a free one and a gap: who is behind moves up', 3, ['ana', 'bo', 'cy', 'dee'], ['ana', 'bo'], ['dee', 'cy', null]],
  ])('%s', (_, layers, users, absent, expected) => {
    expect(
      layersAt(
        skipping(
          layers,
          users,
          absent.map((user) => away(user)),
        ),
      ),
    ).toEqual(expected);
  });

  it('moves back at the very instant at which the absence ends', () => {
    const back = '2026-01-05T20:00';
    const rotation = skipping(2, ['ana', 'bo'], [away('ana', '2026-01-05T12:00', back)]);
    expect(told(rotation, '2026-01-05T08:00', '2026-01-06T08:00')).toEqual([
      'Mon 05.01 08:00 ana',
      'Mon 05.01 12:00 bo',
      'Mon 05.01 20:00 ana',
    ]);
    expect(whoIsOn(rotation, berlin(back) - 1, 'second').user).toBeNull();
    expect(layersAt(rotation, back)).toEqual(['ana', 'bo']);
  });

  it('moves nobody where the policy only reports absences', () => {
    const rotation = skipping(2, ['ana', 'bo'], [away('ana')]);
    expect(layersAt({ ...rotation, rule: { ...rotation.rule, absences: 'flag' } })).toEqual(['ana', 'bo']);
  });

  it('says why', () => {
    const turn = { from: berlin('2026-01-05T08:00'), to: berlin('2026-01-06T08:00') };
    const rotation = skipping(3, ['ana', 'bo', 'cy'], [away('ana')]);
    const why = (layer: string) => whoIsOn(rotation, berlin('2026-01-05T20:00'), layer).why;
    expect(why('first')).toEqual({ kind: 'absence', ...turn, instead: 'ana' });
    expect(why('second')).toEqual({ kind: 'moved_up', ...turn, instead: 'bo', layer: 'first' });
    expect(why('third')).toEqual({ kind: 'moved_up', ...turn, instead: 'cy', layer: 'second' });
  });

  it('moves nobody to a layer on which somebody was put, before the absence was known or after', () => {
    for (const cover of [put('eli', 'first'), put('eli', 'first', 'ana')]) {
      const rotation = skipping(2, ['ana', 'bo'], [away('ana')], [cover]);
      expect(layersAt(rotation)).toEqual(['eli', 'bo']);
      expect(whoIsOn(rotation, berlin('2026-01-05T20:00')).why).toMatchObject({ kind: 'override', instead: 'ana' });
    }
  });

  it('lets a cover of whoever moved up and of the empty layer be what it says', () => {
    expect(layersAt(skipping(2, ['ana', 'bo'], [away('ana')], [put('eli', 'first', 'bo')]))).toEqual(['eli', null]);
    expect(layersAt(skipping(2, ['ana', 'bo'], [away('ana')], [put('eli', 'second')]))).toEqual(['bo', 'eli']);
  });

  it('calls in nobody who was put on at another layer', () => {
    const rotation = skipping(2, ['ana', 'bo', 'cy', 'dee'], [away('ana'), away('bo')], [put('cy', 'first')]);
    expect(layersAt(rotation)).toEqual(['cy', 'dee']);
  });

  it('keeps a cover for somebody who is away besides, whoever stands in', () => {
    const rotation = skipping(1, ['ana', 'bo'], [away('ana')], [put('eli', 'first', 'ana')]);
    expect(layersAt(rotation)).toEqual(['eli']);
  });
});

it('refuses a rule that cannot turn, in a sentence', () => {
  const ask = (rule: RotationRule) => () => whoIsOn(with_(rule, ['ana']), 0);
  expect(ask({ ...around, timezone: 'Mars/Base' })).toThrow('"Mars/Base" is not a time zone');
  expect(ask({ ...around, anchor: '2026-02-30T08:00' })).toThrow('no local date and time');
  expect(ask({ ...around, handoff: { every: 'day', interval: 0, at: '08:00' } })).toThrow('whole number from 1');
});
