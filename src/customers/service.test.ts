import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { keepPerson } from '../slack/people.ts';
import { readPeople } from './customer.ts';
import {
  customerById,
  customerOfChannel,
  customers,
  deskChannel,
  exportCustomers,
  importCustomers,
  leads,
  moveChannel,
  roleOf,
} from './service.ts';

const clock = new MovableClock({ at: 1_772_000_000_000, held: true });
const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://example.slack.com/' };
let folder: string;
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'customers-'));
  db = openDatabase(join(folder, 'desk.db'));
});

afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const transact = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ db, clock }, work);

const { rotations: _, ...file } = readPeople({
  customers: {
    acme: { name: 'Acme', tier: 'premium', contacts: ['UANN'], channels: { C1: 'ask', C2: 'manual' } },
    globex: { name: 'Globex', tier: 'essential', phase: 'onboarding', channels: { C3: 'auto' } },
  },
  staff: { UANA: 'lead', UBO: 'staff' },
  channels: { triage: 'C8', handover: 'C9' },
});

it('exports what it imported', async () => {
  await transact((tx) => importCustomers(tx, file));
  expect(await exportCustomers(db.reader)).toEqual(file);
  await transact((tx) => importCustomers(tx, file));
  expect(await exportCustomers(db.reader)).toEqual(file);
});

it('finds the customer of a channel, and how its messages are taken in', async () => {
  await transact((tx) => importCustomers(tx, file));
  expect(await customerOfChannel(db.reader, 'C2')).toMatchObject({ customer: { id: 'acme' }, intake: 'manual' });
  expect(await customerOfChannel(db.reader, 'C8')).toBeNull();
});

it('follows a file that says otherwise, and still knows a customer who left', async () => {
  await transact((tx) => importCustomers(tx, file));
  const { globex } = file.customers;
  const next = {
    customers: { globex: { ...globex, channels: { C1: 'ask', C3: 'ask' } } },
    staff: { UBO: 'lead' },
    channels: {},
  };
  const { rotations: _, ...later } = readPeople(next);
  await transact((tx) => importCustomers(tx, later));
  expect(await exportCustomers(db.reader)).toEqual(later);
  expect((await customers(db.reader)).map((customer) => customer.id)).toEqual(['globex']);
  expect(await customerById(db.reader, 'acme')).toMatchObject({ name: 'Acme', phase: 'ended', channels: [] });
  expect((await customerOfChannel(db.reader, 'C1'))?.customer.id).toBe('globex');
  expect(await deskChannel(db.reader, 'triage')).toBeNull();
  expect(await leads(db.reader)).toEqual(['UBO']);
});

it('ends everybody with an empty file', async () => {
  await transact((tx) => importCustomers(tx, file));
  const { rotations: _, ...empty } = readPeople({});
  await transact((tx) => importCustomers(tx, empty));
  expect(await exportCustomers(db.reader)).toEqual(empty);
});

it('gives nobody of another organisation a role, nor anybody unknown, whatever the list says', async () => {
  await transact(async (tx) => {
    await importCustomers(tx, file);
    await keepPerson(tx, { id: 'UBO', team_id: 'T2' }, home);
    await keepPerson(tx, { id: 'UANA', team_id: 'T1' }, home);
  });
  expect(await roleOf(db.reader, 'UANA')).toBe('lead');
  expect(await roleOf(db.reader, 'UBO')).toBe('customer');
  await transact((tx) => importCustomers(tx, { ...file, staff: { ...file.staff, UNEW: 'lead' } }));
  expect(await roleOf(db.reader, 'UNEW')).toBe('customer');
  expect(await roleOf(db.reader, 'UNOBODY')).toBe('customer');
});

it('follows a channel to its new id, also when an import came first', async () => {
  await transact((tx) => importCustomers(tx, file));
  await transact((tx) => moveChannel(tx, 'C1', 'C11'));
  await transact((tx) => moveChannel(tx, 'C1', 'C11'));
  await transact((tx) => moveChannel(tx, 'C2', 'C11'));
  await transact((tx) => moveChannel(tx, 'C8', 'C88'));
  expect((await customerById(db.reader, 'acme')).channels).toEqual([{ id: 'C11', intake: 'ask' }]);
  expect(await deskChannel(db.reader, 'triage')).toBe('C88');
});

it('says which customer is not there', async () => {
  await expect(customerById(db.reader, 'initech')).rejects.toThrow('There is no customer "initech"');
});
