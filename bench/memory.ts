import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { built } from './built.ts';
import { end, lineOf, PIPED, startWorkspace } from './children.ts';
import { inFolder } from './folder.ts';

/** Resident memory in MB. */
export interface Memory {
  desk: number;
  redis: number;
}

const IDLE_MS = 10_000;
const KB_PER_MB = 1024;

/** What the desk as it ships takes after ten idle seconds, connected to a workspace in another process; its private Redis apart. */
export const idleMemory = (): Promise<Memory> =>
  inFolder(async (folder) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const workspace = await startWorkspace();
    const children: ChildProcess[] = [workspace.child];
    try {
      const { apiUrl, botToken, appToken } = workspace;
      const config = { databaseUrl: `file:${folder}/desk.db`, policyPath: 'policies/stakater.yml' };
      const { importFile } = await built<typeof import('../src/cli/people.ts')>('cli/people.js');
      await importFile(config, 'demo/people.yml');
      const desk = spawn(process.execPath, startArguments(), {
        env: {
          ...env,
          NODE_ENV: 'production',
          SLACK_BOT_TOKEN: botToken,
          SLACK_APP_TOKEN: appToken,
          SLACK_API_URL: apiUrl,
          SLACK_SIGNING_SECRET: '',
          DATABASE_URL: config.databaseUrl,
          REDIS_URL: '',
          FIRSTLINE_POLICY: config.policyPath,
          FIRSTLINE_DATA_DIR: folder,
          PORT: '0',
          LOG_LEVEL: 'info',
        },
        stdio: PIPED,
      });
      children.push(desk);
      await lineOf(desk, (line) => line.includes('the desk is open'));
      await wait(IDLE_MS);
      return {
        desk: residentOf(desk.pid),
        redis: residentOf(readFileSync(join(folder, 'redis', 'redis.pid'), 'utf8')),
      };
    } finally {
      for (const child of children.reverse()) await end(child);
    }
  });

/** What `npm start` hands to Node: its flags count. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(1);
}

const residentOf = (pid: number | string | undefined): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid).trim()], { encoding: 'utf8' })) / KB_PER_MB;
