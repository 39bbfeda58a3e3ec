import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { readPeople } from '../customers/customer.ts';
import { type Database, inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import type { RotationRule } from '../policy/policy.ts';
import { readPolicy } from '../policy/read.ts';
import { keepPerson } from '../slack/people.ts';
import { importPeople } from './people.ts';
import { hoursBegin, reachableAmong } from './reachable.ts';

const policy = readPolicy('policies/stakater.yml');
const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const file = readPeople({
  staff: { UBO: 'staff', UELI: 'staff', UIDA: 'staff', UODD: 'staff' },
  rotations: { 'on-call': ['UELI', 'UIDA'] },
});
const zones: Record<string, string> = { UIDA: 'Asia/Kolkata', UODD: 'Nowhere/Atlantis' };
const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://example.slack.com/' };

let folder: string;
let db: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reachable-'));
  db = openDatabase(join(folder, 'desk.db'));
  await inTransaction({ db, clock: new MovableClock({ at: berlin('2026-01-05T08:00'), held: true }) }, async (tx) => {
    for (const id of Object.keys(file.staff)) {
      await keepPerson(tx, { id, team_id: 'T1', tz: zones[id] ?? 'Europe/Berlin' }, home);
    }
    await importPeople(tx, policy, file);
  });
});

afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const everybody = ['UBO', 'UELI', 'UIDA', 'UODD', 'USTRANGER'];
const reached = async (local: string) =>
  [...(await reachableAmong(db.reader, policy, everybody, berlin(local)))].sort();

it('reaches people in their own hours, half-open, and who serves at any hour', async () => {
  expect(await reached('2026-03-03T02:29')).toEqual(['UELI']);
  expect(await reached('2026-03-03T02:30')).toEqual(['UELI', 'UIDA']);
  expect(await reached('2026-03-03T09:00')).toEqual(everybody);
  expect(await reached('2026-03-04T20:00')).toEqual(['UELI']);
  expect(await reached('2026-03-08T12:00')).toEqual(['UELI']);
});

it('reaches every layer of a rotation while it serves', async () => {
  const onCall = { ...(policy.rotations['on-call'] as RotationRule), layers: ['primary', 'secondary'] };
  const layered = { ...policy, rotations: { 'on-call': onCall } };
  expect([...(await reachableAmong(db.reader, layered, everybody, berlin('2026-03-07T03:00')))].sort()).toEqual([
    'UELI',
    'UIDA',
  ]);
});

it('says when hours begin, also over a weekend on which the clock changes', async () => {
  const begins = (user: string, local: string) => hoursBegin(db.reader, policy, user, berlin(local));
  expect(await begins('UBO', '2026-03-27T20:00')).toBe(berlin('2026-03-30T07:00'));
  expect(await begins('UIDA', '2026-03-27T20:00')).toBe(berlin('2026-03-30T03:30'));
  expect(await begins('UBO', '2026-03-30T09:00')).toBe(berlin('2026-03-30T09:00'));
});

it('reaches everybody always where the policy names no hours', async () => {
  const always = { ...policy, reachable: '24x7' as const };
  expect([...(await reachableAmong(db.reader, always, everybody, berlin('2026-03-07T03:00')))]).toEqual(everybody);
});
