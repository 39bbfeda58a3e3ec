import type { Clock } from '../clock.ts';
import type { Where } from '../config.ts';
import { inTransaction } from '../db/database.ts';
import { openForReading } from '../db/inspect.ts';
import { openExisting } from '../db/open.ts';
import { parkedEvents, replayParked } from '../inbox/store.ts';
import { problemSentence } from '../outbox/problem.ts';
import { parkedPosts, unpark } from '../outbox/store.ts';
import { isoInstant } from '../time/say.ts';
import { parkedTimers, unparkTimers } from '../timers/store.ts';
import { count } from './text.ts';

/** What was put aside because it failed too often, one line each: what it is, since when, and why. */
export async function listParked(config: Where): Promise<string[]> {
  const db = openForReading(config.databaseUrl);
  try {
    const events = (await parkedEvents(db.reader)).map(
      (row) => `event ${row.id}  ${row.type} in ${row.lane}, received ${utc(row.receivedAt)}: ${row.problem}`,
    );
    const timers = (await parkedTimers(db.reader)).map(
      (row) => `timer ${row.id}  ${row.name} ${row.key}, since ${utc(row.parkedAt ?? 0)}: ${row.problem}`,
    );
    const posts = (await parkedPosts(db.reader)).map(
      (row) =>
        `post ${row.id}  ${row.once}, written ${utc(row.createdAt)}: ${plain(problemSentence(row, row.problem ?? ''))}`,
    );
    return [...events, ...timers, ...posts];
  } finally {
    db.close();
  }
}

/** A sentence made for Slack, for a terminal: ids stand alone. */
const plain = (sentence: string): string => sentence.replace(/<[#@](\w+)>/g, '$1');

const utc = (at: number): string => isoInstant(at, 'UTC');

/** Gives everything that was put aside its tries back; a running desk takes it up at its next look around. Answers what was done. */
export async function retryParked(config: Where, clock: Clock): Promise<string> {
  const db = openExisting(config.databaseUrl);
  try {
    return await inTransaction({ db, clock }, async (tx) => {
      const events = await replayParked(tx);
      const timers = await unparkTimers(tx);
      const before = (await parkedPosts(tx)).length;
      await unpark(tx);
      const posts = before - (await parkedPosts(tx)).length;
      return `Put back: ${count(events, 'event')}, ${count(timers, 'timer')}, ${count(posts, 'post')}.`;
    });
  } finally {
    await db.close();
  }
}
