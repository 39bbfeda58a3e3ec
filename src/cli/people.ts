import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { type Clock, systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { readPeople } from '../customers/customer.ts';
import { inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { invalid } from '../errors.ts';
import { readPolicy } from '../policy/read.ts';
import { exportPeople, importPeople } from '../rotations/people.ts';

type Where = Pick<Config, 'databaseUrl' | 'policyPath'>;

/**
 * Makes customers, channels, staff and rotation members what the file says; also beside a running desk. Throws `invalid`
 * with every fault of the file, each naming its place; then nothing is changed.
 */
export async function importFile(config: Where, path: string, clock: Clock = systemClock()): Promise<void> {
  const policy = readPolicy(config.policyPath);
  const file = readPeople(parsed(path));
  const db = openDatabase(config.databaseUrl);
  try {
    await inTransaction({ db, clock }, (tx) => importPeople(tx, policy, file));
  } finally {
    await db.close();
  }
}

/** Writes what an import would turn into what there is now; to standard output without a path. */
export async function exportFile(config: Where, path?: string): Promise<void> {
  const db = openDatabase(config.databaseUrl);
  try {
    const text = stringify(await exportPeople(db.reader));
    if (path) writeFileSync(path, text);
    else process.stdout.write(text);
  } finally {
    await db.close();
  }
}

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw invalid(`${path} can't be read: ${error instanceof Error ? error.message : error}`);
  }
}
