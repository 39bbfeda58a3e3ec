import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotationDesk } from '../../test/fixtures/rotation-desk.ts';
import { MovableClock } from '../clock.ts';
import { readPeople } from '../customers/customer.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { readPolicy } from '../policy/read.ts';
import { keepPerson } from '../slack/people.ts';
import { cover, endCover } from './cover.ts';
import { exportPeople, importPeople } from './people.ts';
import { currentMembers, firstLineNow, leadsNow, newestChanges, onNow, onRole, setMembers } from './service.ts';

const policy = readPolicy('policies/stakater.yml');
const berlin = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Berlin' }).toMillis();
const file = readPeople({
  customers: { acme: { name: 'Acme', tier: 'premium', channels: { C1: 'ask' } } },
  staff: { UDEE: 'lead', UANA: 'staff', UBO: 'staff', UCY: 'staff', UELI: 'staff' },
  rotations: { support: ['UANA', 'UBO'], 'on-call': ['UELI', 'UCY'] },
  channels: { triage: 'C8' },
});

const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://example.slack.com/' };

let folder: string;
let db: Database;
let clock: MovableClock;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rotations-'));
  db = openDatabase(join(folder, 'desk.db'));
  clock = new MovableClock({ at: berlin('2026-01-05T08:00'), held: true });
  await transact(async (tx) => {
    for (const id of Object.keys(file.staff)) await keepPerson(tx, { id, team_id: 'T1', name: id.slice(1) }, home);
    await importPeople(tx, policy, file);
  });
});

afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const transact = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ db, clock }, work);
const on = async (local: string, key = 'support') => (await onNow(db.reader, policy, key, berlin(local))).user;

it('exports what it imported, and importing it again changes nothing', async () => {
  expect(await exportPeople(db.reader)).toEqual(file);
  clock.moveTo(berlin('2026-01-06T09:00'));
  await transact((tx) => importPeople(tx, policy, file));
  expect([await on('2026-01-06T10:00'), await on('2026-01-07T10:00')]).toEqual(['UBO', 'UANA']);
  expect(await exportPeople(db.reader)).toEqual(file);
});

it('refuses tiers and rotations that the policy does not know, and then changes nothing', async () => {
  const wrong = { ...file, rotations: { nights: ['UANA'] } };
  const other = readPeople({ ...wrong, customers: { acme: { name: 'Acme', tier: 'gold' } } });
  await expect(transact((tx) => importPeople(tx, policy, other))).rejects.toThrow(/tier "gold"\nrotations\.nights/);
  expect(await exportPeople(db.reader)).toEqual(file);
});

it('refuses staff of another organisation', async () => {
  await transact((tx) => keepPerson(tx, { id: 'UANA', team_id: 'T2', name: 'ana' }, home));
  await expect(transact((tx) => importPeople(tx, policy, file))).rejects.toThrow('staff.UANA: ana belongs to another');
});

it('says who plays a part, at night by the rotation that carries it', async () => {
  expect(await firstLineNow(db.reader, policy, berlin('2026-01-05T09:00'))).toEqual({
    user: 'UANA',
    until: berlin('2026-01-05T18:00'),
  });
  expect(await firstLineNow(db.reader, policy, berlin('2026-01-05T20:00'))).toEqual({
    user: 'UELI',
    until: berlin('2026-01-06T08:00'),
  });
  expect(await onRole(db.reader, policy, 'on_call', berlin('2026-01-06T09:00'))).toEqual(['UCY']);
  expect(await onRole(db.reader, policy, 'ops_duty', berlin('2026-01-06T09:00'))).toEqual([]);
  expect(await transact((tx) => leadsNow(tx, policy))).toEqual(['UDEE']);
});

it('takes nobody for a lead whose account is closed, on duty or not', async () => {
  const onCall = policy.rotations['on-call'];
  const led = { ...policy, rotations: { 'on-call': { ...onCall, role: 'lead' } } } as typeof policy;
  const leave = (id: string) =>
    transact((tx) => keepPerson(tx, { id, team_id: 'T1', name: id.slice(1), deleted: true }, home));
  expect(await transact((tx) => leadsNow(tx, led))).toEqual(['UELI']);
  await leave('UELI');
  expect(await transact((tx) => leadsNow(tx, led))).toEqual(['UDEE']);
  await leave('UDEE');
  expect(await transact((tx) => leadsNow(tx, led))).toEqual([]);
});

