import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { unavailable } from './errors.ts';

/**
 * Makes a folder and those it lies in, for this user alone. Node's own way looks for ever for a place where the system lists
 * folders and lets nobody make one, like /proc; this one throws what the system says.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

/** Makes the data folder when it is missing, for this user alone: customers' texts are in it. Throws `unavailable` unless this process may write there. */
export const openDataFolder = (path: string): void =>
  orRefuse(path, () => {
    makeFolder(path);
    mustBeWritable(path);
  });

/** Throws `unavailable` unless the data folder can be written to, or could be made. Changes nothing. */
export const checkDataFolder = (path: string): void => orRefuse(path, () => mustBeWritable(nearestExisting(path)));

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

function mustBeWritable(path: string): void {
  if (!statSync(path).isDirectory()) throw new Error(`${path} is no folder`);
  accessSync(path, constants.W_OK | constants.X_OK);
}

function orRefuse(path: string, attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    const why = error instanceof Error ? error.message.split(',')[0] : error;
    throw unavailable(
      `The data folder ${path} can't be written to (${why}). Set FIRSTLINE_DATA_DIR to a folder this user may write to.`,
      error,
    );
  }
}
