import { checkDataFolder } from '../../data-folder.ts';
import { type Inspection, inspectDatabase } from '../../db/inspect.ts';
import * as inbox from '../../inbox/store.ts';
import { parkedPosts } from '../../outbox/store.ts';
import { parkedTimers } from '../../timers/store.ts';
import { count } from '../text.ts';
import type { Report } from './finding.ts';

export function checkFolder(path: string, report: Report): void {
  checkDataFolder(path);
  report('✓', `The data folder ${path} can be written to.`);
}

/** The database to ask further questions, to be closed by the caller; null when there is none that can answer. */
export async function checkDatabase(url: string, faults: string[], report: Report): Promise<Inspection | null> {
  if (faults.some((fault) => fault.startsWith('DATABASE_URL'))) {
    report('–', 'The database: not checked; see DATABASE_URL.');
    return null;
  }
  const found = inspectDatabase(url);
  if (!found) {
    report('✗', 'There is no database yet. Make it with `firstline import people.yml`.');
    return null;
  }
  for (const damage of found.damage) {
    report('✗', `The database ${found.path} is damaged (${damage}). Stop the desk and restore a backup.`);
  }
  if (found.tables === 'new') {
    report('✗', `The database ${found.path} was made by a newer Firstline. Run that version, or restore a backup.`);
  }
  if (found.tables === 'old')
    report('!', `The tables of ${found.path} are old. The next start brings them up to date.`);
  if (found.damage.length > 0 || found.tables !== 'current') {
    found.close();
    return null;
  }
  report('✓', `The database ${found.path} is sound and its tables are current.`);
  await reportParked(found, report);
  return found;
}

async function reportParked({ reader }: Inspection, report: Report): Promise<void> {
  const parked =
    (await inbox.count(reader, 'parked')) + (await parkedTimers(reader)).length + (await parkedPosts(reader)).length;
  if (parked > 0)
    report('!', `${count(parked, 'thing')} failed too often and waits for you. See \`firstline parked\`.`);
}
