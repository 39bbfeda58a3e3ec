import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passTime } from '../../test/fixtures/pass-time.ts';
import { ScriptedSlack } from '../../test/fixtures/scripted-slack.ts';
import { MovableClock } from '../clock.ts';
import { type Database, inTransaction, type Tx, tablesOf } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { keepCustomerCard, keepTeamCard, tellCustomer, tellPerson, tellTeam, whereIs } from './outbox.ts';
import { publicContent } from './post.ts';
import { type Sender, startSender } from './sender.ts';
import { slackSending } from './slack-sending.ts';
import { outboxTables } from './tables.ts';

const START = Date.parse('2026-03-02T09:00:00Z');

const log = pino({ level: 'silent' });
const tables = tablesOf(outboxTables);
let folder: string;
let file: string;
let db: Database;
let clock: MovableClock;
let slack: ScriptedSlack;
let apiUrl: string;
let sender: Sender | null;
let shared: Set<string>;
let parked: { once: string; problem: string; sentence: string }[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sender-'));
  file = join(folder, 'desk.db');
  db = openDatabase(file);
  clock = new MovableClock({ at: START, held: true });
  slack = new ScriptedSlack(() => clock.now());
  apiUrl = await slack.start();
  sender = null;
  shared = new Set();
  parked = [];
});

afterEach(async () => {
  await sender?.stop();
  await db.close();
  await slack.stop();
  rmSync(folder, { recursive: true });
});

function start(): Sender {
  const sending = slackSending({ token: 'xoxb-1', apiUrl, timeout: 300 });
  sender = startSender({
    db,
    clock,
    log,
    slack: sending,
    directMessage: (user) => sending.openDirect(user),
    isSharedWithOthers: async (channel) => shared.has(channel),
    onParked: ({ once, problem }, sentence) => void parked.push({ once, problem, sentence }),
  });
  return sender;
}

const write = (work: (tx: Tx) => Promise<void>) => inTransaction({ db, clock }, work);
const tell = (channel: string, once: string, place: { thread?: string; under?: string } = {}) =>
  write((tx) => tellTeam(tx, { channel, ...place }, { text: once }, once));
const card = (channel: string, text: string) => write((tx) => keepTeamCard(tx, { channel }, { text }, 'card'));
const row = async (once: string) => (await rows()).find((r) => r.once === once);
const rows = async () => db.reader.sql.select().from(tables(db.reader).posts);

const pass = (s: Sender, ms: number) => passTime(clock, s, ms);

