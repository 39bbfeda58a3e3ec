import { writeFileSync } from 'node:fs';
import { LineCounter, parseDocument, stringify } from 'yaml';
import { type Clock, systemClock } from '../clock.ts';
import type { Where } from '../config.ts';
import { type PeopleFile, type Place, readPeople } from '../customers/customer.ts';
import { inTransaction } from '../db/database.ts';
import { openForReading } from '../db/inspect.ts';
import { openDatabase } from '../db/open.ts';
import { invalid } from '../errors.ts';
import { endLinksOfLeavers } from '../feeds/service.ts';
import { positionOf } from '../policy/fault.ts';
import { readPolicy } from '../policy/read.ts';
import { exportPeople, importPeople } from '../rotations/people.ts';
import { syntaxFaults, textOf } from '../yaml-file.ts';

type Kept = Pick<Where, 'databaseUrl' | 'policyPath'>;

/**
 * Makes customers, channels, staff and rotation members what the file says; also beside a running desk, which follows within
 * its next look around. Throws `invalid` for an empty file, and with every fault as `file:line:column  where what`; then
 * nothing is changed.
 */
export async function importFile(config: Kept, path: string, clock: Clock = systemClock()): Promise<PeopleFile> {
  const policy = readPolicy(config.policyPath);
  const { value, place } = parsed(path);
  const file = readPeople(value, place);
  const db = openDatabase(config.databaseUrl);
  try {
    await inTransaction({ db, clock }, async (tx) => {
      await importPeople(tx, policy, file, place);
      await endLinksOfLeavers(tx);
    });
  } finally {
    await db.close();
  }
  return file;
}

/** Writes what an import would turn into what there is now; to standard output without a path. */
export async function exportFile(config: Kept, path?: string): Promise<void> {
  const db = openForReading(config.databaseUrl);
  try {
    const text = stringify(await exportPeople(db.reader));
    if (path) write(path, text);
    else process.stdout.write(text);
  } finally {
    db.close();
  }
}

/** What a YAML file holds, and how to say where in it something stands. */
function parsed(path: string): { value: unknown; place: Place } {
  const lines = new LineCounter();
  const text = textOf(path, (why) => invalid(`${path} can't be read: ${why}`));
  const document = parseDocument(text, { lineCounter: lines });
  const at = ({ line, col }: { line: number; col: number }) => `${path}:${line}:${col}`;
  const faults = syntaxFaults(document, lines);
  if (faults.length > 0) throw invalid(faults.map((fault) => `${at(fault)}  ${fault.message}`).join('\n'));
  if (document.contents === null)
    throw invalid(`${path} is empty, and importing it would take everybody out. Write {} into it if that is meant.`);
  const place: Place = (steps, onKey = false) => {
    const names = steps.map((step) => (typeof step === 'number' ? step : String(step)));
    const position = positionOf(document.contents, { path: names, message: '', onKey }, lines);
    return `${at(position)}  ${names.join('.') || 'the file'}`;
  };
  return { value: document.toJS(), place };
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw invalid(`${path} can't be written (${reason(error)}). Name another file.`);
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message.split(',')[0] : error);
