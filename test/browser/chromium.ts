import { execFile, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { unavailable } from '../../src/errors.ts';

const run = promisify(execFile);

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** No window, no traffic of its own, and nothing that needs the rights of a desktop. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of a Chromium on the PATH; null when there is none. */
export async function findChromium(): Promise<string | null> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of BROWSERS) {
    for (const folder of folders) if (await isProgram(join(folder, name))) return join(folder, name);
  }
  return null;
}

/**
 * Installs Chromium where that needs no questions: with apt-get, as root. Says what it does and returns its path. Throws
 * `unavailable` elsewhere.
 */
export async function installChromium(say: (line: string) => void): Promise<string> {
  if (process.platform === 'linux' && process.getuid?.() === 0 && (await works('apt-get', '--version'))) {
    for (const words of [
      ['update', '-q'],
      ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'],
    ]) {
      say(`Chromium is missing. Running: apt-get ${words.join(' ')}`);
      await aloud('apt-get', words);
    }
  }
  const installed = await findChromium();
  if (installed) return installed;
  throw unavailable(
    'The browser tests need Chromium or Chrome on the PATH, and it could not be installed from here. Install it (for ' +
      'example with "sudo apt-get install chromium") and run them again.',
  );
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const works = (command: string, ...args: string[]): Promise<boolean> =>
  run(command, args).then(
    () => true,
    () => false,
  );

/** Ends also when the command fails: whether the browser is there afterwards decides. */
const aloud = (command: string, args: string[]): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
