import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { populate } from '../../demo/cast.ts';
import { type Slack, type SlackOptions, startSlack } from '../../simulator/start.ts';
import { importFile } from '../../src/cli/people.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { builtProgram } from './built-program.ts';

const MOST_MS = 10_000;

/** The program as operators run it, in real time: settings from the environment, one JSON line an event, ended by signals. */
export class RunningProgram {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(program: string, folder: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, [program], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#lines.push(...text.split('\n'));
      for (const look of this.#waiting) look();
    });
    this.#ended = new Promise((ended) => this.#child.on('close', ended));
  }

  /** Resolves when a line of the log says `words`. */
  says(words: string): Promise<void> {
    return new Promise((said, failed) => {
      const late = setTimeout(() => failed(new Error(`It never said: ${words}\n${this.#lines.join('\n')}`)), MOST_MS);
      const look = () => {
        if (!this.#lines.some((line) => line.includes(words))) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        said();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Sends the signal; the exit code comes when the program has ended. */
  signal(name: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.#child.kill(name);
    return this.#ended;
  }
}

/** A folder with the data of a desk, and the workspace it works in. */
export class Machine implements AsyncDisposable {
  slack: Slack;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #programs: RunningProgram[] = [];

  constructor(slack: Slack, folder: string) {
    this.slack = slack;
    this.#folder = folder;
    this.#env = {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      FIRSTLINE_POLICY: resolve('policies/stakater.yml'),
      FIRSTLINE_DATA_DIR: join(folder, 'data'),
      PORT: '0',
    };
  }

  get config(): Config {
    return readConfig(this.#env as Record<string, string>);
  }

  async starts(): Promise<RunningProgram> {
    const program = new RunningProgram(await builtProgram('src/main.ts'), this.#folder, this.#env);
    this.#programs.push(program);
    return program;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.signal('SIGKILL')));
    await this.slack.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export async function realTimeSlack(options: Partial<SlackOptions> = {}): Promise<Slack> {
  const slack = await startSlack({ manifest: 'manifest.yml', ...options });
  populate(slack);
  return slack;
}

/** A machine whose desk knows the people of the demo. */
export async function machine(): Promise<Machine> {
  const made = new Machine(await realTimeSlack(), await mkdtemp(join(tmpdir(), 'firstline-')));
  await importFile(made.config, 'demo/people.yml');
  return made;
}
