import { join } from 'node:path';
import type { Slack } from '../../simulator/start.ts';
import type { Config } from '../../src/config.ts';

/** The settings of a desk in `folder` that works in this workspace, as `.env` would give them. */
export const deskConfig = (slack: Slack, folder: string): Config => ({
  botToken: slack.botToken,
  appToken: slack.appToken,
  signingSecret: undefined,
  apiUrl: slack.apiUrl,
  databaseUrl: `file:${join(folder, 'desk.db')}`,
  redisUrl: undefined,
  policyPath: 'policies/stakater.yml',
  dataDir: folder,
  host: '127.0.0.1',
  port: 0,
  publicUrl: undefined,
  logLevel: process.env.TEST_LOG ?? 'silent',
});
