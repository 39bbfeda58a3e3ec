import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { timers } from '../tables.ts';
import * as table from './due.ts';
import { dueWork, verbsByName } from './ring.ts';
import { rings, type TimerDef, type TimerVerb, timer } from './timer.ts';
import { clearTimer, setTimer, timerSet } from './timers.ts';

const remind = timer('remind', z.object({ who: z.string(), note: z.string().optional() }), { key: (d) => d.who });
const breach = timer('breach', z.object({ who: z.string() }), { key: (d) => d.who, urgency: -1 });

let folder: string;
let db: Database;
let clock: MovableClock;
let rung: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-'));
  db = openDatabase(`file:${join(folder, 'desk.db')}`);
  clock = new MovableClock({ at: 0, held: true });
  rung = [];
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const set = <D>(def: TimerDef<D>, data: D, at: number | null) =>
  inTransaction({ db, clock }, (tx) => setTimer(tx, def, data, at));

const note = (def: TimerDef<{ who: string; note?: string }>): TimerVerb =>
  rings(def, async (_tx, data) => {
    rung.push(`${def.name} ${data.who}${data.note ?? ''}`);
  });

const work = (...verbs: TimerVerb[]) => {
  const all = verbs.length > 0 ? verbs : [note(remind), note(breach)];
  const log = pino({ level: 'silent' });
  return dueWork({ db, clock, log, verbs: verbsByName(all) });
};

const counts = () => table.counts(db.reader, clock.now());

/** Lets time go on to when the next timer is due, and works it off. */
const onward = async (due: { workDue(): Promise<void> }) => {
  const next = await table.nextDueAt(db.reader);
  if (next !== null) clock.moveTo(next);
  await due.workDue();
  return clock.now();
};

describe('setting a timer', () => {
  it('replaces the setting of the same kind and key, and leaves other keys alone', async () => {
    await set(remind, { who: 'ana' }, 10);
    await set(remind, { who: 'bo' }, 10);
    await set(remind, { who: 'ana', note: ' later' }, 20);
    clock.moveTo(10);
    await work().workDue();
    expect(rung).toEqual(['remind bo']);
    clock.moveTo(20);
    await work().workDue();
    expect(rung).toEqual(['remind bo', 'remind ana later']);
  });

  it('changes and announces nothing when the same setting stands already', async () => {
    const heard: { id: number; version: number }[] = [];
    db.on(timerSet, (news) => heard.push(news));
    await set(remind, { who: 'ana' }, 10);
    await set(remind, { who: 'ana' }, 10);
    expect(heard).toEqual([{ id: 1, name: 'remind', dueAt: 10, version: 1 }]);
    await set(remind, { who: 'ana' }, 11);
    expect(heard[1]).toEqual({ id: 1, name: 'remind', dueAt: 11, version: 2 });
  });

  it('is cleared by null and by clearing, and clearing what does not stand is no fault', async () => {
    await set(remind, { who: 'ana' }, 10);
    await set(remind, { who: 'bo' }, 10);
    await set(remind, { who: 'ana' }, null);
    await inTransaction({ db, clock }, (tx) => clearTimer(tx, remind, { who: 'bo' }));
    await set(remind, { who: 'nobody' }, null);
    expect(await table.nextDueAt(db.reader)).toBeNull();
  });

  it('refuses data of another shape', async () => {
    await expect(set(remind as TimerDef<unknown>, { whom: 'ana' }, 10)).rejects.toThrow();
    expect((await counts()).pending).toBe(0);
  });

  it('is undone with the transaction it was part of', async () => {
    const failing = inTransaction({ db, clock }, async (tx) => {
      await setTimer(tx, remind, { who: 'ana' }, 10);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await counts()).pending).toBe(0);
  });
});

