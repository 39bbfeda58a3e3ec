import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { conflict, unavailable } from '../errors.ts';
import { openLog } from '../log.ts';
import { laneOf } from './event.ts';
import { type EventVerb, type Inbox, startInbox } from './inbox.ts';

const START = 1_772_000_000_000;
const HOUR = 3_600_000;

let clock: MovableClock;
let folder: string;
let db: Database;
let inbox: Inbox;
/** What was worked off, by event text. */
let worked: string[];
let fail: (text: string, attempt: number) => void;
let prepared: (text: string) => Promise<void>;
const attempts = new Map<string, number>();

type Said = { type: string; channel: string; text: string };
const verb: EventVerb = {
  prepare: (event) => prepared((event as Said).text),
  work: async (_, event) => {
    const { text } = event as Said;
    const attempt = (attempts.get(text) ?? 0) + 1;
    attempts.set(text, attempt);
    fail(text, attempt);
    worked.push(text);
  },
};

const open = () => startInbox({ db, clock, log: openLog('silent') }, new Map([['message', verb]]));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  db = openDatabase(join(folder, 'desk.db'));
  clock = new MovableClock({ at: START, held: true });
  worked = [];
  attempts.clear();
  fail = () => {};
  prepared = async () => {};
  inbox = open();
});

afterEach(async () => {
  await inbox.stop();
  await db.close();
  rmSync(folder, { recursive: true });
});

const event = (id: string, text: string, channel = 'C1') => ({
  type: 'event_callback',
  event_id: id,
  event: { type: 'message', channel, text },
});

async function passes(ms: number): Promise<void> {
  clock.moveTo(clock.now() + ms);
  await inbox.quiet();
}

describe('an event', () => {
  it('is worked off once, however often it comes', async () => {
    for (let i = 0; i < 3; i += 1) await inbox.keep(event('Ev1', 'a'));
    await inbox.quiet();
    await inbox.keep(event('Ev1', 'a'));
    await inbox.quiet();
    expect(worked).toEqual(['a']);
  });

  it('that means nothing to us, or is none, is not kept', async () => {
    await inbox.keep({ ...event('Ev1', 'a'), event: { type: 'team_join', channel: 'C1' } });
    await inbox.keep({ type: 'app_rate_limited' });
    await inbox.keep(null);
    await inbox.quiet();
    expect(worked).toEqual([]);
    expect(await inbox.health()).toEqual({ due: 0, parked: 0 });
  });

  it('found in a history counts once with itself', async () => {
    const found = { type: 'message', channel: 'C1', text: 'a' };
    await inbox.keepFound('found-C1-1.0', found);
    await inbox.keepFound('found-C1-1.0', found);
    await inbox.quiet();
    expect(worked).toEqual(['a']);
  });

  it('kept before a stop is worked off after the next start', async () => {
    await inbox.stop();
    await inbox.keep(event('Ev1', 'a'));
    expect(worked).toEqual([]);
    inbox = open();
    await inbox.quiet();
    expect(worked).toEqual(['a']);
  });
});

describe('the events of a channel', () => {
  it('are worked off in the order in which they came, and channels do not wait for each other', async () => {
    let free = () => {};
    const blocked = new Promise<void>((resolve) => {
      free = resolve;
    });
    prepared = (text) => (text === 'a1' ? blocked : Promise.resolve());
    await inbox.keep(event('Ev1', 'a1'));
    await inbox.keep(event('Ev2', 'a2'));
    await inbox.keep(event('Ev3', 'b1', 'C2'));
    await expect.poll(() => worked).toEqual(['b1']);
    free();
    await inbox.quiet();
    expect(worked).toEqual(['b1', 'a1', 'a2']);
  });
});

describe('an event that fails', () => {
  it('is tried again ever later, and put aside after five tries', async () => {
    fail = () => {
      throw new Error('out of luck');
    };
    await inbox.keep(event('Ev1', 'a'));
    await inbox.quiet();
    for (const [wait, tries] of [
      [999, 1],
      [1, 2],
      [5_000, 3],
      [30_000, 4],
      [120_000, 5],
      [HOUR, 5],
    ] as const) {
      await passes(wait);
      expect(attempts.get('a')).toBe(tries);
    }
    expect(await inbox.health()).toEqual({ due: 0, parked: 1 });
  });

  it('and then works is done, once', async () => {
    fail = (_, attempt) => {
      if (attempt < 3) throw new Error('not yet');
    };
    await inbox.keep(event('Ev1', 'a'));
    await inbox.quiet();
    expect(await inbox.waitingUntil()).toBe(START + 1_000);
    await passes(1_000);
    await passes(5_000);
    expect(worked).toEqual(['a']);
    expect(await inbox.waitingUntil()).toBeNull();
    expect(await inbox.health()).toEqual({ due: 0, parked: 0 });
  });

  it('does not hold back the events of other channels', async () => {
    fail = (text) => {
      if (text === 'a') throw new Error('out of luck');
    };
    await inbox.keep(event('Ev1', 'a'));
    await inbox.keep(event('Ev2', 'b', 'C2'));
    await inbox.quiet();
    expect(worked).toEqual(['b']);
  });

  it('by a refusal is put aside at once: that is its answer', async () => {
    fail = () => {
      throw conflict('No.');
    };
    await inbox.keep(event('Ev1', 'a'));
    await inbox.quiet();
    await passes(HOUR);
    expect(attempts.get('a')).toBe(1);
    expect(await inbox.health()).toEqual({ due: 0, parked: 1 });
  });

  it('because Slack cannot be asked is tried until it can', async () => {
    let down = true;
    prepared = async () => {
      if (down) throw unavailable('Slack is away.');
    };
    await inbox.keep(event('Ev1', 'a'));
    await inbox.quiet();
    for (let i = 0; i < 8; i += 1) await passes(120_000);
    expect(await inbox.health()).toEqual({ due: 1, parked: 0 });
    down = false;
    await passes(120_000);
    expect(worked).toEqual(['a']);
  });
});

it('repeats are known for two days, and then forgotten', async () => {
  await inbox.keep(event('Ev1', 'a'));
  await inbox.quiet();
  for (let hours = 0; hours < 47; hours += 1) await passes(HOUR);
  await inbox.keep(event('Ev1', 'a'));
  await inbox.quiet();
  expect(worked).toEqual(['a']);
  for (let hours = 0; hours < 3; hours += 1) {
    clock.moveTo(clock.now() + HOUR);
    await inbox.quiet();
  }
  await expect
    .poll(async () => {
      await inbox.keep(event('Ev1', 'a'));
      await inbox.quiet();
      return worked;
    })
    .toEqual(['a', 'a']);
});

it('the lane of an event is its channel', () => {
  expect(laneOf({ type: 'message', channel: 'C1' })).toBe('C1');
  expect(laneOf({ type: 'channel_rename', channel: { id: 'C1' } })).toBe('C1');
  expect(laneOf({ type: 'reaction_added', item: { channel: 'C1' } })).toBe('C1');
  expect(laneOf({ type: 'channel_id_changed', old_channel_id: 'C1', new_channel_id: 'C2' })).toBe('C2');
  expect(laneOf({ type: 'user_change' })).toBe('workspace');
});
