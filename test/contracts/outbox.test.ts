import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Slack, startSlack } from '../../simulator/start.ts';
import { MovableClock } from '../../src/clock.ts';
import { type Database, inTransaction, type Tx } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { keepTeamCard, tellCustomer, tellPerson, tellTeam, whereIs } from '../../src/outbox/outbox.ts';
import { publicContent } from '../../src/outbox/post.ts';
import { type Sender, startSender } from '../../src/outbox/sender.ts';
import { slackSending } from '../../src/outbox/slack-sending.ts';
import { passTime } from '../fixtures/pass-time.ts';

const manifest = {
  display_information: { name: 'Firstline' },
  features: { bot_user: { display_name: 'Firstline' }, app_home: { messages_tab_enabled: true } },
  oauth_config: {
    scopes: { bot: ['chat:write', 'channels:history', 'groups:history', 'im:history', 'im:write', 'users:read'] },
  },
};

let folder: string;
let db: Database;
let clock: MovableClock;
let slack: Slack;
let sender: Sender;
let parked: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  db = openDatabase(join(folder, 'desk.db'));
  clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00Z'), held: true });
  slack = await startSlack({ clock, manifest });
  slack.addPerson({ id: 'U0ANA', name: 'ana' });
  slack.addChannel({ id: 'C0HELP', name: 'help', members: ['U0ANA'] });
  slack.addChannel({ id: 'C0AWAY', name: 'away', members: ['U0ANA'], botIsMember: false });
  parked = [];
  sender = start();
});

afterEach(async () => {
  await sender.stop();
  await db.close();
  await slack.stop();
  rmSync(folder, { recursive: true });
});

function start(pace = 1000): Sender {
  const sending = slackSending({ token: slack.botToken, apiUrl: slack.apiUrl, timeout: 300 });
  return startSender({
    db,
    clock,
    pace,
    log: pino({ level: 'silent' }),
    slack: sending,
    directMessage: sending.openDirect,
    onParked: ({ once, problem }) => void parked.push(`${once}: ${problem}`),
  });
}

const write = (work: (tx: Tx) => Promise<void>) => inTransaction({ db, clock }, work);
const tell = (channel: string, once: string, place: { thread?: string; under?: string } = {}) =>
  write((tx) => tellCustomer(tx, { channel, ...place }, publicContent({ text: once }), once));
const card = (channel: string, once: string, text: string) =>
  write((tx) => keepTeamCard(tx, { channel }, { text }, once));
const pass = (ms: number) => passTime(clock, sender, ms);
const shown = (channel: string) => slack.messages(channel).map((message) => message.text);
const calls = (method: string) => slack.traffic.filter((entry) => entry.kind === 'call' && entry.name === method);

it('keeps the pace that Slack asks for, so that a long queue is never limited', async () => {
  const names = Array.from({ length: 30 }, (_, n) => `message ${n}`);
  for (const name of names) await tell('C0HELP', name);
  await pass(29_000);
  expect(shown('C0HELP')).toEqual(names);
  expect(calls('chat.postMessage').filter((call) => call.status === 429)).toEqual([]);
});

it('delivers everything once and in order when Slack limits it for real', async () => {
  await sender.stop();
  sender = start(0);
  const names = Array.from({ length: 20 }, (_, n) => `message ${n}`);
  for (const name of names) await tell('C0HELP', name);
  await pass(60_000);
  expect(shown('C0HELP')).toEqual(names);
  expect(calls('chat.postMessage').some((call) => call.status === 429)).toBe(true);
});

it('brings a hundred cards up to date through the limit on edits, with far fewer edits than changes', async () => {
  const names = Array.from({ length: 100 }, (_, n) => `card ${n}`);
  for (const name of names) await card('C0HELP', name, 'new');
  await pass(100_000);
  for (let change = 1; change <= 5; change += 1) {
    for (const name of names) await card('C0HELP', name, `${name}, change ${change}`);
  }
  await pass(180_000);
  expect(shown('C0HELP')).toEqual(names.map((name) => `${name}, change 5`));
  expect(calls('chat.update').filter((call) => call.status === 200).length).toBeLessThan(250);
  expect(calls('chat.update').filter((call) => call.status === 429).length).toBeLessThan(5);
  expect(await sender.health()).toMatchObject({ waiting: 0, parked: 0, editsPausedUntil: null });
});

it.each(['C0HELP', 'U0ANA'])('finds the message whose answer was lost in %s and does not post it twice', async (to) => {
  slack.faults.next('chat.postMessage', { loseAnswer: true });
  if (to === 'U0ANA') await write((tx) => tellPerson(tx, to, { text: 'once' }, 'once'));
  else await tell(to, 'once');
  await pass(10_000);
  const messages = to === 'U0ANA' ? slack.dm(to) : slack.messages(to);
  expect(messages.map(({ text }) => text)).toEqual(['once']);
  expect(await whereIs(db.reader, 'once')).toMatchObject({ ts: messages[0]?.ts });
});

it('finds a lost reply in a thread of several pages, and a lost message behind several pages of others', async () => {
  slack.faults.enforceRateLimits(false);
  const parent = slack.as('U0ANA').say('C0HELP', 'help');
  for (let n = 0; n < 450; n += 1) slack.as('U0ANA').say('C0HELP', `more ${n}`, { thread: parent.ts });
  slack.faults.next('chat.postMessage', { loseAnswer: true });
  await tell('C0HELP', 'answer', { thread: parent.ts });
  await sender.quiet();
  await pass(3_000);
  slack.faults.next('chat.postMessage', { loseAnswer: true });
  await tell('C0HELP', 'news');
  await sender.quiet();
  for (let n = 0; n < 450; n += 1) slack.as('U0ANA').say('C0HELP', `other ${n}`);
  await pass(10_000);
  expect(shown('C0HELP').filter((text) => text === 'answer' || text === 'news')).toEqual(['answer', 'news']);
  expect(calls('chat.postMessage')).toHaveLength(2);
});

