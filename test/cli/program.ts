import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { populate } from '../../demo/cast.ts';
import { type Slack, startSlack } from '../../simulator/start.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { builtProgram } from '../world/built-program.ts';

export type Environment = Record<string, string | undefined>;

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program of ours as its users do, in a folder without `.env`, and answers what it said. */
async function run(program: 'src/main.ts' | 'src/cli/main.ts', words: string[], at: Place): Promise<Ended> {
  const child = spawn(process.execPath, [await builtProgram(program), ...words], {
    cwd: at.folder,
    env: { PATH: process.env.PATH, HOME: at.folder, NO_COLOR: '1', ...at.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  return new Promise((ended, failed) => {
    child.on('error', failed);
    child.on('close', (code) => ended({ code, ...said }));
  });
}

/** Where a program runs and with which settings. */
interface Place {
  folder: string;
  env: Environment;
}

/** A workspace, a folder, and the settings that bring a desk to them. */
export class Operator implements Place, AsyncDisposable {
  readonly slack: Slack;
  readonly folder: string;
  readonly env: Environment;

  constructor(slack: Slack) {
    this.slack = slack;
    this.folder = mkdtempSync(join(tmpdir(), 'firstline-'));
    this.env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      FIRSTLINE_POLICY: resolve('policies/stakater.yml'),
      FIRSTLINE_DATA_DIR: join(this.folder, 'data'),
      PORT: '0',
      LOG_LEVEL: 'silent',
    };
  }

  /** The settings as the program reads them, with some changed. */
  config(changed: Environment = {}): Config {
    return readConfig(this.#with(changed).env);
  }

  /** Starts the desk, with some settings changed. */
  starts(changed: Environment = {}): Promise<Ended> {
    return run('src/main.ts', [], this.#with(changed));
  }

  /** Runs `firstline` with these words. */
  firstline(words: string, changed: Environment = {}): Promise<Ended> {
    return run('src/cli/main.ts', words.split(' '), this.#with(changed));
  }

  #with(changed: Environment): Place {
    return { folder: this.folder, env: { ...this.env, ...changed } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.slack.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An operator whose workspace holds the people and channels of the demo. */
export async function operator(options: { grantedScopes?: string[] } = {}): Promise<Operator> {
  const slack = await startSlack({ manifest: 'manifest.yml', ...options });
  populate(slack);
  return new Operator(slack);
}
