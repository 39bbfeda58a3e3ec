import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askedScopes, readManifest } from '../../simulator/manifest.ts';
import { doctor } from '../../src/cli/doctor/doctor.ts';
import { importFile } from '../../src/cli/people.ts';
import { MovableClock } from '../../src/clock.ts';
import { findRedisBinary } from '../../src/redis/binary.ts';
import { ask } from '../../src/redis/probe.ts';
import { type Environment, type Operator, operator } from './program.ts';

/** Starting the program takes a second, and several on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00+01:00'), held: true });

let op: Operator;
beforeEach(async () => {
  op = await operator();
});
afterEach(() => op[Symbol.asyncDispose]());

/** Imports the people of the demo, changed by `edit`. */
async function imported(edit: (text: string) => string = (text) => text): Promise<void> {
  const path = join(op.folder, 'people.yml');
  writeFileSync(path, edit(readFileSync('demo/people.yml', 'utf8')));
  await importFile(op.config(), path, clock);
}

/** What the doctor says is not well, and whether it went through to the end. */
async function examined(changed: Environment = {}): Promise<string[]> {
  const lines: string[] = [];
  const env = { ...op.env, ...changed };
  const well = await doctor(env, clock, (line) => lines.push(line));
  const said = lines.join('\n');
  for (const secret of [op.slack.botToken, op.slack.appToken, op.slack.signingSecret])
    expect(said).not.toContain(secret);
  expect(lines.every((line) => line.split('\n').length === 1)).toBe(true);
  const bad = lines.filter((line) => line.startsWith('✗'));
  expect(well, said).toBe(bad.length === 0);
  const count = bad.length === 1 ? '1 thing' : `${bad.length} things`;
  expect(lines.at(-1)).toBe(well ? 'All is well.' : `${count} to mend.`);
  return lines.filter((line) => !line.startsWith('✓')).slice(0, -1);
}

it('finds a desk that lacks nothing well, and has a line for every check', async () => {
  await imported();
  const policy = join(op.folder, 'policy.yml');
  writeFileSync(policy, readFileSync('policies/stakater.yml', 'utf8').replaceAll('anchor: 2026', 'anchor: 2020'));
  await importFile(op.config({ FIRSTLINE_POLICY: policy }), join(op.folder, 'people.yml'));

  const { code, stdout, stderr } = await op.firstline('doctor', { FIRSTLINE_POLICY: policy });
  expect(stderr).toBe('');
  expect(stdout.replaceAll(op.folder, '~').replace(/version [\w.]+\./g, 'version X.')).toBe(
    `✓ The settings are readable.
✓ The policy is right: Stakater support, version X.
✓ The data folder ~/data can be written to.
✓ The database ~/data/desk.db is sound and its tables are current.
✓ redis-server, for a private Redis, is version X.
✓ Slack knows the bot token: https://home.slack.com/
✓ All ${askedScopes(readManifest('manifest.yml')).length} scopes of the manifest were granted.
✓ Slack knows the app-level token, so Socket Mode works.
✓ 2 customers and 5 staff members are known.
✓ Weekday support: 2 members, no gap in the next 7 days.
✓ On-call: 2 members, no gap in the next 7 days.
✓ Ops duty: 1 member, no gap in the next 7 days.
✓ #triage (CTRIAGE), triage channel: the bot is a member.
✓ #handover (CHANDOVER), handover channel: the bot is a member.
✓ #acme-support (CACME), channel of Acme: the bot is a member.
✓ #globex-support (CGLOBEX), channel of Globex: the bot is a member.
✓ 5 staff members with an active account in this workspace.
All is well.
`.replace('redis-server', (await findRedisBinary()) ?? ''),
  );
  expect(code).toBe(0);
});

it('looks for every user group that the policy names', async () => {
  await imported();
  const policy = join(op.folder, 'policy.yml');
  const text = readFileSync('policies/stakater.yml', 'utf8').replace(
    'role: first_line',
    'role: first_line\n    user_group: support-oncall',
  );
  writeFileSync(policy, text);
  const missing =
    '✗ There is no active user group @support-oncall. Make it in Slack, or correct user_group in the policy.';
  expect(await examined({ FIRSTLINE_POLICY: policy })).toContain(missing);
  op.slack.addUserGroup({ handle: 'support-oncall', users: ['UBO'] });
  expect((await examined({ FIRSTLINE_POLICY: policy })).join()).not.toContain('user group');
  op.slack.limitUserGroups('nobody');
  expect((await examined({ FIRSTLINE_POLICY: policy })).join()).toContain(
    "✗ The user groups @support-oncall can't follow who is on (plan_upgrade_required)",
  );
});

