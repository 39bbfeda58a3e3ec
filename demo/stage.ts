import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildClient } from '../simulator/build-client.ts';
import { type Slack, startSlack } from '../simulator/start.ts';
import { importFile } from '../src/cli/people.ts';
import type { MovableClock } from '../src/clock.ts';
import { readConfig } from '../src/config.ts';
import { conflict, unavailable } from '../src/errors.ts';
import { findRedisBinary, installRedis } from '../src/redis/binary.ts';
import { type RunningDesk, startDesk } from '../src/start.ts';
import { populate } from './cast.ts';
import { freePort } from './free-port.ts';

/** The port of the page unless somebody asks for another, and how many after it are tried. */
const PORT = 4000;
const PORTS_TRIED = 50;

export interface StageOptions {
  clock: MovableClock;
  /** The port of the page; unless told, 4000 or the next free one. 0: any. */
  port?: number | undefined;
  /** Where the desk keeps its data; unless told, a new folder that is removed at the end. */
  dataDir?: string | undefined;
  logLevel: string;
  say: (line: string) => void;
}

/** The desk, and the workspace it works in. */
export interface Stage {
  slack: Slack;
  running: RunningDesk;
  clock: MovableClock;
  /** Ends everything that was started, and removes what nobody asked to keep. */
  stop(): Promise<void>;
}

/**
 * Starts the simulated workspace with its page and the real desk in it, with the people of people.yml. Installs Redis where
 * it is missing and can be. Throws a refusal with one sentence for the person at the terminal; then nothing is left running.
 */
export async function openStage(given: StageOptions): Promise<Stage> {
  const endings: (() => unknown)[] = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    return { ...(await build(given, endings)), clock: given.clock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(given: StageOptions, endings: (() => unknown)[]): Promise<Pick<Stage, 'slack' | 'running'>> {
  if (!(await findRedisBinary())) await installRedis({ say: given.say });
  const dataDir = given.dataDir ? await emptyFolder(given.dataDir) : await temporaryFolder(endings);
  const slack = await startOnFreePort(given, await buildClient());
  endings.push(() => slack.stop());
  populate(slack);
  const port = await freePort();
  const config = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    FIRSTLINE_POLICY: fromRoot('policies/stakater.yml'),
    FIRSTLINE_DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: given.logLevel,
  });
  await importFile(config, fromRoot('demo/people.yml'), given.clock);
  const running = await startDesk(config, { clock: given.clock });
  endings.push(() => running.stop());
  return { slack, running };
}

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

async function temporaryFolder(endings: (() => unknown)[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-demo-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The workspace begins empty, so the desk must too: its tickets would be about messages that are not there. */
async function emptyFolder(path: string): Promise<string> {
  const folder = resolve(path);
  if (existsSync(join(folder, 'desk.db'))) {
    throw conflict(`${folder} holds a desk already, and the demo starts with an empty one. Choose another folder.`);
  }
  await mkdir(folder, { recursive: true });
  return folder;
}

async function startOnFreePort(given: StageOptions, clientDir: string): Promise<Slack> {
  const ports = given.port === undefined ? Array.from({ length: PORTS_TRIED }, (_, i) => PORT + i) : [given.port];
  for (const port of ports) {
    try {
      return await startSlack({
        clock: given.clock,
        port,
        manifest: fromRoot('manifest.yml'),
        clientDir,
        team: { name: 'Nimbus', domain: 'nimbus' },
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw unavailable(
    given.port === undefined
      ? `No port from ${PORT} to ${PORT + PORTS_TRIED - 1} is free. Name one with --port.`
      : `Port ${given.port} is taken. Name another with --port, or leave it out.`,
  );
}
