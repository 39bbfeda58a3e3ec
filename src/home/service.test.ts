import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { home, type RotationDesk, rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { readPeople } from '../customers/customer.ts';
import type { Reader } from '../db/database.ts';
import type { Desk } from '../desk.ts';
import { openLog } from '../log.ts';
import { importPeople } from '../rotations/people.ts';
import { keepPerson } from '../slack/people.ts';
import { posts } from '../tables.ts';
import { HOUR } from '../time/duration.ts';
import { dueWork, verbsByName } from '../timers/ring.ts';
import { rings } from '../timers/timer.ts';
import { timerDueAt } from '../timers/timers.ts';
import { refreshHomes } from './jobs.ts';
import { homesChanged, openHome, refresh } from './service.ts';
import { noteOpened } from './store.ts';

const VIEWERS = Array.from({ length: 300 }, (_, i) => `U${String(i).padStart(3, '0')}`);

const people = (onDuty: string[]) =>
  readPeople({
    customers: {},
    staff: Object.fromEntries([...VIEWERS, 'UANA', 'UBO', 'UCY', 'UELI'].map((user) => [user, 'staff'])),
    rotations: { 'ops-duty': onDuty },
  });

let d: RotationDesk;
beforeEach(async () => {
  d = await rotationDesk('2026-01-05T09:00', { 'ops-duty': ['UANA', 'UBO'] });
});
afterEach(() => d.close());

/** Works off what is due; before each ring `interfere` may let it fail as a kill would. */
async function workDue(interfere: (ring: number) => void = () => {}): Promise<number[]> {
  const shown: number[] = [];
  const verb = rings(refreshHomes, async (tx, data) => {
    const before = await revisions();
    await refresh(deskOf(), tx, data);
    const touched = await homesOf(tx);
    shown.push(touched.filter(({ lane, revision }) => before.get(lane) !== revision).length);
    interfere(shown.length);
  });
  await dueWork({ db: d.db, clock: d.clock, log: openLog('silent'), verbs: verbsByName([verb]) }).workDue();
  return shown;
}
const deskOf = () => ({ policy: d.policy, log: openLog('silent') }) as Desk;
const homesOf = (on: Reader) =>
  on.sql.select({ lane: posts.lane, revision: posts.revision }).from(posts).where(eq(posts.audience, 'home'));
const revisions = async () => new Map((await homesOf(d.db.reader)).map(({ lane, revision }) => [lane, revision]));

const opens = (user: string) => d.transact((tx) => openHome(deskOf(), tx, user));
const everybodyLooks = async () => {
  await d.transact(async (tx) => {
    for (const id of VIEWERS) await keepPerson(tx, { id, team_id: 'T1', name: id }, home);
    await importPeople(tx, d.policy, people(['UANA', 'UBO']));
    for (const user of VIEWERS) await noteOpened(tx, user);
    await homesChanged(tx);
  });
  await workDue();
};
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

it('brings several hundred homes up to date in small steps, each once, also when it dies in the middle', async () => {
  await everybodyLooks();
  await d.transact((tx) => importPeople(tx, d.policy, people(['UANA', 'UCY'])));
  await d.transact(homesChanged);

  const shown = await workDue((ring) => {
    if (ring === 3) throw new Error('killed');
  });
  expect(shown).toHaveLength(3);
  const behind = [...(await revisions()).values()].filter((revision) => revision === 1).length;
  expect(behind).toBeGreaterThan(VIEWERS.length / 2);

  d.clock.moveTo(d.clock.now() + 1_000);
  const rest = await workDue();
  expect(Math.max(...shown, ...rest)).toBeLessThanOrEqual(20);
  expect(rest.reduce((sum, count) => sum + count, 0)).toBe(behind);
  expect([...new Set((await revisions()).values())]).toEqual([2]);
  expect(await nextLook()).toBe(HOUR - 1_000);
});

it('begins anew when something changes in the middle', async () => {
  await everybodyLooks();
  await d.transact((tx) => importPeople(tx, d.policy, people(['UANA', 'UCY'])));
  await d.transact(homesChanged);
  await workDue((ring) => {
    if (ring === 5) throw new Error('killed');
  });
  await d.transact((tx) => importPeople(tx, d.policy, people(['UANA', 'UELI'])));
  await d.transact(homesChanged);
  await workDue();
  const contents = await d.db.reader.sql
    .select({ content: posts.content })
    .from(posts)
    .where(eq(posts.audience, 'home'));
  const last = contents.map(({ content }) => JSON.stringify(content));
  expect(last.filter((content) => content.includes('eli') && !content.includes('cy'))).toHaveLength(VIEWERS.length);
});
