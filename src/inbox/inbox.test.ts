import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { openDatabase } from '../db/open.ts';
import { type EventVerb, type Inbox, startInbox } from './inbox.ts';

interface Said {
  n: number;
  channel: string;
}

interface Given {
  inbox: () => Inbox;
  /** Stops the desk and starts it again. */
  again: () => Promise<void>;
  /** Another process keeps an event, and doesn't get to work it off. */
  beside: (body: unknown) => Promise<void>;
  /** Called when an event is about to be worked off. */
  afterPrepare: () => void;
  clock: MovableClock;
  worked: Said[];
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** An inbox whose verb notes what it worked off; numbers in `stumbling` fail the first time. */
async function withInbox(stumbling: ReadonlySet<number>, test: (given: Given) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-'));
  const db = openDatabase(join(folder, 'desk.db'));
  const clock = new MovableClock({ at: 0, held: true });
  const worked: Said[] = [];
  const stumbled = new Set<number>();
  const verb: EventVerb = {
    prepare: async () => {
      await turn();
      given.afterPrepare();
    },
    work: async (_tx, event) => {
      const said = event as Said;
      if (stumbling.has(said.n) && !stumbled.has(said.n)) {
        stumbled.add(said.n);
        throw new Error('not yet');
      }
      worked.push({ n: said.n, channel: said.channel });
    },
  };
  const start = (on = db) =>
    startInbox({ db: on, clock, log: pino({ level: 'silent' }) }, new Map([['message', verb]]));
  let inbox = start();
  const beside = async (body: unknown) => {
    const other = openDatabase(join(folder, 'desk.db'));
    const keeping = start(other);
    await keeping.stop();
    await keeping.keep(body);
    await other.close();
  };
  const again = async () => {
    await inbox.stop();
    inbox = start();
  };
  const given: Given = { inbox: () => inbox, again, beside, afterPrepare: () => {}, clock, worked };
  try {
    await test(given);
  } finally {
    await inbox.stop();
    await db.close();
    rmSync(folder, { recursive: true });
  }
}

const body = ({ n, channel }: Said) => ({
  type: 'event_callback',
  event_id: `Ev${n}`,
  event: { type: 'message', channel, n },
});

it('works off every event once, those of a channel in the order they came, whatever fails and however they come', async () => {
  const plan = fc.record({
    channels: fc.array(fc.constantFrom('C1', 'C2', 'C3'), { minLength: 1, maxLength: 100 }),
    stumbling: fc.uniqueArray(fc.nat(99), { maxLength: 4 }),
    waits: fc.array(fc.boolean(), { minLength: 100, maxLength: 100 }),
    restartAt: fc.nat(120),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ channels, stumbling, waits, restartAt }) => {
      const failing = new Set(stumbling);
      await withInbox(failing, async ({ inbox, again, clock, worked }) => {
        const keeping: Promise<void>[] = [];
        for (const [n, channel] of channels.entries()) {
          if (n === restartAt) await again();
          keeping.push(inbox().keep(body({ n, channel })), inbox().keep(body({ n, channel })));
          if (waits[n]) await Promise.all(keeping);
        }
        await Promise.all(keeping);
        await inbox().quiet();
        clock.moveTo(2_000);
        await inbox().quiet();
        expect(worked.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual([...channels.keys()]);
        for (const channel of ['C1', 'C2', 'C3']) {
          const order = worked.filter((said) => said.channel === channel && !failing.has(said.n)).map(({ n }) => n);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
      });
    }),
    { numRuns: 30 },
  );
});

it('takes what another process kept before what comes now', async () => {
  await withInbox(new Set(), async ({ inbox, beside, worked }) => {
    for (const n of [0, 1, 2]) await beside(body({ n, channel: 'C1' }));
    await inbox().keep(body({ n: 3, channel: 'C1' }));
    await inbox().quiet();
    expect(worked.map(({ n }) => n)).toEqual([0, 1, 2, 3]);
  });
});

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'forgets nothing that arrives in the last moment of a run (%i)',
  async (moments) => {
    await withInbox(new Set(), async (given) => {
      const kept: Promise<void>[] = [];
      given.afterPrepare = async () => {
        given.afterPrepare = () => {};
        for (let i = 0; i < moments; i++) await Promise.resolve();
        kept.push(given.inbox().keep(body({ n: 1, channel: 'C1' })));
      };
      await given.inbox().keep(body({ n: 0, channel: 'C1' }));
      for (let turns = 0; turns < 50 && given.worked.length < 2; turns++) await turn();
      await Promise.all(kept);
      expect(given.worked.map(({ n }) => n)).toEqual([0, 1]);
    });
  },
);
