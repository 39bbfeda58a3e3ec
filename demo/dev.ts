import { MovableClock } from '../src/clock.ts';
import { DeskError } from '../src/errors.ts';
import { interrupted } from './interrupt.ts';
import { openStage, type Stage } from './stage.ts';

/** The desk in the simulated workspace on real time, for working on it: every change of a source starts it afresh. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const stage = await openStage({ clock: new MovableClock(), logLevel: 'info', say }).catch((error: unknown): Stage => {
  if (!(error instanceof DeskError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
say(`The page is at ${stage.slack.url}; act as a customer or as the team. Ctrl-C ends it.`);

interrupted().addEventListener('abort', () => void stage.stop().then(() => process.exit(0)));
