import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environment, readConfig } from './config.ts';

const right = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

const faults = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
};

describe('settings', () => {
  it('need two tokens, and have a default for the rest', () => {
    expect(readConfig(right)).toEqual({
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      signingSecret: undefined,
      apiUrl: 'https://slack.com/api/',
      databaseUrl: `file:${resolve('data', 'desk.db')}`,
      redisUrl: undefined,
      policyPath: resolve('policies/starter.yml'),
      dataDir: resolve('data'),
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
    });
  });

  it('left empty count as not given', () => {
    expect(readConfig({ ...right, SLACK_API_URL: '', PORT: '', REDIS_URL: '', LOG_LEVEL: '' }).port).toBe(3000);
  });

  it('take an address with and without its last slash', () => {
    expect(readConfig({ ...right, SLACK_API_URL: 'https://slack.example/api' }).apiUrl).toBe(
      'https://slack.example/api/',
    );
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'no bot token',
      { SLACK_APP_TOKEN: 'xapp-1' },
      /^SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token of your app, OAuth & Permissions$/,
    ],
    [
      'a user token',
      { ...right, SLACK_BOT_TOKEN: 'xoxp-1' },
      /^SLACK_BOT_TOKEN must be a bot token: it starts with xoxb-$/,
    ],
    ['a bot token for the app', { ...right, SLACK_APP_TOKEN: 'xoxb-1' }, /^SLACK_APP_TOKEN must be an app-level token/],
    [
      'no way to be reached',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      /^SLACK_APP_TOKEN \(Socket Mode\) or SLACK_SIGNING_SECRET \(HTTP\) .*: both are in Basic Information of your app$/,
    ],
    ['an address that is none', { ...right, SLACK_API_URL: 'slack.com' }, /^SLACK_API_URL must be a URL$/],
    [
      'another database',
      { ...right, DATABASE_URL: 'mysql://x' },
      /^DATABASE_URL must be file:\/path\/to\/desk\.db: only SQLite/,
    ],
    ['another scheme', { ...right, REDIS_URL: 'http://x' }, /^REDIS_URL must be a URL that starts with redis:/],
    ['a port that is none', { ...right, PORT: '70000' }, /^PORT /],
    ['a port in words', { ...right, PORT: 'http' }, /^PORT /],
    ['a level nobody knows', { ...right, LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of fatal, /],
  ])('with %s are refused, naming the setting', (_, env, fault) => {
    expect(faults(env)).toEqual([expect.stringMatching(fault)]);
  });

  it('with several faults name them all at once', () => {
    expect(faults({ SLACK_BOT_TOKEN: 'x', PORT: '-1' }).map((fault) => fault.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'PORT',
      'SLACK_APP_TOKEN',
    ]);
  });
});

it('a setting of the process goes before the one in .env', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  try {
    writeFileSync(join(folder, '.env'), 'FROM_FILE_ONLY=1\nPATH=elsewhere\n');
    expect(environment(folder)).toMatchObject({ FROM_FILE_ONLY: '1', PATH: process.env.PATH });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
