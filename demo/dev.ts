import { MovableClock } from '../src/clock.ts';
import { DeskError } from '../src/errors.ts';
import { openStage, type Stage } from './stage.ts';

/** The desk in the simulated workspace on real time, for working on it: every change of a source starts it afresh. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const stage = await openStage({ clock: new MovableClock(), logLevel: 'info', say }).catch((error: unknown): Stage => {
  if (!(error instanceof DeskError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
say(`The page is at ${stage.slack.url}; act as a customer or as the team. Ctrl-C ends it.`);

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending) process.exit(1);
    ending = true;
    void stage.stop().then(() => process.exit(0));
  });
}
