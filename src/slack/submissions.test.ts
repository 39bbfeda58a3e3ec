import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { noteSubmission } from './submissions.ts';

const clock = new MovableClock({ at: 1_772_000_000_000, held: true });
let folder: string;
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'submissions-'));
  db = openDatabase(join(folder, 'desk.db'));
});

afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const isNew = (id: string, hash: string) => inTransaction({ db, clock }, (tx) => noteSubmission(tx, { id, hash }));

it('knows a form that was worked off, and tells it from its next step', async () => {
  expect([await isNew('V1', 'a'), await isNew('V1', 'a')]).toEqual([true, false]);
  expect([await isNew('V1', 'b'), await isNew('V2', 'a')]).toEqual([true, true]);
});

it('lets a form be sent again when its verb refused it', async () => {
  const refused = inTransaction({ db, clock }, async (tx) => {
    await noteSubmission(tx, { id: 'V1', hash: 'a' });
    throw new Error('too long');
  });
  await expect(refused).rejects.toThrow('too long');
  expect(await isNew('V1', 'a')).toBe(true);
});
