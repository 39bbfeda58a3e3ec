import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotationDesk as desk, home, type RotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { keepPerson } from '../slack/people.ts';
import { endCover } from './cover.ts';
import { newestChanges, overridesOf } from './service.ts';
import { type Swap, swapShifts } from './swap.ts';

const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const [monday, tuesday, wednesday, thursday] = ['05', '06', '07', '08'].map((day) => berlin(`2026-01-${day}T08:00`));

let d: RotationDesk;
beforeEach(async () => {
  d = await desk('2026-01-05T07:00', { support: ['UANA', 'UBO', 'UCY'], 'on-call': ['UELI'] });
});
afterEach(() => d.close());

const swap = (by: string, wanted: Partial<Swap>) =>
  d.transact((tx) => swapShifts(tx, d.policy, { rotation: 'support', mine: 0, theirs: 0, with: 'UBO', ...wanted }, by));
const served = () =>
  d.served(
    'support',
    ['05', '06', '07', '08', '09'].map((day) => `2026-01-${day}T10:00`),
  );

it('of two shifts exchanges just these, and tells the other person once, however often it is arranged', async () => {
  const wanted = { mine: monday, theirs: tuesday, with: 'UBO' };
  await swap('UANA', wanted);
  await swap('UANA', wanted);
  expect(await served()).toEqual(['UBO', 'UANA', 'UCY', 'UANA', 'UBO']);
  expect(await d.told()).toEqual([
    [
      'UBO',
      'ana and you swap shifts on *Weekday support*: you serve Mon 08:00 to Mon 18:00, and ana serves Tue 08:00 to Tue 18:00.',
    ],
  ]);
});

it('gives nobody a shift who has left, whichever of the two', async () => {
  const leave = (id: string) =>
    d.transact((tx) => keepPerson(tx, { id, team_id: 'T1', name: id.slice(1), deleted: true }, home));
  await leave('UANA');
  await expect(swap('UBO', { user: 'UANA', mine: monday, theirs: tuesday, with: 'UBO' })).rejects.toThrow('closed');
  expect(await served()).toEqual(['UANA', 'UBO', 'UCY', 'UANA', 'UBO']);
});

it('that a third person arranges tells both, each their own', async () => {
  await swap('UCY', { user: 'UANA', mine: monday, theirs: tuesday, with: 'UBO' });
  expect(await served()).toEqual(['UBO', 'UANA', 'UCY', 'UANA', 'UBO']);
  expect(await d.told()).toEqual([
    [
      'UANA',
      'bo and you swap shifts on *Weekday support*: you serve Tue 08:00 to Tue 18:00, and bo serves Mon 08:00 to Mon 18:00. Arranged by cy.',
    ],
    [
      'UBO',
      'ana and you swap shifts on *Weekday support*: you serve Mon 08:00 to Mon 18:00, and ana serves Tue 08:00 to Tue 18:00. Arranged by cy.',
    ],
  ]);
});

it('of a swap is a swap like any other', async () => {
  await swap('UANA', { mine: monday, theirs: tuesday, with: 'UBO' });
  await swap('UANA', { mine: tuesday, theirs: wednesday, with: 'UCY' });
  expect(await served()).toEqual(['UBO', 'UCY', 'UANA', 'UANA', 'UBO']);
  await swap('UCY', { mine: tuesday, theirs: monday, with: 'UBO' });
  expect(await served()).toEqual(['UCY', 'UBO', 'UANA', 'UANA', 'UBO']);
});

it('back again restores what was', async () => {
  await swap('UANA', { mine: monday, theirs: tuesday, with: 'UBO' });
  await swap('UBO', { mine: monday, theirs: tuesday, with: 'UANA' });
  expect(await served()).toEqual(['UANA', 'UBO', 'UCY', 'UANA', 'UBO']);
});

it('of a shift that runs changes what is left of it', async () => {
  d.clock.moveTo(berlin('2026-01-05T12:00'));
  await swap('UANA', { mine: monday, theirs: tuesday, with: 'UBO' });
  const at = ['2026-01-05T11:00', '2026-01-05T13:00', '2026-01-06T13:00'];
  expect(await d.served('support', at)).toEqual(['UANA', 'UBO', 'UANA']);
});

it('taken back by one half is taken back whole', async () => {
  await swap('UANA', { mine: monday, theirs: tuesday, with: 'UBO' });
  const [, second] = await overridesOf(d.db.reader, 'support', d.clock.now());
  await d.transact((tx) => endCover(tx, d.policy, second?.id ?? 0, 'UBO'));
  expect(await served()).toEqual(['UANA', 'UBO', 'UCY', 'UANA', 'UBO']);
  expect((await d.told()).slice(1)).toEqual([['UANA', expect.stringContaining('Taken back by bo: bo covers')]]);
});

it('stands in the history', async () => {
  await swap('UANA', { mine: monday, theirs: tuesday, with: 'UBO' });
  const [newest] = await newestChanges(d.db.reader, d.policy, 1, 'support');
  expect(newest).toMatchObject({
    at: d.clock.now(),
    by: 'UANA',
    rotation: 'support',
    kind: 'shifts_swapped',
    data: { one: { user: 'UANA', from: monday }, other: { user: 'UBO', from: tuesday } },
  });
});

describe('is refused', () => {
  it.each<[string, Partial<Swap>, string, string]>([
    ['of a shift that is not theirs', { mine: tuesday, theirs: tuesday }, 'UANA', 'That shift is not yours any more'],
    ["of a shift that is not the other's", { mine: monday, theirs: wednesday }, 'UANA', "That shift is not bo's"],
    ['with oneself', { mine: monday, theirs: thursday, with: 'UANA' }, 'UANA', 'Nobody can swap with themselves'],
    ['with strangers', { mine: monday, theirs: tuesday, with: 'UX' }, 'UANA', 'not support staff'],
    ['for strangers', { mine: monday, theirs: tuesday }, 'UX', 'Only support staff can swap'],
    ['on an unknown layer', { mine: monday, theirs: tuesday, layer: 'second' }, 'UANA', 'no layer "second"'],
  ])('%s', async (_, wanted, by, refusal) => {
    await expect(swap(by, wanted)).rejects.toThrow(refusal);
    expect(await served()).toEqual(['UANA', 'UBO', 'UCY', 'UANA', 'UBO']);
  });

  it('once a shift is over', async () => {
    d.clock.moveTo(berlin('2026-01-05T18:00'));
    await expect(swap('UANA', { mine: monday, theirs: tuesday })).rejects.toThrow('That shift is over');
  });
});
