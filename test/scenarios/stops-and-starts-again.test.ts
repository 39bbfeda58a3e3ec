import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { doubled, finalState } from '../world/final-state.ts';
import { machine, realTimeSlack } from '../world/running-program.ts';
import { startWorld } from '../world/world.ts';

const fileOf = (databaseUrl: string): string => databaseUrl.replace(/^file:/, '');

it('finishes the form that is being sent when it is told to stop, and posts what it still owes after its next start', async () => {
  await using m = await machine();
  const { slack } = m;
  const first = await m.starts();
  await first.says('the desk is open');
  slack.as('UANA').say('#acme-support', 'checkout returns 502');
  const offer = await slack.until(() => slack.messages('#acme-support').find(({ bot_id: bot }) => bot), 10_000);
  await slack.as('UANA').click('#acme-support', offer.ts, { text: 'Open a ticket' });
  await slack.until(() => slack.views('UANA').length > 0);

  const lock = new BetterSqlite3(fileOf(m.config.databaseUrl));
  lock.exec('BEGIN IMMEDIATE');
  const sent = slack.as('UANA').submit({ priority: 'critical' });
  await slack.until(() => slack.traffic.some(({ name }) => name === 'view_submission'));
  const ended = first.signal('SIGTERM');
  await first.says('closing the desk');
  lock.exec('COMMIT');
  lock.close();
  expect(await sent).toEqual({ acknowledged: true });
  expect(await ended).toBe(0);
  expect((await finalState(slack, m.config.databaseUrl)).tickets).toMatchObject([{ priority: 'critical' }]);

  const second = await m.starts();
  await second.says('the desk is open');
  await slack.until(() => slack.messages('#triage').length === 2, 10_000);
  expect(await second.signal('SIGTERM')).toBe(0);
  expect(doubled(slack)).toEqual([]);
  const { unfinished } = await finalState(slack, m.config.databaseUrl);
  expect(unfinished).toEqual({ posts: [], events: [] });
});

it('waits for Slack when that cannot be reached at the start, and works as soon as it can', async () => {
  await using m = await machine();
  const { port } = new URL(m.slack.url);
  await m.slack.stop();
  const impatient = await m.starts();
  await impatient.says("Slack can't be reached");
  expect(await impatient.signal('SIGTERM')).toBe(0);

  const program = await m.starts();
  await program.says("Slack can't be reached");
  m.slack = await realTimeSlack({ port: Number(port) });
  const { slack } = m;
  await program.says('the desk is open');
  slack.as('UANA').say('#acme-support', 'checkout returns 502');
  await slack.until(() => slack.messages('#acme-support').some(({ bot_id: bot }) => bot), 10_000);
  expect(await program.signal('SIGTERM')).toBe(0);
});

it('loses no event, click or form while another program locks the database for two seconds', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.clicks('ana', w.in('#acme-support').expect('Shall I open'), 'Open a ticket');
  const locking = new Worker(
    `const { workerData, parentPort } = require('node:worker_threads');
     const db = new (require('better-sqlite3'))(workerData);
     db.exec('BEGIN IMMEDIATE');
     parentPort.postMessage('locked');
     setTimeout(() => { db.exec('COMMIT'); db.close(); }, 2_000);`,
    { eval: true, workerData: fileOf(w.config.databaseUrl) },
  );
  await once(locking, 'message');
  w.as('gil').say('#globex-support', 'the export is late');
  const outcome = await w.as('ana').submit({ priority: 'critical' });
  await w.settle();
  expect(outcome).toEqual({ acknowledged: true });
  expect(w.slack.traffic.filter(({ kind, error }) => kind === 'event' && error)).toEqual([]);
  expect(w.in('#globex-support').count('Shall I open')).toBe(1);
  w.in('#triage').expect(['SUP-1', 'Critical']);
});
