import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import { MovableClock } from '../src/clock.ts';
import { DeskError } from '../src/errors.ts';
import { interrupted } from './interrupt.ts';
import { paintFor } from './paint.ts';
import { play } from './play.ts';
import { StoryFault, ZONE } from './scene.ts';
import { Terminal } from './terminal.ts';

const BEGIN = '2026-03-02T09:00';

const USAGE = `npm run demo -- [--once] [--speed N] [--port N] [--data DIR] [--log LEVEL]

  --once        end after the story, instead of serving the page
  --speed N     times as fast as reading speed; 0 plays without any pause
  --port N      port of the page (default: 4000 or the next free one)
  --data DIR    keep the desk's data in an empty folder (default: a temporary one)
  --log LEVEL   how much of the desk's own log is shown (default: error)
`;

const options = {
  once: { type: 'boolean', default: false },
  speed: { type: 'string', default: '1' },
  port: { type: 'string' },
  data: { type: 'string' },
  log: { type: 'string', default: 'error' },
  help: { type: 'boolean', default: false },
} as const;

/** A fault in what was typed; the message is the sentence for the person. */
class Mistyped extends Error {}

function number(name: string, text: string, most: number): number {
  const value = Number(text);
  if (text !== '' && value >= 0 && value <= most) return value;
  throw new Mistyped(`--${name} takes a number from 0 to ${most}, not “${text}”.`);
}

function wishes() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Mistyped((error as Error).message);
  }
}

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const given = wishes();
  if (given.help) return say(USAGE);
  const speed = number('speed', given.speed, 1_000);
  const port = given.port === undefined ? undefined : number('port', given.port, 65_535);
  const signal = interrupted();

  // Taken in only now: a mistyped wish is answered before the seconds that it takes.
  const { openStage } = await import('./stage.ts');
  const clock = new MovableClock({ at: DateTime.fromISO(BEGIN, { zone: ZONE }).toMillis(), held: true });
  const stage = await openStage({ clock, port, dataDir: given.data, logLevel: given.log, say });
  try {
    const paint = paintFor(process.stdout);
    const wait = (ms: number) => pause(ms, undefined, { signal });
    const write = (text: string) => void process.stdout.write(text);
    const terminal = new Terminal({ write, paint, columns: process.stdout.columns, zone: ZONE, wait, speed });
    const page = paint.link(stage.slack.url);
    say(paint.bold('Firstline: one working day of a support desk, Monday 2 March 2026 in Berlin'));
    say('The desk, its database, its queue and every click are real; only Slack is');
    say('played, on this machine.');
    say(`Watch it happen in a browser: ${page}`);
    if (speed > 0) await wait(1_500 / speed);
    const checks = await play(stage, terminal, signal);
    say(`\n${paint.good('The day went as promised.')} ${checks} things were checked on the way.`);
    if (given.once) return;
    clock.release();
    clock.jumped();
    say(`\nGo on yourself: ${page}`);
    say(
      'Choose at the top left whom you act as: a customer (Ana, Art, Gil) or the team (Bo, Cy, Dee, Eli, Fay). Write in',
    );
    say('a channel, press buttons, look at the shifts in App Home, move the time forward. The desk keeps running;');
    say('Ctrl-C ends everything.');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await stage.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof StoryFault || error instanceof DeskError || error instanceof Mistyped;
    process.stderr.write(`\n${known ? `The demo stopped: ${error.message}` : (error as Error).stack}\n`);
    process.exit(1);
  },
);