it('refuses to say who is on in a rotation the policy does not know', async () => {
  await expect(onNow(db.reader, policy, 'nights', 0)).rejects.toThrow('no rotation "nights"');
});

describe('a change of members', () => {
  it('leaves the turn under way and what was before as they were', async () => {
    clock.moveTo(berlin('2026-01-06T09:00'));
    await transact((tx) => setMembers(tx, policy, 'support', ['UCY', 'UANA'], 'UDEE'));
    expect(await currentMembers(db.reader, 'support')).toEqual(['UCY', 'UANA']);
    expect(await Promise.all(['05', '06', '07', '08'].map((day) => on(`2026-01-${day}T10:00`)))).toEqual([
      'UANA',
      'UBO',
      'UANA',
      'UCY',
    ]);
  });

  it('is for leads, and only with staff', async () => {
    const change = (users: string[], by: string) => transact((tx) => setMembers(tx, policy, 'support', users, by));
    await expect(change(['UCY'], 'UBO')).rejects.toThrow('Only leads');
    await expect(change(['UCY', 'USTRANGER'], 'UDEE')).rejects.toThrow('not support staff');
    await expect(change(['UCY', 'UCY'], 'UDEE')).rejects.toThrow('twice');
    expect(await currentMembers(db.reader, 'support')).toEqual(['UANA', 'UBO']);
  });
});

describe('a cover', () => {
  const wanted = {
    rotation: 'support',
    from: berlin('2026-01-06T12:00'),
    to: berlin('2026-01-06T18:00'),
    user: 'UCY',
    replaces: 'UBO',
  };
  const put = (change: Partial<typeof wanted> = {}, by = 'UANA') =>
    transact((tx) => cover(tx, policy, { ...wanted, ...change }, by));

  it('so far ahead that looking there would take long is refused at once', async () => {
    const far = { from: berlin('9998-01-01'), to: berlin('9998-01-02') };
    await expect(put(far)).rejects.toThrow('more than two years ahead');
    await expect(put({ to: far.to })).rejects.toThrow('longer than a year');
  });

  it('of somebody who was on only in the part that is over changes nothing, and is refused', async () => {
    clock.moveTo(berlin('2026-01-06T19:00'));
    await expect(put({ to: berlin('2026-01-07T18:00') })).rejects.toThrow('not on in Weekday support then');
  });

  it('puts nobody on whose account is closed', async () => {
    await transact((tx) => keepPerson(tx, { id: 'UCY', team_id: 'T1', name: 'cy', deleted: true }, home));
    await expect(put()).rejects.toThrow("cy's Slack account is closed");
    await expect(transact((tx) => setMembers(tx, policy, 'support', ['UBO', 'UCY'], 'UDEE'))).rejects.toThrow('closed');
  });

  it('puts somebody on, once', async () => {
    const first = await put();
    expect(await put()).toEqual(first);
    expect(await on('2026-01-06T11:00')).toBe('UBO');
    expect(await on('2026-01-06T12:00')).toBe('UCY');
    expect(await on('2026-01-07T12:00')).toBe('UANA');
  });

  it('that has begun cannot change what was served before it was made', async () => {
    clock.moveTo(berlin('2026-01-06T14:00'));
    const first = await put();
    expect(await put()).toEqual(first);
    expect(await on('2026-01-06T13:00')).toBe('UBO');
    expect(await on('2026-01-06T14:00')).toBe('UCY');
  });

  it('taken back leaves what was served, and one that has not begun goes away', async () => {
    const kept = await put();
    clock.moveTo(berlin('2026-01-06T14:00'));
    await transact((tx) => endCover(tx, policy, kept.id, 'UBO'));
    expect(await on('2026-01-06T13:00')).toBe('UCY');
    expect(await on('2026-01-06T14:00')).toBe('UBO');
    await expect(transact((tx) => endCover(tx, policy, kept.id, 'UBO'))).rejects.toThrow('over already');
    const later = await put({ from: berlin('2026-01-07T12:00'), to: berlin('2026-01-07T18:00'), replaces: 'UANA' });
    await transact((tx) => endCover(tx, policy, later.id, 'UBO'));
    expect(await on('2026-01-07T13:00')).toBe('UANA');
    await expect(transact((tx) => endCover(tx, policy, later.id, 'UBO'))).rejects.toThrow('gone already');
  });

  it('is refused where it makes no sense', async () => {
    await expect(put({}, 'USTRANGER')).rejects.toThrow('Only support staff');
    await expect(put({ user: 'USTRANGER' })).rejects.toThrow('not support staff');
    await expect(put({ replaces: 'UANA' })).rejects.toThrow('not on in Weekday support then');
    await expect(put({ user: 'UBO' })).rejects.toThrow('stand in for themselves');
    await expect(put({ to: wanted.from })).rejects.toThrow('after the start');
    await expect(put({ from: 0, to: 1 })).rejects.toThrow('That time is over');
    await expect(put({ to: berlin('2036-01-06T12:00') })).rejects.toThrow('That is longer than a year.');
    await expect(put({ rotation: 'nights' })).rejects.toThrow('no rotation');
    expect(await on('2026-01-06T12:00')).toBe('UBO');
  });
});

