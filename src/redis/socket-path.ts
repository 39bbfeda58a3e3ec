import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unavailable } from '../errors.ts';

/** The kernel keeps the path of a unix socket in 104 bytes on macOS and 108 on Linux, its end included. */
const LONGEST_BYTES = 103;

/**
 * Where the private Redis of a data folder listens: inside the folder, or, when that path is too long for a socket, in a
 * short folder under the system's temp folder that only this user can enter. Throws `unavailable` when somebody else has it.
 */
export function socketPath(folder: string, temp: string = tmpdir()): string {
  const inside = join(resolve(folder), 'redis.sock');
  if (Buffer.byteLength(inside) <= LONGEST_BYTES) return inside;
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 12);
  const short = join(temp, `firstline-${name}`);
  mkdirSync(short, { mode: 0o700, recursive: true });
  const made = lstatSync(short);
  if (!made.isDirectory() || made.uid !== process.getuid?.() || (made.mode & 0o077) !== 0) {
    throw unavailable(`The folder ${short} belongs to somebody else. Use a data folder with a shorter path.`);
  }
  return join(short, 'redis.sock');
}
