import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { explainTicket } from '../../src/cli/explain.ts';
import { exportFile, importFile } from '../../src/cli/people.ts';
import { asEnvFile, asMarkdown, settingsList } from '../../src/cli/settings.ts';
import { whoIsOnDuty } from '../../src/cli/who.ts';
import { MovableClock } from '../../src/clock.ts';
import { readConfig, settings } from '../../src/config.ts';
import { inTransaction } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { addOverride } from '../../src/rotations/store.ts';
import { keepPerson } from '../../src/slack/people.ts';
import { startWorld } from '../world/world.ts';
import { operator } from './program.ts';

/** Starting the program takes a second, and several on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const clock = new MovableClock({ at: Date.parse('2026-03-02T09:00:00+01:00'), held: true });

it('carries people out and in again without changing a byte', async () => {
  await using op = await operator();
  const first = await op.firstline(`import ${join(process.cwd(), 'demo/people.yml')}`);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/people\.yml: 2 customers, 5 staff members, 3 rotations\.\n$/);

  const out = await op.firstline('export');
  const path = join(op.folder, 'out.yml');
  writeFileSync(path, out.stdout);
  const elsewhere = op.config({ FIRSTLINE_DATA_DIR: join(op.folder, 'other') });
  await importFile(elsewhere, path, clock);
  const again = join(op.folder, 'again.yml');
  await exportFile(elsewhere, again);
  expect(readFileSync(again, 'utf8')).toBe(out.stdout);
});

it('names every fault of a people file with its line, and changes nothing', async () => {
  await using op = await operator();
  const path = join(op.folder, 'people.yml');
  writeFileSync(
    path,
    [
      'customers:',
      '  acme: { name: Acme, tier: premium, channels: { CACME: sometimes } }',
      '  Globex Corp: { name: Globex, tier: premium }',
      '  initech: { name: Initech }',
      'staff:',
      '  bo: staff',
      '  UCY: boss',
      'rotation: {}',
    ].join('\n'),
  );
  const { code, stdout, stderr } = await op.firstline(`import ${path}`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trim().split('\n').sort()).toEqual(
    [
      `${path}:2:57  customers.acme.channels.CACME must be one of ask, auto, manual`,
      `${path}:3:3  customers.Globex Corp is not a key: use small letters, digits and dashes, like acme-corp`,
      `${path}:4:12  customers.initech.tier is missing`,
      `${path}:6:3  staff.bo is not a user id: it looks like U012ABCDEF`,
      `${path}:7:8  staff.UCY must be one of lead, staff`,
      `${path}:8:1  rotation is not known here`,
    ].sort(),
  );
  await expect(exportFile(op.config())).rejects.toThrow('There is no database');

  writeFileSync(path, 'customers:\n  acme: { name: Acme, tier: gold }\nrotations: { nights: [] }\n');
  await expect(importFile(op.config(), path, clock)).rejects.toThrow(
    `${path}:2:29  customers.acme.tier: the policy knows no tier "gold"\n${path}:3:14  rotations.nights: the policy knows no such rotation`,
  );
  writeFileSync(path, 'customers:\n  acme: { name: Acme, tier: constructor }\nrotations: { toString: [] }\n');
  await expect(importFile(op.config(), path, clock)).rejects.toThrow(`${path}:3:14  "toString" can be no name`);
  writeFileSync(path, 'customers:\n  acme: { name: Acme, tier: constructor }\n');
  await expect(importFile(op.config(), path, clock)).rejects.toThrow('the policy knows no tier "constructor"');
  writeFileSync(path, 'staff: { __proto__: lead }\n');
  await expect(importFile(op.config(), path, clock)).rejects.toThrow(`${path}:1:10  "__proto__" can be no name`);
  writeFileSync(path, '#'.repeat(1_000_001));
  await expect(importFile(op.config(), path, clock)).rejects.toThrow('it is larger than 1 MB, which no such file');
  writeFileSync(path, 'customers: *nobody\n');
  await expect(importFile(op.config(), path, clock)).rejects.toThrow(
    `${path}:1:12  nothing before it is called &nobody`,
  );
  writeFileSync(path, 'customers: [\n');
  await expect(importFile(op.config(), path, clock)).rejects.toThrow(`${path}:2:1  `);
  await expect(importFile(op.config(), join(op.folder, 'none.yml'), clock)).rejects.toThrow(
    /none\.yml can't be read: there is no such file\. Name one that exists\./,
  );
});

it('checks a policy, and tells wrong usage from faults by its exit code', async () => {
  await using op = await operator();
  const path = join(op.folder, 'policy.yml');
  writeFileSync(path, 'name: Ours\ntimezone: Mars\npriorities: none\n');
  const [wrong, right, usage, inGroup, tooMuch, below] = await Promise.all([
    op.firstline(`check ${path}`),
    op.firstline('check'),
    op.firstline('chekc'),
    op.firstline('parked retyr'),
    op.firstline('who supprt'),
    op.firstline('calendar show a b'),
  ]);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain(`${path}:2:11  `);
  expect(wrong.stderr).toContain(`${path}:3:13  `);
  expect(right).toMatchObject({ code: 0, stderr: '' });
  expect(right.stdout).toContain('stakater.yml is right: Stakater support');
  expect(usage.code).toBe(2);
  expect(usage.stderr).toContain('Did you mean check?');
  expect(inGroup.code).toBe(2);
  expect(inGroup.stderr).toContain("error: there is no 'firstline parked retyr'. Choose one of: list, retry.");
  expect(tooMuch.code).toBe(2);
  expect(tooMuch.stderr).toContain("error: 'firstline who' has no place for 'supprt'.");
  expect(below.stderr).toContain("error: 'firstline calendar show' has no place for 'b'.");
});

it('says who is on at an instant, until when and why', async () => {
  await using op = await operator();
  const config = op.config();
  await importFile(config, 'demo/people.yml', clock);
  const db = openDatabase(config.databaseUrl);
  const home = { teamId: op.slack.teamId, enterpriseId: null, botUserId: 'U0', botId: 'B0', url: '' };
  await inTransaction({ db, clock }, async (tx) => {
    await keepPerson(tx, { id: 'UBO', team_id: op.slack.teamId, real_name: 'Bo' }, home);
    const [from, to] = [tx.now, tx.now + 4 * 3_600_000];
    const cover = { rotation: 'ops-duty', from, to, user: 'UBO', createdAt: tx.now, createdBy: 'UDEE' };
    await addOverride(tx, cover);
  });
  await db.close();

  const { code, stdout } = await op.firstline('who --at 2026-03-02T10:00');
  expect(stdout).toBe(
    [
      'Mon 2 Mar 2026, 10:00 CET',
      'Weekday support  Bo (UBO) until Mon 2 Mar 2026, 18:00 CET (in turn), then UELI (On-call)',
      'On-call          UELI until Tue 3 Mar 2026, 08:00 CET (in turn), then UFAY',
      'Ops duty         Bo (UBO) until Mon 2 Mar 2026, 13:00 CET (covers for UCY), then UCY',
      'Lead             UDEE',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
  const evening = await whoIsOnDuty(config, clock, '2026-03-02T19:00:00Z');
  expect(evening[1]).toBe('Weekday support  nobody until Tue 3 Mar 2026, 08:00 CET (outside its hours), then UFAY');
  expect((await whoIsOnDuty(config, clock))[0]).toBe('Mon 2 Mar 2026, 09:00 CET');
  const starter = { ...config, policyPath: resolve('policies/starter.yml') };
  const alone = join(op.folder, 'alone.yml');
  writeFileSync(alone, 'staff: { UELI: staff }\nrotations: { on-call: [UELI] }\n');
  await importFile(starter, alone, clock);
  expect(
    (await whoIsOnDuty(starter, clock, '2026-03-12T12:00')).find((line) => line.startsWith('On-call, secondary')),
  ).toBe('On-call, secondary  nobody (it has too few members)');
  const bare = join(op.folder, 'bare.yml');
  writeFileSync(
    bare,
    readFileSync('docs/policies.md', 'utf8').match(/```yaml\n(name: Our support\n[^`]*)```/)?.[1] ?? '',
  );
  expect((await whoIsOnDuty({ ...config, policyPath: bare }, clock)).slice(1, 2)).toEqual([
    'The policy has no rotations, so nobody is on.',
  ]);
  await expect(whoIsOnDuty(config, clock, 'tomorrow')).rejects.toThrow('"tomorrow" is no instant.');
});

it('explains the clocks of a ticket by the policy it was promised under', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy: (text) => `${text}\nopen_tickets: keep\n` });
  w.ignorePosts();
  const summary = 'disk is \u001b[2Jfilling up';
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium', summary });
  const { version } = w.running.desk.policy;
  await w.changePolicy((text) => text.replace('medium: 4h, low: 24h }\n\nhold', 'medium: 2h, low: 24h }\n\nhold'));
  await w.restart();
  expect(w.running.desk.policy.version).not.toBe(version);
  await w.until('2026-03-02T10:00');
  expect(await explainTicket(w.config, w.clock, 1)).toEqual([
    'SUP-1 disk is  [2Jfilling up, at Mon 2 Mar 2026, 10:00 CET',
    '',
    `First response: 4 h in the hours of calendar around-the-clock (Europe/Berlin), policy ${version}`,
    "Started Mon 2 Mar 2026, 09:00 CET with the customer's message",
    'Counted from Mon 2 Mar 2026, 09:00 CET to Mon 2 Mar 2026, 10:00 CET: 1 h',
    'Used 1 h of 4 h (25 %)',
    'Due Mon 2 Mar 2026, 13:00 CET',
  ]);

  const earlier = await explainTicket(w.config, w.clock, 1, '2026-03-02T09:30');
  expect(earlier).toContain('Used 30 min of 4 h (12 %)');
  await expect(explainTicket(w.config, w.clock, 1, '2026-03-02T08:00')).rejects.toThrow(
    'SUP-1 was written Mon 2 Mar 2026, 09:00 CET. Give --at an instant after that.',
  );

  await using op = await operator();
  const here = { DATABASE_URL: w.config.databaseUrl, FIRSTLINE_POLICY: w.config.policyPath };
  const invented = `explain --tier premium --priority critical --start 2026-03-02T10:00 --policy ${w.config.policyPath}`;
  const nowhere = { FIRSTLINE_DATA_DIR: op.folder, FIRSTLINE_POLICY: 'none.yml', SLACK_BOT_TOKEN: undefined };
  const [case_, both] = await Promise.all([
    op.firstline(invented, nowhere),
    op.firstline('explain 1 --tier premium', nowhere),
  ]);
  expect(case_).toMatchObject({ code: 0, stderr: '' });
  expect(case_.stdout).toMatch(/^Stakater support: Premium, Critical, Something is broken\n/);
  expect(case_.stdout).toMatch(/\nDue Mon 2 Mar 2026, 11:00 CET\n$/);
  expect(both.code).toBe(2);
  expect(both.stderr).toContain('A ticket has its own facts.');
  const [known, unknown, wrong] = await Promise.all([
    op.firstline('explain SUP-1', here),
    op.firstline('explain 2', here),
    op.firstline('explain soon', here),
  ]);
  expect(known).toMatchObject({ code: 0, stderr: '' });
  expect(known.stdout).toContain(
    `First response: 4 h in the hours of calendar around-the-clock (Europe/Berlin), policy ${version}\n`,
  );
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('There is no ticket SUP-2.');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('Write the number of a ticket');
});

it('documents every setting, on the page and in the file to copy', () => {
  const list = settingsList();
  expect(list.map(({ name }) => name)).toEqual(Object.keys(settings.shape));
  expect(list.filter(({ help }) => help === '')).toEqual([]);
  expect(readFileSync('docs/settings.md', 'utf8')).toBe(asMarkdown(list));
  expect(readFileSync('.env.example', 'utf8')).toBe(asEnvFile(list));
});

it('gives the settings the defaults that it documents', () => {
  const needed = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
  const written = Object.fromEntries(settingsList().map((each) => [each.name, each.default]));
  expect(readConfig({ ...written, ...needed })).toEqual(readConfig(needed));
});

it('runs from source by the script that the documentation names', async () => {
  const { scripts, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(scripts.firstline).toBe('tsx src/cli/main.ts');
  expect(bin).toEqual({ firstline: 'dist/cli/main.js' });
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'firstline', '--', 'settings', '--env']);
  expect(stdout).toBe(readFileSync('.env.example', 'utf8'));
});
