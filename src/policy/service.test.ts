import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { readPolicy } from './read.ts';
import { earlierThan, remember } from './service.ts';

const clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00+01:00'), held: true });
const starter = readPolicy('policies/starter.yml');
let folder: string;
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-'));
  db = openDatabase(join(folder, 'desk.db'));
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

describe('a remembered policy', () => {
  it.each(['stakater', 'stakater-service-desk', 'giant-swarm', 'rackspace-mpk'])(
    '%s comes back as it was',
    async (name) => {
      const policy = readPolicy(`policies/${name}.yml`);
      await remember({ db, clock }, policy);
      expect(await earlierThan(db.reader, starter)).toStrictEqual([policy]);
    },
  );

  it('shares its calendars, so that each is worked out once', async () => {
    await remember({ db, clock }, readPolicy('policies/rackspace-mpk.yml'));
    const [policy] = await earlierThan(db.reader, starter);
    const calendars = new Set(Object.values(policy?.calendars ?? {}));
    const named = Object.values(policy?.tiers ?? {}).flatMap((tier) => [
      tier.calendar,
      ...Object.values(tier.targets).flatMap((byClock) => Object.values(byClock).map(({ calendar }) => calendar)),
    ]);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((calendar) => !calendars.has(calendar))).toEqual([]);
  });

  it('is kept once, and is not earlier than itself', async () => {
    const stakater = readPolicy('policies/stakater.yml');
    await remember({ db, clock }, stakater);
    await remember({ db, clock }, starter);
    await remember({ db, clock }, stakater);
    expect((await earlierThan(db.reader, starter)).map(({ version }) => version)).toEqual([stakater.version]);
    expect((await earlierThan(db.reader, stakater)).map(({ version }) => version)).toEqual([starter.version]);
  });
});