describe('who hears of a change', () => {
  it('of the order: those whose own next shift moved, with before and after, and not whoever made it', async () => {
    const d = await rotationDesk('2026-01-05T07:00', { support: ['UANA', 'UBO', 'UCY', 'UDEE'] });
    expect(await d.told()).toEqual([]);
    await d.transact((tx) => setMembers(tx, d.policy, 'support', ['UANA', 'UDEE', 'UCY', 'UBO'], 'UDEE'));
    await d.transact((tx) => setMembers(tx, d.policy, 'support', ['UANA', 'UDEE', 'UCY', 'UBO'], 'UDEE'));
    expect(await d.told()).toEqual([
      [
        'UBO',
        'Your next shift on *Weekday support* moved: was Tue 08:00 to Tue 18:00, is Thu 08:00 to Thu 18:00 (dee changed the order).',
      ],
    ]);
    await d.close();
  });

  it('of a cover: everybody whose time it changes; of its end, too', async () => {
    const d = await rotationDesk('2026-01-05T07:00', { support: ['UANA', 'UBO'] });
    const wanted = {
      rotation: 'support',
      from: berlin('2026-01-05T08:00'),
      to: berlin('2026-01-07T00:00'),
      user: 'UCY',
    };
    const kept = await d.transact((tx) => cover(tx, d.policy, wanted, 'UANA'));
    expect((await d.told()).map(([user]) => user).toSorted()).toEqual(['UBO', 'UCY']);
    await d.transact((tx) => endCover(tx, d.policy, kept.id, 'UBO'));
    const ended = (await d.told()).slice(2);
    expect(ended.map(([user]) => user).toSorted()).toEqual(['UANA', 'UCY']);
    expect(ended[0]?.[1]).toContain('Taken back by bo: cy covers *Weekday support*');
    expect((await newestChanges(d.db.reader, d.policy, 2)).map(({ kind, by }) => [kind, by])).toEqual([
      ['cover_ended', 'UBO'],
      ['cover_made', 'UANA'],
    ]);
    await d.close();
  });
});

it('a change that was undone is seen by nobody, though it was read meanwhile', async () => {
  const d = await rotationDesk('2026-01-05T07:00', { support: ['UANA', 'UBO'] });
  const undone = d.transact(async (tx) => {
    await setMembers(tx, d.policy, 'support', ['UCY'], 'UDEE');
    expect((await onNow(tx, d.policy, 'support', berlin('2026-01-06T09:00'))).user).toBe('UCY');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await d.served('support', ['2026-01-06T09:00'])).toEqual(['UBO']);
  await d.close();
});

it('a second layer is served by whoever comes next, covered on its own, and asked for by name', async () => {
  const d = await rotationDesk('2026-01-05T07:00', { support: ['UANA', 'UBO', 'UCY'] }, { layers: ['one', 'two'] });
  const days = ['05', '06', '07'].map((day) => `2026-01-${day}T10:00`);
  expect(await d.served('support', days)).toEqual(['UANA', 'UBO', 'UCY']);
  expect(await d.served('support', days, 'two')).toEqual(['UBO', 'UCY', 'UANA']);
  const tuesday = { from: berlin('2026-01-06T08:00'), to: berlin('2026-01-06T18:00') };
  await d.transact((tx) =>
    cover(tx, d.policy, { ...tuesday, rotation: 'support', user: 'UELI', layer: 'two' }, 'UANA'),
  );
  expect(await d.served('support', days)).toEqual(['UANA', 'UBO', 'UCY']);
  expect(await d.served('support', days, 'two')).toEqual(['UBO', 'UELI', 'UANA']);
  await expect(d.served('support', days, 'three')).rejects.toThrow('no layer "three". It has one, two.');
  await d.close();
});