describe('order and pace', () => {
  it('sends the posts of a channel in order, a second apart by the clock, while other channels go on', async () => {
    await tell('C1', 'a');
    await tell('C1', 'b');
    await tell('C1', 'c');
    await tell('C2', 'x');
    const s = start();
    await s.quiet();
    expect([slack.in('C1'), slack.in('C2'), s.waitingUntil()]).toEqual([['a'], ['x'], START + 1000]);
    await pass(s, 2000);
    expect(slack.in('C1')).toEqual(['a', 'b', 'c']);
    expect(slack.made('chat.postMessage', 'C1')).toEqual([0, 1000, 2000]);
    expect(s.waitingUntil()).toBeNull();
  });

  it('wakes by itself when a transaction owes a message, and sends nothing of one that failed', async () => {
    const s = start();
    await s.quiet();
    await expect(
      write(async (tx) => {
        await tellTeam(tx, { channel: 'C1' }, { text: 'no' }, 'no');
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await tell('C1', 'yes');
    await s.quiet();
    expect(slack.in('C1')).toEqual(['yes']);
  });

  it('finds what another process owes within ten seconds', async () => {
    const s = start();
    await s.quiet();
    const other = openDatabase(file);
    await inTransaction({ db: other, clock }, (tx) => tellTeam(tx, { channel: 'C1' }, { text: 'a' }, 'a'));
    await other.close();
    await s.quiet();
    expect(slack.in('C1')).toEqual([]);
    clock.moveTo(clock.now() + 10_000);
    await s.quiet();
    expect(slack.in('C1')).toEqual(['a']);
  });

  it('sends one message for the same word twice', async () => {
    const s = start();
    await tell('C1', 'a');
    await tell('C1', 'a');
    await pass(s, 5000);
    expect(slack.in('C1')).toEqual(['a']);
  });

  it('posts under another post in its thread, and in the thread of a post that is a reply itself', async () => {
    await card('C1', 'top');
    await tell('C1', 'reply', { under: 'card' });
    await tell('C1', 'reply to reply', { under: 'reply' });
    const s = start();
    await pass(s, 5000);
    const top = await whereIs(db.reader, 'card');
    expect(slack.messages.map((m) => m.thread_ts)).toEqual([undefined, top?.ts, top?.ts]);
    expect(await whereIs(db.reader, 'reply')).toMatchObject({ channel: 'C1', thread: top?.ts });
  });

  it('opens the direct messages of a person', async () => {
    await write((tx) => tellPerson(tx, 'U1', { text: 'hello' }, 'dm'));
    await start().quiet();
    expect(slack.in('DU1')).toEqual(['hello']);
    expect(await whereIs(db.reader, 'dm')).toMatchObject({ channel: 'DU1' });
  });

  it('never unfurls, cuts long texts, and carries its own key', async () => {
    await write((tx) => tellTeam(tx, { channel: 'C1' }, { text: '🙂'.repeat(5000) }, 'long'));
    await start().quiet();
    const args = slack.calls.at(-1)?.args;
    expect([args?.unfurl_links, args?.unfurl_media]).toEqual(['false', 'false']);
    expect(JSON.parse(args?.metadata ?? '')).toEqual({ event_type: 'firstline_post', event_payload: { once: 'long' } });
    expect([...(args?.text ?? '')]).toHaveLength(3900);
    expect(args?.text?.endsWith('🙂…')).toBe(true);
  });
});

describe('cards', () => {
  it('sends only the latest content of a card that changed while it waited', async () => {
    const s = start();
    await card('C1', 'one');
    await s.quiet();
    slack.next('chat.update', { status: 429, retryAfter: 30 });
    await card('C1', 'two');
    await s.quiet();
    for (const text of ['three', 'four', 'five']) await card('C1', text);
    await pass(s, 30_000);
    expect(slack.in('C1')).toEqual(['five']);
    expect(slack.made('chat.update')).toEqual([0, 30_000]);
    expect(await row('card')).toMatchObject({ state: 'sent', revision: 5, sentRevision: 5 });
  });

  it('sends a content that came while the card was being posted', async () => {
    let changed = false;
    slack.onDone = async (method) => {
      if (method !== 'chat.postMessage' || changed) return;
      changed = true;
      await card('C1', 'two');
    };
    await card('C1', 'one');
    await start().quiet();
    expect(slack.in('C1')).toEqual(['two']);
    expect(slack.made('chat.postMessage')).toHaveLength(1);
  });

  it('edits a card at once although posts to its channel wait for their second', async () => {
    const s = start();
    await card('C1', 'one');
    await s.quiet();
    for (const once of ['a', 'b', 'c']) await tell('C1', once);
    await card('C1', 'two');
    await s.quiet();
    expect(slack.in('C1')).toEqual(['two']);
    await pass(s, 3000);
    expect(slack.in('C1')).toEqual(['two', 'a', 'b', 'c']);
  });

  it('goes by turns when both a post and an edit may go', async () => {
    const s = start();
    await card('C1', 'one');
    await pass(s, 5000);
    await write(async (tx) => {
      await tellTeam(tx, { channel: 'C1' }, { text: 'a' }, 'a');
      await keepTeamCard(tx, { channel: 'C1' }, { text: 'two' }, 'card');
    });
    await pass(s, 5000);
    expect(slack.calls.map((call) => call.args.text)).toEqual(['one', 'a', 'two']);
  });

  it('keeps other cards of the channel current while the edit of one fails again and again', async () => {
    const other = (text: string) => write((tx) => keepTeamCard(tx, { channel: 'C1' }, { text }, 'other'));
    const s = start();
    await card('C1', 'one');
    await other('one');
    await pass(s, 5000);
    slack.next('chat.update', { status: 500 }, { times: 1000, ts: slack.messages[0]?.ts ?? '' });
    await card('C1', 'two');
    await other('two');
    await tell('C1', 'post');
    await pass(s, 60_000);
    expect(slack.in('C1')).toEqual(['one', 'two', 'post']);
    expect(slack.made('chat.update').length).toBeLessThan(10);
    slack.orders.length = 0;
    await pass(s, 60_000);
    expect(slack.in('C1')).toEqual(['two', 'two', 'post']);
  });

  it('posts a card anew when somebody deleted it', async () => {
    const s = start();
    await card('C1', 'one');
    await pass(s, 1000);
    slack.messages.length = 0;
    await card('C1', 'two');
    await pass(s, 1000);
    expect(slack.in('C1')).toEqual(['two']);
    expect(await whereIs(db.reader, 'card')).toMatchObject({ ts: slack.messages[0]?.ts });
  });

  it('lets edits of all channels wait for a limit on edits, and posts go on', async () => {
    const s = start();
    await card('C1', 'one');
    await write((tx) => keepCustomerCard(tx, { channel: 'C2' }, publicContent({ text: 'one' }), 'other'));
    await s.quiet();
    slack.next('chat.update', { status: 429, retryAfter: 20 });
    await card('C1', 'two');
    await s.quiet();
    await write((tx) => keepCustomerCard(tx, { channel: 'C2' }, publicContent({ text: 'two' }), 'other'));
    await tell('C1', 'post');
    await pass(s, 1000);
    expect([slack.in('C1'), slack.in('C2')]).toEqual([['one', 'post'], ['one']]);
    expect(await s.health()).toMatchObject({ waiting: 2, parked: 0, editsPausedUntil: START + 20_000 });
    await pass(s, 20_200);
    expect([slack.in('C1'), slack.in('C2')]).toEqual([['two', 'post'], ['two']]);
    expect(slack.made('chat.update')).toEqual([0, 20_000, 21_200]);
  });
});

describe('once, whatever gets lost', () => {
  it.each([['after'], ['before']] as const)(
    'posts once when the answer is lost %s the message is stored',
    async (cut) => {
      slack.next('chat.postMessage', { cut });
      await tell('C1', 'a');
      await tell('C1', 'b');
      const s = start();
      await s.quiet();
      expect([await row('a'), s.waitingUntil()]).toMatchObject([{ state: 'unknown' }, START + 3000]);
      await pass(s, 10_000);
      expect(slack.in('C1')).toEqual(['a', 'b']);
      expect(await whereIs(db.reader, 'a')).toMatchObject({ ts: slack.messages[0]?.ts });
      expect(slack.made('chat.update')).toEqual([]);
    },
  );

  it('posts once into a thread when the answer is lost', async () => {
    await tell('C1', 'top');
    await tell('C1', 'reply', { under: 'top' });
    const s = start();
    await s.quiet();
    slack.next('chat.postMessage', { cut: 'after' });
    await pass(s, 10_000);
    expect(slack.in('C1')).toEqual(['top', 'reply']);
    expect(await whereIs(db.reader, 'reply')).toMatchObject({ thread: slack.messages[0]?.ts });
  });

  it('posts once when Slack stores a message and then is silent', async () => {
    slack.next('chat.postMessage', { silent: true });
    await tell('C1', 'a');
    const s = start();
    await pass(s, 10_000);
    expect(slack.in('C1')).toEqual(['a']);
  });

  it('edits a message it had to look for when its card has changed meanwhile', async () => {
    slack.next('chat.postMessage', { cut: 'after' });
    await card('C1', 'one');
    const s = start();
    await s.quiet();
    await card('C1', 'two');
    await pass(s, 10_000);
    expect(slack.in('C1')).toEqual(['two']);
    expect(slack.made('chat.postMessage')).toHaveLength(1);
  });

  it('posts once when the process is killed between the call and its record', async () => {
    await tell('C1', 'a');
    await tell('C1', 'b');
    await db.close();
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', childProgram(file, apiUrl)],
      {
        stdio: 'inherit',
      },
    );
    const dead = new Promise((exited) => child.on('exit', exited));
    await new Promise<void>((stored) => {
      slack.onDone = async (method) => {
        if (method !== 'chat.postMessage') return;
        child.kill('SIGKILL');
        await dead;
        stored();
      };
    });
    slack.onDone = () => {};
    db = openDatabase(file);
    expect(await row('a')).toMatchObject({ state: 'unknown', ts: null });
    const s = start();
    await pass(s, 10_000);
    expect(slack.in('C1')).toEqual(['a', 'b']);
  });
});

/** A sender in a process of its own, at the same instant as the test's. */
const childProgram = (path: string, url: string) => `
  const load = (name) => import(new URL(name, ${JSON.stringify(import.meta.url)}));
  const { MovableClock } = await load('../clock.ts');
  const { openDatabase } = await load('../db/open.ts');
  const { startSender } = await load('./sender.ts');
  const { slackSending } = await load('./slack-sending.ts');
  const { pino } = await import('pino');
  const slack = slackSending({ token: 'xoxb-1', apiUrl: ${JSON.stringify(url)} });
  startSender({
    db: openDatabase(${JSON.stringify(path)}),
    clock: new MovableClock({ at: ${START}, held: true }),
    log: pino({ level: 'silent' }),
    slack,
    directMessage: slack.openDirect,
  });
`;

describe('limits and outages', () => {
  it('makes no call to a limited channel before Retry-After ends, and sends to others meanwhile', async () => {
    slack.next('chat.postMessage', { status: 429, retryAfter: 30 }, { channel: 'C1' });
    await tell('C1', 'a');
    await tell('C1', 'b');
    for (const once of ['x', 'y', 'z']) await tell('C2', once);
    const s = start();
    await pass(s, 29_999);
    expect([slack.made('chat.postMessage', 'C1'), slack.in('C2')]).toEqual([[0], ['x', 'y', 'z']]);
    await pass(s, 1001);
    expect(slack.in('C1')).toEqual(['a', 'b']);
    expect(slack.made('chat.postMessage', 'C1')).toEqual([0, 30_000, 31_000]);
    expect(slack.made('conversations.history')).toEqual([]);
  });

  it('does not edit in a channel either before Retry-After ends', async () => {
    const s = start();
    await card('C1', 'one');
    await pass(s, 1000);
    slack.next('chat.postMessage', { status: 429, retryAfter: 30 });
    await tell('C1', 'a');
    await s.quiet();
    await card('C1', 'two');
    await pass(s, 29_999);
    expect(slack.made('chat.update')).toEqual([]);
    await pass(s, 2000);
    expect(slack.in('C1')).toEqual(['two', 'a']);
  });

  it('waits when Slack says rate_limited with status 200', async () => {
    slack.next('chat.postMessage', { error: 'rate_limited' });
    await tell('C1', 'a');
    const s = start();
    await pass(s, 9_999);
    expect(slack.in('C1')).toEqual([]);
    await pass(s, 1);
    expect(slack.in('C1')).toEqual(['a']);
  });

  it('sends everything in order and once after five minutes of server errors', async () => {
    for (const method of ['chat.postMessage', 'chat.update', 'conversations.history', 'auth.test']) {
      slack.next(method, { status: 500 }, { times: 1000 });
    }
    for (const once of ['a', 'b', 'c']) await tell('C1', once);
    await tell('C2', 'x');
    const s = start();
    await pass(s, 5 * 60_000);
    expect(slack.messages).toEqual([]);
    expect(slack.calls.length).toBeLessThan(40);
    slack.orders.length = 0;
    await pass(s, 2 * 60_000);
    expect([slack.in('C1'), slack.in('C2')]).toEqual([['a', 'b', 'c'], ['x']]);
  });

  it('waits no longer when the clock is set back', async () => {
    slack.next('chat.postMessage', { status: 429, retryAfter: 30 });
    await tell('C1', 'a');
    const s = start();
    await s.quiet();
    clock.moveTo(START - 3_600_000);
    await pass(s, 31_000);
    expect(slack.in('C1')).toEqual(['a']);
  });
});

describe('what cannot be sent', () => {
  it('parks what is refused for want of membership, says so once, and sends it in order after the invitation', async () => {
    slack.next('chat.postMessage', { error: 'not_in_channel' }, { times: 5, channel: 'C1' });
    await tell('C1', 'a');
    await tell('C1', 'b', { under: 'a' });
    await tell('C2', 'x');
    const s = start();
    await pass(s, 5000);
    expect([await row('a'), await row('b')]).toMatchObject([
      { state: 'parked', problem: 'not_in_channel' },
      { state: 'parked', problem: 'under_parked' },
    ]);
    expect(slack.in('C2')).toEqual(['x']);
    await s.retryParked('C1');
    await pass(s, 5000);
    expect(parked).toEqual([
      { once: 'a', problem: 'not_in_channel', sentence: expect.stringContaining('<#C1>: I am not a member') },
    ]);
    slack.orders.length = 0;
    await s.retryParked('C1');
    await pass(s, 5000);
    expect(slack.in('C1')).toEqual(['a', 'b']);
    expect(await s.health()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it('tries what is parked again at the next start', async () => {
    slack.next('chat.postMessage', { error: 'is_archived' });
    await tell('C1', 'a');
    const first = start();
    await first.quiet();
    await first.stop();
    expect(slack.in('C1')).toEqual([]);
    await start().quiet();
    expect(slack.in('C1')).toEqual(['a']);
  });

  it('takes a reply back that landed outside its dead thread, and never tries it again', async () => {
    await write((tx) => tellCustomer(tx, { channel: 'C1', thread: '1.5' }, publicContent({ text: 'a' }), 'a'));
    await tell('C1', 'b');
    const s = start();
    await pass(s, 1000);
    await s.retryParked('C1');
    await pass(s, 1000);
    expect(slack.in('C1')).toEqual(['b']);
    expect(slack.made('chat.postMessage')).toHaveLength(2);
    expect(parked).toMatchObject([{ once: 'a', problem: 'thread_gone' }]);
  });

  it('takes a stray reply back although the answer and the first deletion were lost', async () => {
    slack.next('chat.postMessage', { cut: 'after' });
    slack.next('chat.delete', { status: 503 });
    await tell('C1', 'a', { thread: '1.5' });
    const s = start();
    await pass(s, 60_000);
    expect(slack.messages).toEqual([]);
    expect(slack.made('chat.postMessage')).toHaveLength(1);
    expect(await row('a')).toMatchObject({ state: 'parked', problem: 'thread_gone', triedAt: null });
  });

  it('never sends internal text into a channel shared with others, not as an edit either', async () => {
    await card('C2', 'one');
    const s = start();
    await s.quiet();
    shared.add('C1').add('C2');
    await tell('C1', 'secret');
    await card('C2', 'secret');
    await write((tx) => tellCustomer(tx, { channel: 'C1' }, publicContent({ text: 'hello' }), 'public'));
    await pass(s, 5000);
    expect([slack.in('C1'), slack.in('C2')]).toEqual([['hello'], ['one']]);
    expect(parked.map((p) => p.problem)).toEqual(['internal_text_refused', 'internal_text_refused']);
  });

  it('holds internal text back as long as nobody can say who reads the channel', async () => {
    const sending = slackSending({ token: 'xoxb-1', apiUrl });
    let answers = false;
    const isSharedWithOthers = async () => {
      if (!answers) throw new Error('no answer');
      return false;
    };
    sender = startSender({ db, clock, log, slack: sending, directMessage: sending.openDirect, isSharedWithOthers });
    await tell('C1', 'secret');
    await pass(sender, 60_000);
    expect(slack.calls).toEqual([]);
    answers = true;
    await pass(sender, 60_000);
    expect(slack.in('C1')).toEqual(['secret']);
  });

  it('tries again when the direct messages of a person cannot be opened just now, and parks when they never can', async () => {
    slack.next('conversations.open', { status: 500 });
    await write((tx) => tellPerson(tx, 'U1', { text: 'hello' }, 'dm'));
    const s = start();
    await pass(s, 5000);
    expect(slack.in('DU1')).toEqual(['hello']);
    slack.next('conversations.open', { error: 'user_not_found' });
    await write((tx) => tellPerson(tx, 'U2', { text: 'hello' }, 'nobody'));
    await pass(s, 5000);
    expect(parked).toMatchObject([{ problem: 'user_not_found', sentence: expect.stringContaining('<@U2>') }]);
  });

  it('sends the text alone when Slack refuses the blocks', async () => {
    slack.next('chat.postMessage', { error: 'invalid_blocks' });
    const blocks = [{ type: 'divider' as const }];
    await write((tx) => tellTeam(tx, { channel: 'C1' }, { text: 'plain', blocks }, 'a'));
    await start().quiet();
    expect(slack.messages).toMatchObject([{ text: 'plain' }]);
    expect(slack.messages[0]?.blocks).toBeUndefined();
    expect(await row('a')).toMatchObject({ state: 'sent' });
  });

  it('keeps what onParked writes together with the parking', async () => {
    slack.next('chat.postMessage', { error: 'restricted_action' });
    const sending = slackSending({ token: 'xoxb-1', apiUrl });
    sender = startSender({
      db,
      clock,
      log,
      slack: sending,
      directMessage: sending.openDirect,
      onParked: (post, sentence, tx) => tellTeam(tx, { channel: 'C9' }, { text: sentence }, `parked-${post.once}`),
    });
    await tell('C1', 'a');
    await pass(sender, 1000);
    expect(slack.in('C9')).toEqual([expect.stringContaining('I may not write in <#C1> (restricted_action)')]);
  });
});
