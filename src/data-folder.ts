import { accessSync, constants, mkdirSync } from 'node:fs';
import { unavailable } from './errors.ts';

/** Makes the data folder when it is missing. Throws `unavailable` unless this process may write there. */
export function openDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message.split(',')[0] : error;
    throw unavailable(
      `The data folder ${path} can't be written to (${why}). Set FIRSTLINE_DATA_DIR to a folder this user may write to.`,
      error,
    );
  }
}