it('sends a message again that Slack never got', async () => {
  slack.faults.next('chat.postMessage', { hang: true });
  await tell('C0HELP', 'once');
  await pass(10_000);
  expect(shown('C0HELP')).toEqual(['once']);
});

it('keeps what waits for an invitation, and sends it in order once the bot is in', async () => {
  await card('C0AWAY', 'card', 'card');
  await tell('C0AWAY', 'under it', { under: 'card' });
  await pass(5_000);
  expect([shown('C0AWAY'), parked]).toEqual([[], ['card: not_in_channel']]);
  slack.as('U0ANA').inviteBot('C0AWAY');
  await sender.retryParked('C0AWAY');
  await pass(5_000);
  const ours = slack.messages('C0AWAY').filter((message) => message.bot_id && !message.subtype);
  expect(ours.map(({ text, thread_ts }) => [text, thread_ts])).toEqual([
    ['card', ours[0]?.ts],
    ['under it', ours[0]?.ts],
  ]);
});

it('shows a broadcast in its thread and in the channel, once although the answer was lost, and keeps it current', async () => {
  const loud = (text: string) =>
    write((tx) => keepTeamCard(tx, { channel: 'C0HELP', under: 'card', broadcast: true }, { text }, 'loud'));
  await card('C0HELP', 'card', 'card');
  await pass(1_000);
  slack.faults.next('chat.postMessage', { loseAnswer: true });
  await loud('late');
  await pass(10_000);
  await loud('late, Bo has it');
  await pass(1_000);
  const [parent, ...replies] = slack.messages('C0HELP');
  expect(replies.map(({ text, subtype, thread_ts }) => [text, subtype, thread_ts])).toEqual([
    ['late, Bo has it', 'thread_broadcast', parent?.ts],
  ]);
});

it.each(['was never posted', 'was deleted'])(
  'shows a broadcast in the channel alone where its thread %s',
  async (how) => {
    if (how === 'was deleted') {
      await card('C0HELP', 'card', 'card');
      await pass(1_000);
      const bot = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
      await bot.chat.delete({ channel: 'C0HELP', ts: slack.messages('C0HELP')[0]?.ts as string });
    }
    const place = { channel: 'C0HELP', under: 'card', broadcast: true };
    await write((tx) => tellTeam(tx, place, { text: 'late' }, 'loud'));
    await pass(10_000);
    expect([shown('C0HELP'), parked]).toEqual([['late'], []]);
  },
);

it('takes a reply back when its thread was deleted, and goes on with the next message', async () => {
  const parent = slack.as('U0ANA').say('C0HELP', 'help');
  slack.as('U0ANA').delete('C0HELP', parent.ts);
  await tell('C0HELP', 'reply', { thread: parent.ts });
  await tell('C0HELP', 'next');
  await pass(5_000);
  expect([shown('C0HELP'), parked]).toEqual([['next'], ['reply: thread_gone']]);
});

it('takes back what landed outside its deleted thread although the answer was lost', async () => {
  const parent = slack.as('U0ANA').say('C0HELP', 'help');
  slack.as('U0ANA').say('C0HELP', 'more', { thread: parent.ts });
  slack.as('U0ANA').delete('C0HELP', parent.ts);
  slack.faults.next('chat.postMessage', { loseAnswer: true });
  await tell('C0HELP', 'reply', { thread: parent.ts });
  await pass(10_000);
  expect(shown('C0HELP')).not.toContain('reply');
  expect(parked).toEqual(['reply: thread_gone']);
});

it('sends the text when Slack refuses the blocks, in a new message and in an edit', async () => {
  const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'x'.repeat(200) } }];
  await write((tx) => keepTeamCard(tx, { channel: 'C0HELP' }, { text: 'new', blocks }, 'card'));
  await pass(5_000);
  expect(shown('C0HELP')).toEqual(['new']);
  await write((tx) => keepTeamCard(tx, { channel: 'C0HELP' }, { text: 'edited', blocks }, 'card'));
  await pass(5_000);
  expect(shown('C0HELP')).toEqual(['edited']);
});

it('shows long texts cut, also in edits', async () => {
  await card('C0HELP', 'card', 'long '.repeat(1000));
  await pass(1_000);
  await card('C0HELP', 'card', 'longer '.repeat(1000));
  await pass(1_000);
  expect([...(shown('C0HELP')[0] ?? '')]).toHaveLength(3900);
  expect(shown('C0HELP')[0]).toMatch(/^longer .*…$/);
});

it('parks what Slack refuses for good, and tells nobody twice', async () => {
  slack.archive('C0HELP', 'U0ANA');
  await write((tx) => tellTeam(tx, { channel: 'C0HELP' }, { text: 'a' }, 'a'));
  await write((tx) => tellPerson(tx, 'U0GONE', { text: 'b' }, 'b'));
  await pass(5_000);
  await sender.stop();
  sender = start();
  await pass(5_000);
  expect(parked.sort()).toEqual(['a: is_archived', expect.stringMatching(/^b: user/)]);
  slack.unarchive('C0HELP', 'U0ANA');
  await sender.retryParked('C0HELP');
  await pass(5_000);
  expect(shown('C0HELP')).toContain('a');
});
