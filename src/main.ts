import { environment, readConfig } from './config.ts';
import { DeskError } from './errors.ts';
import { type RunningDesk, startDesk } from './start.ts';

/**
 * Runs the desk until it is told to stop. While it starts it ends at once: everything that counts is in the database. A
 * fault that an operator can mend is one plain sentence, not a stack.
 */
async function main(): Promise<void> {
  let running: RunningDesk | null = null;
  let stopping = false;
  const close = async (signal: string): Promise<void> => {
    if (!running) process.exit(0);
    if (stopping) process.exit(1);
    stopping = true;
    const { log } = running.desk;
    log.info({ signal }, 'closing the desk');
    await running.stop().catch((error: unknown) => {
      log.error({ err: error }, 'the desk did not close in order');
      process.exit(1);
    });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close(signal));
  running = await startDesk(readConfig(environment()));
  const { log } = running.desk;
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'unhandled rejection'));
}

main().catch((error: unknown) => {
  if (!(error instanceof DeskError)) throw error;
  process.stderr.write(`Firstline can't start.\n${error.message}\n`);
  process.exit(1);
});
