import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotationDesk as desk, type RotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { absencesOf, addAbsence, endAbsence } from './away.ts';
import { cover } from './cover.ts';
import { newestChanges } from './service.ts';

const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const week = ['05', '06', '07', '08', '09', '12'].map((day) => `2026-01-${day}T10:00`);

let d: RotationDesk;
beforeEach(async () => {
  d = await desk('2026-01-05T07:00', { support: ['UANA', 'UBO', 'UCY'] }, { absences: 'skip' });
});
afterEach(() => d.close());

const away = (user: string, from: string, to: string, by = user) =>
  d.transact((tx) => addAbsence(tx, d.policy, { user, from: berlin(from), to: berlin(to) }, by));

it('passes over whoever is away, and moves nobody’s later turn', async () => {
  await away('UBO', '2026-01-06T00:00', '2026-01-07T00:00');
  expect(await d.served('support', week)).toEqual(['UANA', 'UCY', 'UCY', 'UANA', 'UBO', 'UCY']);
});

it('splits a shift in which somebody leaves', async () => {
  await away('UBO', '2026-01-06T12:00', '2026-01-06T14:00');
  const at = ['11:59', '12:00', '13:59', '14:00'].map((time) => `2026-01-06T${time}`);
  expect(await d.served('support', at)).toEqual(['UBO', 'UCY', 'UCY', 'UBO']);
});

it('leaves a gap when everybody is away', async () => {
  for (const user of ['UANA', 'UBO', 'UCY']) await away(user, '2026-01-06T00:00', '2026-01-07T00:00');
  expect(await d.served('support', week.slice(0, 3))).toEqual(['UANA', null, 'UCY']);
});

it('is beaten by a cover, also one that puts somebody on who is away', async () => {
  await away('UBO', '2026-01-06T00:00', '2026-01-07T00:00');
  await d.transact((tx) =>
    cover(
      tx,
      d.policy,
      { rotation: 'support', from: berlin('2026-01-06T08:00'), to: berlin('2026-01-06T18:00'), user: 'UBO' },
      'UANA',
    ),
  );
  expect(await d.served('support', week.slice(0, 3))).toEqual(['UANA', 'UBO', 'UCY']);
});

it('tells those whose next shift moved, with before and after, and nobody else', async () => {
  await away('UBO', '2026-01-06T00:00', '2026-01-07T00:00');
  expect(await d.told()).toEqual([
    [
      'UCY',
      'Your next shift on *Weekday support* moved: was Wed 08:00 to Wed 18:00, is Tue 08:00 to Tue 18:00 (bo is away).',
    ],
  ]);
});

it('told twice is noted once; ended it is as if it had not been', async () => {
  const first = await away('UBO', '2026-01-06T00:00', '2026-01-07T00:00');
  expect(await away('UBO', '2026-01-06T00:00', '2026-01-07T00:00')).toEqual(first);
  await d.transact((tx) => endAbsence(tx, d.policy, first.id, 'UBO'));
  expect(await d.served('support', week.slice(0, 3))).toEqual(['UANA', 'UBO', 'UCY']);
  expect(await absencesOf(d.db.reader, d.clock.now())).toEqual([]);
  expect((await newestChanges(d.db.reader, d.policy, 9, 'support')).map(({ kind }) => kind)).toEqual([
    'absence_ended',
    'absence_added',
    'members_changed',
  ]);
  await expect(d.transact((tx) => endAbsence(tx, d.policy, first.id, 'UBO'))).rejects.toThrow('gone already');
});

it('ended halfway stays what it was until then', async () => {
  const kept = await away('UBO', '2026-01-06T00:00', '2026-01-08T00:00');
  d.clock.moveTo(berlin('2026-01-06T12:00'));
  await d.transact((tx) => endAbsence(tx, d.policy, kept.id, 'UBO'));
  expect(await d.served('support', ['2026-01-06T11:00', '2026-01-06T13:00'])).toEqual(['UCY', 'UBO']);
});

it('cannot change what was served before it was noted', async () => {
  d.clock.moveTo(berlin('2026-01-05T12:00'));
  await away('UANA', '2026-01-05T00:00', '2026-01-06T00:00');
  expect(await d.served('support', ['2026-01-05T11:00', '2026-01-05T13:00'])).toEqual(['UANA', 'UBO']);
});

it('with `flag` leaves everybody on', async () => {
  await d.close();
  d = await desk('2026-01-05T07:00', { support: ['UANA', 'UBO', 'UCY'] });
  await away('UBO', '2026-01-06T00:00', '2026-01-07T00:00');
  expect(await d.served('support', week.slice(0, 3))).toEqual(['UANA', 'UBO', 'UCY']);
  expect(await d.told()).toEqual([]);
});

describe('is refused', () => {
  it.each([
    ['in the year 9998', 'UBO', '9998-01-01T00:00', '9998-01-02T00:00', 'UBO', 'more than two years ahead'],
    ['for somebody else, but by a lead', 'UBO', '2026-01-06T00:00', '2026-01-07T00:00', 'UANA', 'your own absences'],
    ['the wrong way round', 'UBO', '2026-01-07T00:00', '2026-01-06T00:00', 'UBO', 'after the start'],
    ['in the past', 'UBO', '2026-01-01T00:00', '2026-01-02T00:00', 'UBO', 'That time is over'],
    ['for strangers', 'UX', '2026-01-06T00:00', '2026-01-07T00:00', 'UDEE', 'not support staff'],
  ])('%s', async (_, user, from, to, by, refusal) => {
    await expect(away(user, from, to, by)).rejects.toThrow(refusal);
    await expect(away('UBO', '2026-01-06T00:00', '2026-01-07T00:00', 'UDEE')).resolves.toMatchObject({ user: 'UBO' });
  });
});
