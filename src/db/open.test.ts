import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { inTransaction } from './database.ts';
import { openDatabase } from './open.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes missing folders and tables, and keeps what is written over a close', async () => {
  const path = join(folder, 'data', 'deep', 'desk.db');
  const first = openDatabase(`file:${path}`);
  await inTransaction({ db: first, clock: new MovableClock() }, async (tx) => {
    tx.sql.run(
      sql`insert into timers (name, key, data, due_at, urgency, version, attempts) values ('a', 'b', '{}', 1, 0, 1, 0)`,
    );
  });
  await first.close();
  for (const url of [path, `file:${path}`, pathToFileURL(path).href]) {
    const again = openDatabase(url);
    expect(again.reader.sql.all(sql`select name from timers`)).toEqual([{ name: 'a' }]);
    await again.close();
  }
});

it('syncs every commit to disk, keeps foreign keys, and writes ahead so that readers never wait', async () => {
  const db = openDatabase(join(folder, 'desk.db'));
  const settings = await inTransaction({ db, clock: new MovableClock() }, async (tx) =>
    ['synchronous', 'foreign_keys', 'journal_mode', 'busy_timeout'].map((name) =>
      Object.values(tx.sql.get<Record<string, unknown>>(sql.raw(`pragma ${name}`))).at(0),
    ),
  );
  expect(settings).toEqual([2, 1, 'wal', 40]);
  await db.close();
});

it('gives readers no way to write', async () => {
  const db = openDatabase(join(folder, 'desk.db'));
  expect(() => db.reader.sql.run(sql`delete from timers`)).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: 'SQLITE_READONLY' }) }),
  );
  await db.close();
});

it('finishes waiting transactions before it closes', async () => {
  const db = openDatabase(join(folder, 'desk.db'));
  const pending = inTransaction({ db, clock: new MovableClock() }, async (tx) => tx.sql.get(sql`select 1 as one`));
  await db.close();
  expect(await pending).toEqual({ one: 1 });
});

it('says what to do about a URL or a file it cannot open', () => {
  expect(() => openDatabase('postgres://user:secret@host/desk')).toThrow(/only SQLite files are supported/);
  expect(() => openDatabase('postgres://user:secret@host/desk')).not.toThrow(/secret/);
  expect(() => openDatabase(`file:${folder}`)).toThrow(/can't be opened/);
});