it('goes through to the end when nothing is right, and exits with 1', async () => {
  const policy = join(op.folder, 'policy.yml');
  writeFileSync(policy, 'name: Ours\ntimezone: Europe/Berlin\ntiers: none\n');
  const { code, stdout, stderr } = await op.firstline('doctor', {
    SLACK_BOT_TOKEN: 'xoxb-wrong',
    SLACK_APP_TOKEN: 'xapp-wrong',
    FIRSTLINE_POLICY: policy,
    FIRSTLINE_DATA_DIR: join(policy, 'data'),
    REDIS_URL: 'redis://:hidden@127.0.0.1:1',
    PORT: 'http',
  });
  expect(code).toBe(1);
  expect(stderr).toBe('');
  for (const line of [
    '✗ PORT must be a port',
    `✗ ${policy}:3:8  `,
    `✗ The data folder ${policy}/data can't be written to`,
    "✗ The Redis at REDIS_URL (127.0.0.1:1) can't be reached",
    '✗ Slack refuses SLACK_BOT_TOKEN (invalid_auth)',
    '✗ Slack refuses SLACK_APP_TOKEN (invalid_auth)',
  ]) {
    expect(stdout).toContain(line);
  }
  expect(stdout).not.toMatch(/hidden|xoxb-wrong|xapp-wrong/);
});

it('names each scope that was not granted', async () => {
  await op[Symbol.asyncDispose]();
  const granted = askedScopes(readManifest('manifest.yml')).filter((scope) => !/^(groups:read|commands)$/.test(scope));
  op = await operator({ grantedScopes: granted });
  await imported();
  const found = await examined();
  expect(found).toEqual([
    '✗ The scope commands is missing. Add it in the manifest of the app (manifest.yml has it) and reinstall.',
    '✗ The scope groups:read is missing. Add it in the manifest of the app (manifest.yml has it) and reinstall.',
    '✗ CTRIAGE, triage channel: not checked, because the scope groups:read is missing.',
  ]);
});

it('names channels that the bot cannot work in, and how to let it in', async () => {
  op.slack.addChannel({ id: 'CNEW', name: 'acme-new', members: ['UBO'], botIsMember: false });
  op.slack.addChannel({ id: 'CSECRET', name: 'acme-secret', private: true, members: ['UBO'], botIsMember: false });
  op.slack.archive('#globex-support', 'UBO');
  op.slack.share('#handover', 'TACME');
  await imported((text) => text.replace('CACME: ask', 'CACME: ask, CNEW: ask, CSECRET: auto'));
  expect(await examined()).toEqual([
    '✗ #handover (CHANDOVER), handover channel: it is shared with another organisation, so internal posts are kept back. Choose a channel of our own.',
    '✗ #acme-new (CNEW), channel of Acme: the bot is not a member. Type `/invite @Firstline` there.',
    '✗ CSECRET, channel of Acme: there is no such channel, or it is private and the bot is not in it. Type `/invite @Firstline` there, or correct the id in your people file.',
    '✗ #globex-support (CGLOBEX), channel of Globex: it is archived. Unarchive it in Slack, or take it out of your people file.',
  ]);
});

it('names staff who cannot be staff', async () => {
  op.slack.changePerson('UFAY', { deleted: true });
  await imported((text) => text.replace('  UDEE: lead', '  UDEE: lead\n  UANA: staff\n  UGONE: staff'));
  expect(await examined()).toEqual([
    '✗ Ana (UANA) belongs to another organisation. Take them out of staff in your people file.',
    '✗ The account of Fay (UFAY) is deactivated. Take them out of staff and rotations.',
    '✗ Staff UGONE: Slack knows nobody with this id. Correct it in your people file.',
  ]);
});

it('says what an empty or half filled desk lacks, and makes nothing itself', async () => {
  expect(await examined()).toEqual([
    '✗ There is no database yet. Make it with `firstline import people.yml`.',
    "– Customers, staff, channels and rotations: not checked, because the database can't be asked.",
  ]);
  expect(existsSync(op.config().dataDir)).toBe(false);
  await imported(() => 'staff: { UBO: staff }\nrotations: { on-call: [UBO] }\n');
  expect(await examined()).toEqual([
    '✗ No customer is known. Add it to your people file and run `firstline import` with it.',
    '✗ Nobody is a lead, so nobody hears when all others stay silent. Give somebody the role in your people file.',
    '✗ No triage channel is known, so tickets have no card for staff. Add it to your people file and run `firstline import` with it.',
    '! No handover channel is known, so handovers go to the triage channel.',
    '✗ Weekday support (support) has no members, so nobody is on. Name them in your people file and import it.',
    '✗ Ops duty (ops-duty) has no members, so nobody is on. Name them in your people file and import it.',
  ]);
});

