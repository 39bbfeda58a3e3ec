#!/usr/bin/env node
import { CommanderError } from 'commander';
import { DeskError } from '../errors.ts';
import { commandLine } from './program.ts';

/** Whoever reads may have enough, like `head`. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** 0: fine. 1: refused, or faults were found. 2: wrong usage. */
try {
  await commandLine().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof DeskError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else throw error;
}
