/** A terminal and the programs between it and us may each pass the same Ctrl-C on; within so long it is the same one. */
const SAME_MS = 1_000;

/** Aborted by Ctrl-C or when the program is told to end. Whoever asks again, a second time, ends the process at once. */
export function interrupted(): AbortSignal {
  const ending = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (ending.signal.aborted && performance.now() - first > SAME_MS) process.exit(1);
      if (ending.signal.aborted) return;
      first = performance.now();
      process.stdout.write('\nEnding …\n');
      ending.abort();
    });
  }
  return ending.signal;
}
