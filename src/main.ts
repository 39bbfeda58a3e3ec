import { environment, readConfig } from './config.ts';
import { DeskError } from './errors.ts';
import { startDesk } from './start.ts';

/** Runs the desk until it is told to stop. A fault that an operator can mend is one plain sentence, not a stack. */
async function main(): Promise<void> {
  const running = await startDesk(readConfig(environment()));
  const { log } = running.desk;
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'unhandled rejection'));
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'closing the desk');
      running.stop().then(
        () => process.exit(0),
        (error) => {
          log.error({ err: error }, 'the desk did not close in order');
          process.exit(1);
        },
      );
    });
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof DeskError)) throw error;
  process.stderr.write(`Firstline can't start.\n${error.message}\n`);
  process.exit(1);
});
