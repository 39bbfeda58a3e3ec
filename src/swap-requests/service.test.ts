import { DateTime } from 'luxon';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RotationDesk, rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { comingShifts } from '../rotations/coming.ts';
import { cover } from '../rotations/cover.ts';
import { acceptSwap, askToSwap, followRotations, openSwaps } from './service.ts';

let d: RotationDesk;
beforeEach(async () => {
  d = await rotationDesk('2026-01-05T09:00', { 'ops-duty': ['UANA', 'UBO'] });
});
afterEach(() => d.close());

const inBerlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const toldAna = async () =>
  (await d.told()).filter(([user, said]) => user === 'UANA' && said.includes('the swap is off'));

/** Ana asks Bo to swap the next turn of each. */
async function anaAsksBo(): Promise<number> {
  await d.transact(async (tx) => {
    const coming = (await comingShifts(tx, d.policy, tx.now)).filter(({ from }) => from > tx.now);
    const [mine, theirs] = ['UANA', 'UBO'].map((user) => coming.find((shift) => shift.user === user));
    if (mine && theirs) await askToSwap(d, tx, { mine, theirs }, 'UANA');
  });
  return (await openSwaps(d.db.reader))[0]?.id ?? 0;
}

const somebodyElseServes = () =>
  d.transact((tx) =>
    cover(
      tx,
      d.policy,
      { rotation: 'ops-duty', user: 'UCY', from: inBerlin('2026-01-12T00:00'), to: inBerlin('2026-01-27T00:00') },
      'UDEE',
    ),
  );

it('accepted before it was seen that a shift has changed hands is off, and both hear why', async () => {
  const id = await anaAsksBo();
  await somebodyElseServes();
  const answer = await d.transact((tx) => acceptSwap(d, tx, id, 'UBO'));
  expect(JSON.stringify(answer)).toContain("That shift is not ana's any more.");
  expect(JSON.stringify(answer)).toContain('The swap is off');
  expect(await openSwaps(d.db.reader)).toEqual([]);
  expect(await toldAna()).toHaveLength(1);
});

it('stays as long as both have their shifts, and is told once that it is off', async () => {
  await anaAsksBo();
  await d.transact((tx) => followRotations(d, tx));
  expect(await openSwaps(d.db.reader)).toHaveLength(1);
  await somebodyElseServes();
  await d.transact((tx) => followRotations(d, tx));
  await d.transact((tx) => followRotations(d, tx));
  expect(await openSwaps(d.db.reader)).toEqual([]);
  expect(await toldAna()).toHaveLength(1);
});
