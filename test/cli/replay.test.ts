import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { replayPolicy } from '../../src/cli/replay.ts';
import { replayJson, replayLines } from '../../src/cli/replay-report.ts';
import { startWorld, type World } from '../world/world.ts';
import { operator } from './program.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A policy file beside the desk's data, changed. */
function changedPolicy(w: World, ...changes: [from: string | RegExp, to: string][]): string {
  const path = join(w.config.dataDir, 'changed.yml');
  const text = readFileSync('policies/stakater.yml', 'utf8');
  writeFileSync(
    path,
    changes.reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
  );
  return path;
}

/** Answered after 50 minutes: SUP-1 of Acme, critical. Unanswered after an hour: SUP-2 of Globex, high. */
async function twoTickets(): Promise<World> {
  const w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  const { ts } = await w.opensTicket('ana', '#acme-support', 'checkout is down', { priority: 'critical' });
  await w.opensTicket('gil', '#globex-support', 'login is slow', { priority: 'high' });
  await w.until('2026-03-02T09:50');
  await w.says('bo', '#acme-support', 'Looking.', ts);
  await w.until('2026-03-02T10:00');
  return w;
}

const STRICTER: [RegExp, string][] = [
  [/critical: 1h, high: 2h/g, 'critical: 30m, high: 1h'],
  [/critical: 2h, high: 4h/g, 'critical: 1h, high: 45m'],
];

it('prints what a changed policy would have made of the tickets, beside a running desk', async () => {
  await using w = await twoTickets();
  const path = changedPolicy(w, ...STRICTER, ['critical: 1h, high: 45m', 'critical: 40m, high: 45m']);
  const lines = replayLines(await replayPolicy(w.config, w.clock, path), path, false);
  expect(lines[0]).toMatch(/changed\.yml \(Stakater support, version \w{12}\), at Mon 2 Mar 2026, 10:00 CET$/);
  expect(lines.slice(1)).toEqual([
    '2 tickets as they were promised → as they would have been under this policy alone',
    '',
    '                          promised  met    late   still open',
    'First response  Critical  1         1 → 0  0 → 1  0',
    'First response  High      1         0      0 → 1  1 → 0',
    '',
    'Outcomes that change: 2',
    '  SUP-1  Acme    Critical  First response  met with 10 min left → late by 20 min',
    '  SUP-2  Globex  High      First response  open, 3 h left → late by 15 min',
    '',
    'Open now: 1 promise, 0 → 1 of them late',
    'Due at another time: 1',
    '  SUP-2  Globex  High  First response  due Mon 2 Mar 2026, 13:00 CET → late since Mon 2 Mar 2026, 09:45 CET',
  ]);
});

it('compares with what was promised, also after the file the desk runs by was changed', async () => {
  await using w = await twoTickets();
  const path = changedPolicy(w, ...STRICTER, ['critical: 1h, high: 45m', 'critical: 40m, high: 45m']);
  const report = await replayPolicy({ ...w.config, policyPath: path }, w.clock, path);
  expect(report.changes.map(({ was }) => was?.verdict)).toEqual(['met', 'open']);
});

it('measures what an older version has no word for by the newest the desk ran by', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'checkout is slow', { priority: 'medium' });
  const withUrgent = (target: string) => (text: string) =>
    text
      .replace('priorities:\n', 'priorities:\n  - { key: urgent, label: Urgent }\n')
      .replaceAll('first_response: { critical', `first_response: { urgent: ${target}, critical`);
  await w.changePolicy(withUrgent('10m'));
  await w.restart();
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Claim']), 'Claim');
  const { ts } = w.in('#triage').expect(['SUP-1', 'Assign…']);
  await w.as('bo').select('CTRIAGE', ts, 'ticket-priority', JSON.stringify({ ticketId: 1, priority: 'urgent' }));
  await w.until('2026-03-02T09:30');

  const path = join(w.config.dataDir, 'gentler.yml');
  writeFileSync(path, withUrgent('1h')(readFileSync('policies/stakater.yml', 'utf8')));
  const [change] = (await replayPolicy(w.config, w.clock, path)).changes;
  expect(change).toMatchObject({ priority: 'urgent', was: { verdict: 'late' }, wouldBe: { verdict: 'open' } });
});

it('looks at some tickets alone, and cuts long lists', async () => {
  await using w = await twoTickets();
  const path = changedPolicy(w, ...STRICTER, ['critical: 1h, high: 45m', 'critical: 40m, high: 45m']);
  const of = async (which: Parameters<typeof replayPolicy>[3]) =>
    (await replayPolicy(w.config, w.clock, path, which)).changes.map(({ ticketId }) => ticketId);
  expect(await of({ customer: 'globex' })).toEqual([2]);
  expect(await of({ since: '2026-03-02T09:00' })).toEqual([1, 2]);
  expect(await of({ since: '2026-03-02T09:01' })).toEqual([]);
  await expect(of({ customer: 'initech' })).rejects.toThrow(
    'There is no customer "initech". Choose one of: acme, globex.',
  );

  const report = await replayPolicy(w.config, w.clock, path);
  const many = { ...report, changes: Array.from({ length: 34 }, () => report.changes[0] as never) };
  expect(replayLines(many, path, false)).toContain('  and 14 more; --all shows them');
  expect(replayLines(many, path, true).filter((line) => line.includes('SUP-1'))).toHaveLength(34);
});

it('leaves out tickets whose words the policy does not have, and names the words', async () => {
  await using w = await twoTickets();
  const path = changedPolicy(w, [/\bhigh\b/g, 'severe']);
  const report = await replayPolicy(w.config, w.clock, path);
  expect(replayLines(report, path, false).slice(-3)).toEqual([
    '',
    '1 ticket left out, for this policy does not have what they use:',
    '  priority "high": 1 ticket',
  ]);
  expect(JSON.parse(replayJson(report, path))).toMatchObject({
    at: '2026-03-02T09:00:00Z',
    replayed: 1,
    leftOut: 1,
    unknown: { 'priority "high"': 1 },
    changes: [],
  });
});

it('is a command that changes nothing, and tells how far it is only when it takes long', async () => {
  await using w = await twoTickets();
  await using op = await operator();
  const path = changedPolicy(w, ...STRICTER, ['critical: 1h, high: 45m', 'critical: 40m, high: 45m']);
  const here = { DATABASE_URL: w.config.databaseUrl, FIRSTLINE_POLICY: w.config.policyPath };
  const [text, json, missing] = await Promise.all([
    op.firstline(`replay ${path}`, here),
    op.firstline(`replay ${path} --json --customer acme`, here),
    op.firstline(`replay ${path}`, { ...here, DATABASE_URL: join(op.folder, 'none.db') }),
  ]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toContain('SUP-1  Acme  Critical  First response  met with 10 min left → late by 20 min\n');
  expect(JSON.parse(json.stdout).changes).toEqual([
    {
      ticket: 'SUP-1',
      customer: 'Acme',
      priority: 'critical',
      clock: 'first_response',
      cycle: 1,
      isRunning: false,
      was: { verdict: 'met', dueAt: '2026-03-02T09:00:00Z', remainingMs: 600_000 },
      wouldBe: { verdict: 'late', dueAt: '2026-03-02T08:30:00Z', remainingMs: -1_200_000 },
    },
  ]);
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toMatch(/^There is no database at .*none\.db yet\./);

  const said: string[] = [];
  let now = w.clock.now();
  const slow = { ...w.clock, now: () => (now += 2_500) } as never;
  await replayPolicy(w.config, slow, path, {}, (line) => said.push(line));
  expect(said).toEqual(['2 tickets so far']);
});
