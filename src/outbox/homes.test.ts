import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passTime } from '../../test/fixtures/pass-time.ts';
import { ScriptedSlack } from '../../test/fixtures/scripted-slack.ts';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { homeContent, section } from '../slack/blocks.ts';
import { md } from '../slack/text.ts';
import { keepStaffHome, tellPerson } from './outbox.ts';
import { type Sender, startSender } from './sender.ts';
import { slackSending } from './slack-sending.ts';

let folder: string;
let db: Database;
let clock: MovableClock;
let slack: ScriptedSlack;
let sender: Sender;
let reported: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homes-'));
  db = openDatabase(join(folder, 'desk.db'));
  clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00Z'), held: true });
  slack = new ScriptedSlack(() => clock.now());
  const sending = slackSending({ token: 'xoxb-1', apiUrl: await slack.start(), timeout: 300 });
  reported = [];
  sender = startSender({
    db,
    clock,
    log: pino({ level: 'silent' }),
    slack: sending,
    directMessage: (user) => sending.openDirect(user),
    onParked: (_, sentence) => void reported.push(sentence),
  });
});

afterEach(async () => {
  await sender.stop();
  await db.close();
  await slack.stop();
  rmSync(folder, { recursive: true });
});

const show = (user: string, text: string) =>
  inTransaction({ db, clock }, (tx) => keepStaffHome(tx, user, homeContent([section(md`${text}`)])));
const pass = (ms: number) => passTime(clock, sender, ms);
const published = () => slack.made('views.publish');

describe('a home', () => {
  it('shows the latest, at most once a second, and is not published again while nothing changes', async () => {
    await show('U1', 'a');
    await sender.quiet();
    for (const text of ['b', 'c', 'd']) await show('U1', text);
    await sender.quiet();
    expect(slack.homes).toEqual({ U1: 'a' });
    await pass(5_000);
    expect([slack.homes, published()]).toEqual([{ U1: 'd' }, [0, 1_000]]);
    await show('U1', 'd');
    await pass(5_000);
    expect(published()).toHaveLength(2);
  });

  it('waits for no direct message, and none waits for it', async () => {
    await inTransaction({ db, clock }, (tx) => tellPerson(tx, 'U1', { text: 'hello' }, 'hello'));
    await show('U1', 'a');
    await sender.quiet();
    expect([slack.homes.U1, slack.in('DU1')]).toEqual(['a', ['hello']]);
  });

  it('is published again when nobody can say whether it was', async () => {
    slack.next('views.publish', { cut: 'after' });
    await show('U1', 'a');
    await pass(5_000);
    expect([slack.homes.U1, published()]).toEqual(['a', [0, 1_000]]);
    await pass(60_000);
    expect(published()).toHaveLength(2);
  });

  it('of everybody waits when Slack limits one, then goes at the pace that Slack promises, and messages go on', async () => {
    slack.next('views.publish', { status: 429, retryAfter: 30 });
    await show('U1', 'a');
    await sender.quiet();
    await show('U2', 'b');
    await show('U3', 'c');
    await inTransaction({ db, clock }, (tx) => tellPerson(tx, 'U1', { text: 'hello' }, 'hello'));
    await sender.quiet();
    expect([published(), slack.in('DU1')]).toEqual([[0], ['hello']]);
    await pass(60_000);
    expect(slack.homes).toEqual({ U1: 'a', U2: 'b', U3: 'c' });
    expect(published()).toEqual([0, 30_000, 30_600, 31_200]);
  });

  it('that Slack refuses is put aside without a word to anybody, and tried again with the next change', async () => {
    slack.next('views.publish', { error: 'not_enabled' });
    await show('U1', 'a');
    await pass(60_000);
    expect([slack.homes, published(), reported]).toEqual([{}, [0], []]);
    await show('U1', 'b');
    await pass(5_000);
    expect(slack.homes).toEqual({ U1: 'b' });
  });
});
