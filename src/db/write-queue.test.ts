import { AsyncResource } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MovableClock, stopwatch } from '../clock.ts';
import { type Database, inTransaction, type Tx, topic } from './database.ts';
import { openDatabase } from './open.ts';

const said = topic<string>('said');

let folder: string;
let file: string;
let db: Database;
let clock: MovableClock;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-'));
  file = join(folder, 'desk.db');
  db = openDatabase(`file:${file}`);
  clock = new MovableClock({ at: 0, held: true });
  await transact(async (tx) => void tx.sql.run(sql`create table notes (n integer primary key)`));
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const transact = <T>(work: (tx: Tx) => Promise<T>) => inTransaction({ db, clock }, work);
const write = (tx: Tx, n: number) => void tx.sql.run(sql`insert into notes values (${n})`);
const notes = (on: { sql: Tx['sql'] } = db.reader) =>
  on.sql.all<{ n: number }>(sql`select n from notes order by n`).map(({ n }) => n);

describe('transactions that are committed together', () => {
  it('fail alone: each is there wholly or not at all, whatever becomes of its neighbours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('good', 'throws', 'breaks a rule'), { maxLength: 200 }),
        async (kinds) => {
          await transact(async (tx) => void tx.sql.run(sql`delete from notes`));
          const results = await Promise.allSettled(
            kinds.map((kind, i) =>
              transact(async (tx) => {
                write(tx, 2 * i);
                if (kind === 'throws') throw new Error('no');
                write(tx, kind === 'good' ? 2 * i + 1 : 2 * i);
                return i;
              }),
            ),
          );
          expect(notes()).toEqual(kinds.flatMap((kind, i) => (kind === 'good' ? [2 * i, 2 * i + 1] : [])));
          expect(results.map(({ status }) => status === 'fulfilled')).toEqual(kinds.map((kind) => kind === 'good'));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('run in the order they came, each seeing what those before it wrote', async () => {
    const seen = await Promise.all(
      Array.from({ length: 150 }, (_, i) =>
        transact(async (tx) => {
          write(tx, i);
          return notes(tx).length;
        }),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
  });

  it('are fewer when they take long, in the order they came all the same', async () => {
    let begun = 0;
    const order: number[] = [];
    const begunAtFirstCommit = Promise.race(
      Array.from({ length: 20 }, async (_, i) => {
        await transact(async (tx) => {
          begun += 1;
          order.push(i);
          write(tx, i);
          for (const spent = stopwatch(); spent() < 10; );
        });
        return begun;
      }),
    );
    expect(await begunAtFirstCommit).toBeLessThanOrEqual(3);
    await transact(async () => {});
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('leave the event loop free between two commits, however many wait', async () => {
    let turns = 0;
    const turn = () => {
      turns += 1;
      beat = setImmediate(turn);
    };
    let beat = setImmediate(turn);
    await Promise.all(Array.from({ length: 20_000 }, (_, i) => transact(async (tx) => write(tx, i))));
    clearImmediate(beat);
    expect(turns).toBeGreaterThan(20_000 / 64 - 2);
    expect(notes()).toHaveLength(20_000);
  });

  it('go after those that somebody waits for, also when these come while they are at work', async () => {
    const order: string[] = [];
    const add = (name: string, turn?: 'ahead') =>
      inTransaction(
        { db, clock },
        async (tx) => {
          order.push(name);
          write(tx, order.length);
          if (name === 'second') askMeanwhile();
        },
        turn,
      );
    const later: Promise<void>[] = [];
    const askMeanwhile = AsyncResource.bind(() => void later.push(add('asked meanwhile', 'ahead')));
    await Promise.all([add('first'), add('second'), add('third'), add('asked before', 'ahead')]);
    await Promise.all(later);
    expect(order).toEqual(['asked before', 'first', 'second', 'asked meanwhile', 'third']);
    expect(notes()).toEqual([1, 2, 3, 4, 5]);
  });

  it('hear in the middle of a shared commit of somebody who came by the event loop', async () => {
    const order: string[] = [];
    const long = (name: string) =>
      transact(async () => {
        order.push(name);
        const spent = stopwatch();
        while (spent() < 10);
      });
    const asked = new Promise<void>((resolve) => {
      setImmediate(() => resolve(inTransaction({ db, clock }, async () => void order.push('asked'), 'ahead')));
    });
    await Promise.all([long('first'), long('second'), long('third'), asked]);
    expect(order).toEqual(['first', 'asked', 'second', 'third']);
  });
});

describe('an open transaction', () => {
  it('is seen by no reader until it is committed', async () => {
    const seen: number[][] = [];
    const two = [1, 2].map((n) =>
      transact(async (tx) => {
        write(tx, n);
        seen.push(notes(db.reader));
        await Promise.resolve();
        seen.push(notes(db.reader));
      }),
    );
    await Promise.all(two);
    expect(seen).toEqual([[], [], [], []]);
    expect(notes()).toEqual([1, 2]);
  });

  it('fails when the database itself takes everything back meanwhile, alone or beside others', async () => {
    const undone = () =>
      transact(async (tx) => {
        write(tx, 1);
        tx.sql.run(sql`rollback`);
      });
    await expect(undone()).rejects.toThrow();
    const beside = await Promise.allSettled([undone(), transact(async (tx) => write(tx, 2))]);
    expect(beside.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    await transact(async (tx) => write(tx, 3));
    expect(notes()).toEqual([3]);
  });

  it('has one reading of the clock', async () => {
    const times = await transact(async (tx) => {
      const before = tx.now;
      clock.moveTo(99);
      return [before, tx.now];
    });
    expect(times).toEqual([0, 0]);
    expect(await transact(async (tx) => tx.now)).toBe(99);
  });

  it('refuses another one inside it, which fails with it', async () => {
    const outer = transact(async (tx) => {
      write(tx, 1);
      await transact(async (inner) => write(inner, 2));
    });
    await expect(outer).rejects.toThrow('A transaction was opened inside a transaction.');
    await transact(async (tx) => write(tx, 3));
    expect(notes()).toEqual([3]);
  });
});

describe('news', () => {
  it('arrive after the commit, when a reader sees the rows, and never from a transaction that failed', async () => {
    const heard: [string, number[]][] = [];
    db.on(said, (news) => heard.push([news, notes()]));
    const good = transact(async (tx) => {
      write(tx, 1);
      tx.announce(said, 'one');
      expect(heard).toEqual([]);
    });
    const bad = transact(async (tx) => {
      tx.announce(said, 'never');
      throw new Error('no');
    });
    await expect(bad).rejects.toThrow('no');
    await good;
    expect(heard).toEqual([['one', [1]]]);
  });

  it('reach the other listeners and harm no transaction when one listener throws', async () => {
    const heard: string[] = [];
    db.on(said, () => {
      throw new Error('deaf');
    });
    db.on(said, (news) => heard.push(news));
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    await transact(async (tx) => tx.announce(said, 'one'));
    await transact(async (tx) => write(tx, 1));
    expect(heard).toEqual(['one']);
    expect(notes()).toEqual([1]);
    expect((await warned).message).toContain('A listener to said threw: Error: deaf');
  });
});

describe('a lock held by another process', () => {
  it('delays the writer, never the event loop, and is over when it is released', async () => {
    const other = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       const db = new (require('better-sqlite3'))(workerData);
       db.exec('BEGIN IMMEDIATE');
       parentPort.postMessage('locked');
       setTimeout(() => { db.exec('COMMIT'); db.close(); }, 700);`,
      { eval: true, workerData: file },
    );
    await new Promise((resolve) => other.once('message', resolve));
    let turns = 0;
    const beat = setInterval(() => {
      turns += 1;
    }, 1);
    await transact(async (tx) => write(tx, 1));
    clearInterval(beat);
    expect(turns).toBeGreaterThan(5);
    expect(notes()).toEqual([1]);
    await other.terminate();
  });
});

describe('a disk that is full', () => {
  it('tells everybody whose work is not stored, stores nothing of it, and goes on when there is room', async () => {
    const pages = (n: number) => transact(async (tx) => void tx.sql.run(sql.raw(`pragma max_page_count = ${n}`)));
    await transact(async (tx) => void tx.sql.run(sql`create table blobs (b blob)`));
    await pages(1);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        transact(async (tx) => {
          write(tx, i);
          if (i === 4) tx.sql.run(sql`insert into blobs values (zeroblob(1000000))`);
        }),
      ),
    );
    expect(results[4]?.status).toBe('rejected');
    expect(notes()).toEqual(results.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : [])));
    await pages(1_000_000);
    await transact(async (tx) => write(tx, 100));
    expect(notes()).toContain(100);
  });
});
