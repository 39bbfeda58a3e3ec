import { request } from 'node:http';
import pino from 'pino';
import { expect, it } from 'vitest';
import { freePort } from '../../demo/free-port.ts';
import { startSlack } from '../../simulator/start.ts';
import { connect } from '../../src/slack/connect.ts';
import { answerBy } from '../../src/web.ts';
import { deskConfig } from '../world/desk-config.ts';

/** Asks with a path exactly as it is written. */
const ask = (port: number, path: string, method = 'GET') =>
  new Promise<number>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });

it('answers what is not for Slack beside Slack, and logs no address, since some are secret', async () => {
  await using slack = await startSlack({ manifest: 'manifest.yml' });
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const port = await freePort();
  const config = { ...deskConfig(slack, ''), appToken: undefined, signingSecret: slack.signingSecret, port };
  const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://nimbus.slack.com/' };
  const asked: string[] = [];
  const others = answerBy([
    {
      path: '/calendar/',
      answer: (incoming, response) => {
        asked.push(incoming.url ?? '');
        response.end();
      },
    },
  ]);
  const gap = { began: () => {}, ended: () => {} };
  const connection = connect(config, home, log, { keep: async () => {}, gap, others });
  await connection.start();
  try {
    expect(await ask(port, '/calendar/secret.ics')).toBe(200);
    expect(await ask(port, '/calendar/secret.ics?again', 'PROPFIND')).toBe(200);
    expect(await ask(port, '/calendar/%zz-secret')).toBe(200);
    expect(await ask(port, '//calendar/secret.ics')).toBe(404);
    expect(await ask(port, 'http://[secret')).toBe(400);
    expect(await ask(port, '/elsewhere/secret', 'POST')).toBe(404);
    expect(await ask(port, '/slack/events', 'POST')).toBe(401);
  } finally {
    await connection.stop();
  }
  expect(asked).toEqual(['/calendar/secret.ics', '/calendar/secret.ics?again', '/calendar/%zz-secret']);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.filter((line) => line.includes('secret.ics') || line.includes('[secret'))).toEqual([]);
});