describe('what is due', () => {
  it('rings by its instant, then by urgency, then in the order of setting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.integer({ min: 1, max: 4 }), urgent: fc.boolean() })),
        async (asked) => {
          clock.moveTo(0);
          rung = [];
          const expected = asked
            .map(({ at, urgent }, i) => ({ at, urgent, name: `${urgent ? 'breach' : 'remind'} ${i}`, i }))
            .sort((a, b) => a.at - b.at || Number(b.urgent) - Number(a.urgent) || a.i - b.i);
          for (const [i, { at, urgent }] of asked.entries())
            await set(urgent ? breach : remind, { who: String(i) }, at);
          clock.moveTo(4);
          await work().workDue();
          expect(rung).toEqual(expected.map(({ name }) => name));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('does not ring a millisecond early', async () => {
    await set(remind, { who: 'ana' }, 10);
    clock.moveTo(9);
    await work().workDue();
    expect(rung).toEqual([]);
    clock.moveTo(10);
    await work().workDue();
    expect(rung).toEqual(['remind ana']);
  });

  it('rings once however many ask at the same time', async () => {
    await set(remind, { who: 'ana' }, 0);
    const [one, other] = [work(), work()];
    await Promise.all([one.workDue(), one.workDue(), other.workDue(), other.workDue()]);
    expect(rung).toEqual(['remind ana']);
  });

  it('is all worked off when the promise resolves, also what a verb has just made due', async () => {
    const chain = rings(remind, async (tx, { who }) => {
      rung.push(who);
      if (who.length < 4) await setTimer(tx, remind, { who: `${who}+` }, tx.now);
    });
    await set(remind, { who: 'a' }, 0);
    await work(chain).workDue();
    expect(rung).toEqual(['a', 'a+', 'a++', 'a+++']);
  });

  it('may set itself again for later', async () => {
    const again = rings(remind, async (tx, data) => {
      rung.push(`${tx.now}`);
      await setTimer(tx, remind, data, tx.now + 60_000);
    });
    const due = work(again);
    await set(remind, { who: 'ana' }, 5);
    await onward(due);
    await onward(due);
    expect(rung).toEqual(['5', '60005']);
  });

  it('answers everybody who asked during a pass only when their work is done too', async () => {
    const due = work();
    for (let i = 0; i < 30; i += 1) {
      await set(remind, { who: `first ${i}` }, 0);
      const first = due.workDue();
      await set(remind, { who: `second ${i}` }, 0);
      await due.workDue();
      expect(rung.slice(-2)).toEqual([`remind first ${i}`, `remind second ${i}`]);
      await first;
    }
  });
});

describe('a verb that throws', () => {
  const poison = (tries: number[]) =>
    rings(remind, async (tx, { who }) => {
      if (who !== 'poison') return void rung.push(who);
      tries.push(tx.now);
      await setTimer(tx, breach, { who: 'written by the poison' }, tx.now);
      throw new Error('no such luck');
    });

  it('writes nothing, is tried five times, waits longer each time, and is then parked', async () => {
    const tries: number[] = [];
    const due = work(poison(tries), note(breach));
    await set(remind, { who: 'poison' }, 0);
    for (let i = 0; i < 8; i += 1) await onward(due);
    expect(tries).toEqual([0, 1_000, 6_000, 36_000, 156_000]);
    expect(rung).toEqual([]);
    expect(await counts()).toMatchObject({ pending: 0, parked: 1 });
    const [row] = await db.reader.sql.select().from(timers);
    expect(row).toMatchObject({ attempts: 5, problem: 'no such luck', parkedAt: 156_000 });
  });

  it('announces when it is tried again, so that an alarm is armed for it', async () => {
    await set(remind, { who: 'poison' }, 0);
    const heard: unknown[] = [];
    db.on(timerSet, (news) => heard.push(news));
    await work(poison([])).workDue();
    expect(heard).toMatchObject([{ id: 1, name: 'remind', dueAt: 1_000, version: 2 }]);
  });

  it('holds nobody up', async () => {
    const due = work(poison([]), note(breach));
    for (let i = 0; i < 120; i += 1) await set(remind, { who: i % 40 === 0 ? 'poison' : `${i}` }, i);
    clock.moveTo(200);
    await due.workDue();
    expect(rung).toHaveLength(117);
  });

  it('gets its tries back when the timer is set again', async () => {
    const tries: number[] = [];
    const due = work(poison(tries), note(breach));
    await set(remind, { who: 'poison' }, 0);
    for (let i = 0; i < 6; i += 1) await onward(due);
    await set(remind, { who: 'poison' }, 0);
    expect(await counts()).toMatchObject({ pending: 1, parked: 0 });
    await due.workDue();
    expect(tries).toHaveLength(6);
  });

  it('may not open a transaction of its own', async () => {
    const nested = rings(remind, () => inTransaction({ db, clock }, async () => {}));
    await set(remind, { who: 'ana' }, 0);
    await work(nested).workDue();
    expect(await table.due(db.reader, 1_000, 1)).toMatchObject([{ dueAt: 1_000, version: 2 }]);
  });
});

describe('a timer nobody can ring', () => {
  it('is parked at once when its name is unknown or its data no longer fits', async () => {
    const former = timer('remind', z.object({ person: z.number() }), { key: (d) => String(d.person) });
    await set(former, { person: 7 }, 0);
    await set(timer('retired', z.object({}), { key: () => '' }), {}, 0);
    await set(remind, { who: 'ana' }, 0);
    await work(note(remind)).workDue();
    expect(rung).toEqual(['remind ana']);
    expect(await counts()).toMatchObject({ pending: 0, parked: 2 });
  });

  it('stops the start when a name has two verbs, or a timer has none', () => {
    expect(() => verbsByName([note(remind), note(remind)])).toThrow('The timer remind has two verbs');
    expect(() => verbsByName([note(remind)], [remind, breach])).toThrow('The timer breach has no verb');
  });
});

describe('a database that does not take the work', () => {
  it('is not counted as a try of the timer', async () => {
    await set(remind, { who: 'ana' }, 0);
    const broken: Database = { ...db, transact: () => Promise.reject(new Error('disk full')) };
    const log = pino({ level: 'silent' });
    const due = dueWork({ db: broken, clock, log, verbs: verbsByName([note(remind)]) });
    await expect(due.workDue()).rejects.toThrow('disk full');
    expect(await table.due(db.reader, 0, 1)).toMatchObject([{ version: 1 }]);
    await work().workDue();
    expect(rung).toEqual(['remind ana']);
  });
});

it('works ten thousand timers due at one instant off once each, and leaves the event loop free meanwhile', async () => {
  await inTransaction({ db, clock }, async (tx) => {
    for (let i = 0; i < 10_000; i += 1) await setTimer(tx, remind, { who: `${i}` }, 1_000);
  });
  clock.moveTo(1_000);
  let longest = 0;
  let last = process.cpuUsage();
  const measure = () => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1_000);
    last = process.cpuUsage();
  };
  const beat = setInterval(measure, 1);
  const started = performance.now();
  await work().workDue();
  measure();
  clearInterval(beat);
  expect(new Set(rung).size).toBe(10_000);
  expect(rung).toHaveLength(10_000);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(longest).toBeLessThan(250);
});
