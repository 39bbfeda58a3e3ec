import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Slack, startSlack } from '../../simulator/start.ts';
import { MovableClock } from '../../src/clock.ts';
import { type Database, inTransaction } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { openLog } from '../../src/log.ts';
import { type Directory, openDirectory } from '../../src/slack/directory.ts';
import { keepPerson, namesOf } from '../../src/slack/people.ts';

const HOUR = 3_600_000;
const clock = new MovableClock({ at: 1_772_000_000_000, held: true });
let folder: string;
let db: Database;
let slack: Slack;
let directory: Directory;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'directory-'));
  db = openDatabase(join(folder, 'desk.db'));
  slack = await startSlack({ clock, manifest: 'manifest.yml' });
  slack.addTeam({ id: 'TACME', name: 'Acme', domain: 'acme' });
  slack.addPerson({ id: 'UBO', name: 'bo', realName: 'Bo' });
  slack.addPerson({ id: 'UANA', name: 'ana', realName: 'Ana', team: 'TACME' });
  slack.addChannel({ id: 'CACME', name: 'acme', teams: [slack.teamId, 'TACME'], members: ['UBO', 'UANA'] });
  slack.addChannel({ id: 'CHOME', name: 'home', members: ['UBO'] });
  const home = {
    teamId: slack.teamId,
    enterpriseId: null,
    botUserId: slack.botUserId,
    botId: slack.botId,
    url: 'https://home.slack.com/',
  };
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  directory = openDirectory({ db, clock, log: openLog('silent') }, client, home);
});

afterEach(async () => {
  await slack.stop();
  await db.close();
  rmSync(folder, { recursive: true });
});

const asked = (method: string) => slack.traffic.filter(({ kind, name }) => kind === 'call' && name === method).length;

it('asks for a person of ours once, also when many ask at the same time', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => directory.person('UBO')));
  expect(people.every((person) => person?.name === 'Bo' && !person.external)).toBe(true);
  clock.moveTo(clock.now() + 1000 * HOUR);
  await directory.person('UBO');
  expect(asked('users.info')).toBe(1);
});

it('asks for a person of another organisation again after a day: nobody promises to tell of their changes', async () => {
  expect(await directory.person('UANA')).toMatchObject({ external: true, teamId: 'TACME', name: 'Ana' });
  clock.moveTo(clock.now() + 23 * HOUR);
  await directory.person('UANA');
  expect(asked('users.info')).toBe(1);
  slack.changePerson('UANA', { realName: 'Ana Maria' });
  clock.moveTo(clock.now() + 2 * HOUR);
  expect(await directory.person('UANA')).toMatchObject({ name: 'Ana Maria' });
  expect(asked('users.info')).toBe(2);
});

it('answers nothing for whom Slack does not know, and throws when Slack cannot be asked', async () => {
  expect(await directory.person('UNOBODY')).toBeNull();
  slack.faults.next('users.info', { error: 'internal_error' });
  await expect(directory.person('UBO')).rejects.toThrow();
  expect(await directory.person('UBO')).toMatchObject({ name: 'Bo' });
});

it('knows which channels others read, and looks again after an hour', async () => {
  expect(await directory.channel('CACME')).toMatchObject({ shared: true, member: true });
  expect(await directory.channel('CHOME')).toMatchObject({ shared: false });
  slack.share('#home', 'TACME');
  expect(await directory.channel('CHOME')).toMatchObject({ shared: false });
  clock.moveTo(clock.now() + HOUR);
  expect(await directory.channel('CHOME')).toMatchObject({ shared: true });
  expect(await directory.channel('CNONE')).toBeNull();
});

it('opens the direct messages of a person once, and still asks who they are', async () => {
  const first = await directory.direct('UBO');
  expect(await directory.direct('UBO')).toBe(first);
  expect(asked('conversations.open')).toBe(1);
  expect(await directory.person('UBO')).toMatchObject({ name: 'Bo', external: false, direct: first });
});

it('names people without calling them, also those we do not know', async () => {
  await inTransaction({ db, clock }, (tx) =>
    keepPerson(tx, { id: 'U9', real_name: 'Nine', name: 'n' }, directory.home),
  );
  const name = await namesOf(db.reader, ['U9', 'UNOBODY', null]);
  expect([name('U9'), name('UNOBODY')]).toEqual(['Nine', 'somebody']);
});
