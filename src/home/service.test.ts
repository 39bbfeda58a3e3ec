import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RotationDesk, rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import type { Desk } from '../desk.ts';
import { HOUR } from '../time/duration.ts';
import { timerDueAt } from '../timers/timers.ts';
import { refreshHomes } from './jobs.ts';
import { homesChanged, openHome } from './service.ts';

let d: RotationDesk;
beforeEach(async () => {
  d = await rotationDesk('2026-01-05T09:00', { 'ops-duty': ['UANA', 'UBO'] });
});
afterEach(() => d.close());

const opens = (user: string) => d.transact((tx) => openHome({ policy: d.policy } as Desk, tx, user));
const nextLook = async () => ((await timerDueAt(d.db.reader, refreshHomes, {})) ?? 0) - d.clock.now();

it('looks again an hour after somebody looked', async () => {
  await opens('UANA');
  expect(await nextLook()).toBe(HOUR);
});

it('brings the homes of the others up to date at once, also when somebody looks before that is done', async () => {
  await opens('UANA');
  await d.transact(homesChanged);
  await opens('UBO');
  expect(await nextLook()).toBe(0);
});
