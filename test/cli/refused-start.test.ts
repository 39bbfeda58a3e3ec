import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Config } from '../../src/config.ts';
import { DeskError } from '../../src/errors.ts';
import { startDesk } from '../../src/start.ts';
import { type Ended, operator } from './program.ts';

/** Starting the program takes a second, and several on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

/** Ended with these words alone: no stack, no secret, no process left behind. */
function refused(ended: Ended, words: string[]): void {
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.stderr.split('\n').slice(0, 1)).toEqual(["Firstline can't start."]);
  for (const each of words) expect(ended.stderr).toContain(each);
  expect(ended.stderr).not.toMatch(/^\s+at .*:\d+|Error:/m);
  expect(ended.stderr.trim().split('\n').length).toBe(1 + Math.max(words.length, 1));
}

const processesNaming = (words: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(words));

it('names every wrong setting at once', async () => {
  await using op = await operator();
  const ended = await op.starts({
    SLACK_BOT_TOKEN: 'xoxp-wrong',
    SLACK_APP_TOKEN: undefined,
    SLACK_API_URL: 'slack',
    REDIS_URL: 'localhost:6379',
    PORT: 'http',
    LOG_LEVEL: 'loud',
  });
  refused(ended, [
    'SLACK_BOT_TOKEN must be a bot token: it starts with xoxb-',
    'SLACK_API_URL must be a URL',
    'REDIS_URL must be a URL that starts with redis:// or rediss://',
    'PORT must be a port, a number from 0 to 65535',
    'LOG_LEVEL must be one of fatal, error',
    'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is needed',
  ]);
});

it('says which token Slack refuses, and leaves no Redis behind', async () => {
  await using op = await operator();
  refused(await op.starts({ SLACK_BOT_TOKEN: 'xoxb-1-2-wrong' }), ['Slack refuses SLACK_BOT_TOKEN (invalid_auth)']);
  await expectRefusal(op.config({ SLACK_APP_TOKEN: 'xapp-1-wrong' }), 'Slack refuses SLACK_APP_TOKEN (invalid_auth)');
  expect(processesNaming(op.folder)).toEqual([]);
});

it('names file, line and column of a wrong policy', async () => {
  await using op = await operator();
  const policy = join(op.folder, 'policy.yml');
  writeFileSync(policy, 'name: Ours\ntimezone: Europe/Berlin\npriorities: none\n');
  await expectRefusal(op.config({ FIRSTLINE_POLICY: policy }), `${policy}:3:13  `);
});

it('refuses a REDIS_URL that nobody answers at, without its password', async () => {
  await using op = await operator();
  const said = await expectRefusal(
    op.config({ REDIS_URL: 'redis://:secret@127.0.0.1:1' }),
    "The Redis at REDIS_URL (127.0.0.1:1) can't be reached: connect ECONNREFUSED",
  );
  expect(said).not.toContain('secret');
});

it('says that its port is taken, in both ways to connect', async () => {
  await using op = await operator();
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => other.once('listening', listening));
  const PORT = String((other.address() as AddressInfo).port);
  try {
    const http = { SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: 'secret', PORT };
    for (const changed of [{ PORT }, http]) {
      await expectRefusal(op.config(changed), `Another program listens on port ${PORT} already`);
    }
    expect(processesNaming(op.folder)).toEqual([]);
    await expectRefusal(op.config({ HOST: '192.0.2.1' }), 'HOST 192.0.2.1 is no address of this machine');
  } finally {
    other.close();
  }
});

it('says where it may not write', async () => {
  await using op = await operator();
  const file = join(op.folder, 'file');
  writeFileSync(file, '');
  const refusals = {
    [`The data folder ${file}/data can't be written to`]: { FIRSTLINE_DATA_DIR: join(file, 'data') },
    [`The database ${file}/desk.db can't be opened`]: { DATABASE_URL: `file:${file}/desk.db` },
    // Where nothing can be made Node itself would look for a place for ever.
    "The data folder /proc/none/data can't be written to": { FIRSTLINE_DATA_DIR: '/proc/none/data' },
    "The database /proc/none/desk.db can't be opened": { DATABASE_URL: 'file:/proc/none/desk.db' },
  };
  for (const [words, changed] of Object.entries(refusals)) await expectRefusal(op.config(changed), words);
});

/** The desk does not start, for a reason that is one sentence to the operator; answers what was said. */
async function expectRefusal(config: Config, words: string): Promise<string> {
  const said = await startDesk(config).then(
    async (running) => {
      await running.stop();
      return 'it started';
    },
    (error) => (error instanceof DeskError ? error.message : `a bug: ${error}`),
  );
  expect(said).toContain(words);
  return said;
}