it('names the first time at which nobody is on', async () => {
  const policy = join(op.folder, 'policy.yml');
  const text = readFileSync('policies/stakater.yml', 'utf8');
  writeFileSync(
    policy,
    text.replace('role: on_call\n', 'role: on_call\n    windows: [{ days: mon-fri, from: 08:00, to: 20:00 }]\n'),
  );
  await imported();
  expect(await examined({ FIRSTLINE_POLICY: policy })).toEqual([
    '✗ Weekday support: nobody is on from Mon 2 Mar 2026, 20:00 CET to Tue 3 Mar 2026, 08:00 CET and 4 more times. Put somebody on with /oncall cover.',
  ]);
});

it('names whoever is still on although they are staff no longer', async () => {
  const before = new MovableClock({ at: clock.now() - 60_000, held: true });
  await importFile(op.config(), 'demo/people.yml', before);
  await imported((text) => text.replace('  UELI: staff\n', '').replace('[UELI, UFAY]', '[UFAY]'));
  expect(await examined()).toEqual([
    '✗ On-call: UELI is on until Tue 3 Mar 2026, 08:00 CET, but is no longer staff. Put somebody else on with /oncall cover.',
  ]);
});

it('leaves everybody where they are when the people file is empty', async () => {
  await imported();
  await expect(imported(() => '# to be written\n')).rejects.toThrow(
    /is empty, and importing it would take everybody out/,
  );
  expect(await examined()).toEqual([]);
});

it('finds a damaged database, and one that is of another kind', async () => {
  const file = join(op.folder, 'desk.db');
  writeFileSync(file, 'not a database at all, but long enough to be read as one');
  const [fault] = await examined({ DATABASE_URL: `file:${file}` });
  expect(fault).toContain(`✗ The database ${file} can't be used (file is not a database)`);
  const [other, ...more] = await examined({ DATABASE_URL: 'postgres://user:hidden@db/desk' });
  expect(other).toBe('✗ DATABASE_URL must be file:/path/to/desk.db: only SQLite files are supported.');
  expect(more.filter((line) => line.startsWith('✗'))).toEqual([]);
});

it('says that Slack is out of reach, and that HTTP mode needs a way in', async () => {
  await imported();
  const SLACK_API_URL = `http://127.0.0.1:${await freePort()}/api/`;
  const http = { SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: op.slack.signingSecret };
  const [fault, ...rest] = await examined({ SLACK_API_URL, ...http });
  expect(fault).toMatch(
    /^✗ Slack can't be reached at http:\S+ \(connect ECONNREFUSED [\d.:]+\)\. Is SLACK_API_URL right/,
  );
  expect(rest).toEqual(['– Channels and accounts: not checked, because Slack did not let us in.']);
});

it('tells trouble at Slack from tokens that are wrong', async () => {
  await imported();
  op.slack.faults.next('apps.connections.open', { error: 'too_many_websockets' });
  expect(await examined()).toEqual([
    '✗ Slack allows ten sockets and all are open. Stop a desk that runs with this app somewhere else.',
  ]);
  op.slack.faults.next('auth.test', { error: 'internal_error' });
  op.slack.faults.next('apps.connections.open', { error: 'missing_scope' });
  expect(await examined()).toEqual([
    "✗ Slack answers internal_error. If that stays, see your app's page and Slack's status page.",
    expect.stringMatching(/^✗ Slack refuses SLACK_APP_TOKEN \(missing_scope\)\. Make .* scope connections:write/),
    '– Channels and accounts: not checked, because Slack did not let us in.',
  ]);
});

it('finds a Redis that would throw reminders away, or asks for a password', async () => {
  await imported();
  const port = await freePort();
  const server = spawn((await findRedisBinary()) as string, [
    ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--requirepass', 'hidden'],
    ...['--maxmemory-policy', 'allkeys-lru', '--dir', op.folder],
  ]);
  try {
    const REDIS_URL = `redis://:hidden@127.0.0.1:${port}`;
    await reachable(REDIS_URL);
    expect(await examined({ REDIS_URL })).toEqual([
      '✗ Redis has maxmemory-policy allkeys-lru, so it may throw reminders away. Set it: redis-cli config set maxmemory-policy noeviction.',
      '! Redis keeps no append-only file. Nothing is lost, but a restart of it costs time: set appendonly yes.',
    ]);
    expect(await examined({ REDIS_URL: `redis://:wrong@127.0.0.1:${port}` })).toEqual([
      `✗ The Redis at REDIS_URL (127.0.0.1:${port}) refuses the login (WRONGPASS). Put the right user and password into REDIS_URL.`,
    ]);
  } finally {
    server.kill();
    await once(server, 'exit');
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function reachable(url: string): Promise<void> {
  while (!(await ask(url, (redis) => redis.ping()).catch(() => null))) await pause(20);
}
