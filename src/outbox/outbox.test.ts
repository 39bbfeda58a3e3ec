import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction, type Tx, tablesOf } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { markTried } from './due.ts';
import {
  isOwed,
  keepTeamCard,
  postAt,
  postDue,
  tellCustomer,
  tellPerson,
  tellTeam,
  whereIs,
  withdraw,
} from './outbox.ts';
import { publicContent } from './post.ts';
import { outboxTables } from './tables.ts';

const tables = tablesOf(outboxTables);
const clock = new MovableClock({ at: 1_772_000_000_000, held: true });
let folder: string;
let db: Database;
let woken: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  db = openDatabase(join(folder, 'desk.db'));
  woken = [];
  db.on(postDue, ({ lane }) => woken.push(lane));
});

afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const transact = (work: (tx: Tx) => Promise<void>) => inTransaction({ db, clock }, work);
const rows = async () => db.reader.sql.select().from(tables(db.reader).posts);

async function pretendSent(once: string, ts: string) {
  await transact(async (tx) => {
    const { posts } = tables(tx);
    await tx.sql.update(posts).set({ channel: 'C1', ts, state: 'sent', sentRevision: 1 });
    expect(await whereIs(tx, once)).toEqual({ channel: 'C1', ts, thread: null });
  });
}

it('keeps a message once, however often the same word is used', async () => {
  await transact((tx) => tellTeam(tx, { channel: 'C1' }, { text: 'one' }, 'a'));
  await transact((tx) => tellTeam(tx, { channel: 'C1' }, { text: 'other' }, 'a'));
  expect(await rows()).toMatchObject([
    { once: 'a', audience: 'team', lane: 'C1', content: { text: 'one' }, revision: 1 },
  ]);
  expect(woken).toEqual(['C1']);
});

it('keeps nothing of a transaction that failed, and wakes nobody', async () => {
  const failing = transact(async (tx) => {
    await tellCustomer(tx, { channel: 'C1' }, publicContent({ text: 'one' }), 'a');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await rows()).toEqual([]);
  expect(woken).toEqual([]);
});

it('gives turns within a lane, whoever is told', async () => {
  await transact(async (tx) => {
    await tellTeam(tx, { channel: 'C1' }, { text: 'one' }, 'a');
    await tellPerson(tx, 'U1', { text: 'two' }, 'b');
    await tellCustomer(tx, { channel: 'C1', under: 'a' }, publicContent({ text: 'three' }), 'c');
  });
  expect((await rows()).map(({ lane, turn }) => [lane, turn])).toEqual([
    ['C1', 1],
    ['U1', 1],
    ['C1', 2],
  ]);
});

it('changes a card that still waits in place, and wakes nobody for the same content', async () => {
  const card = (text: string) => transact((tx) => keepTeamCard(tx, { channel: 'C1' }, { text }, 'card'));
  await card('one');
  await transact((tx) => tellTeam(tx, { channel: 'C1', under: 'card' }, { text: 'note' }, 'note'));
  await card('two');
  await card('two');
  expect((await rows())[0]).toMatchObject({ content: { text: 'two' }, revision: 2, turn: 1, state: 'due' });
  expect(woken).toEqual(['C1', 'C1', 'C1']);
});

it('moves a card that was up to date to the end of its lane when it changes', async () => {
  const card = (text: string) => transact((tx) => keepTeamCard(tx, { channel: 'C1' }, { text }, 'card'));
  await card('one');
  await pretendSent('card', '1.5');
  await transact((tx) => tellTeam(tx, { channel: 'C1' }, { text: 'note' }, 'note'));
  await card('two');
  await card('three');
  expect((await rows())[0]).toMatchObject({ state: 'due', revision: 3, sentRevision: 1, turn: 2 });
});

it('finds our own message by its place, and no place before it is posted', async () => {
  await transact((tx) => tellTeam(tx, { channel: 'C1' }, { text: 'one' }, 'a'));
  expect(await whereIs(db.reader, 'a')).toBeNull();
  expect([await isOwed(db.reader, 'a'), await isOwed(db.reader, 'b')]).toEqual([true, false]);
  await pretendSent('a', '1.5');
  expect(await postAt(db.reader, 'C1', '1.5')).toBe('a');
  expect(await postAt(db.reader, 'C1', '1.6')).toBeNull();
});

it('does not forget an open try when the content of a card changes meanwhile', async () => {
  const card = (text: string) => transact((tx) => keepTeamCard(tx, { channel: 'C1' }, { text }, 'card'));
  await card('one');
  await transact(async (tx) => {
    await tx.sql.update(tables(tx).posts).set({ state: 'unknown', triedAt: tx.now, sentRevision: 1 });
  });
  await card('two');
  expect(await rows()).toMatchObject([{ state: 'unknown', revision: 2, sentRevision: 1 }]);
});

it('takes back what was not sent yet, after which its name is free; never what was or may have been', async () => {
  const takesBack = (once: string) => inTransaction({ db, clock }, (tx) => withdraw(tx, once));
  await transact((tx) => tellTeam(tx, { channel: 'C1' }, { text: 'one' }, 'a'));
  expect([await takesBack('a'), await takesBack('a')]).toEqual([true, false]);
  await transact((tx) => tellTeam(tx, { channel: 'C1' }, { text: 'again' }, 'a'));
  const [row] = await rows();
  await transact(async (tx) => void (await markTried(tx, row?.id as number, 0)));
  expect(await takesBack('a')).toBe(false);
  await pretendSent('a', '1.0');
  expect(await takesBack('a')).toBe(false);
});
