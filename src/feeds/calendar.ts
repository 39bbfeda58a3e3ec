import { setImmediate as nextTurn } from 'node:timers/promises';
import ical, { foldLines, ICalEvent, ICalEventTransparency } from 'ical-generator';
import type { Entry } from './feed.ts';

/** Calendars look again after this long, s; some have a rhythm of their own. */
const LOOK_AGAIN_S = 3600;

/** So many entries are written before somebody else may work: some milliseconds' worth. */
const AT_ONCE = 50;

const END = 'END:VCALENDAR';

/**
 * An iCalendar text (RFC 5545) with all instants in UTC: every calendar shows them in its own zone. `workspace` makes the
 * ids of entries unlike those of every other desk. The same entries give the same text.
 */
export async function calendarText(name: string, entries: readonly Entry[], workspace: string): Promise<string> {
  const calendar = ical({
    name: oneLine(name),
    prodId: { company: 'Firstline', product: 'Firstline', language: 'EN' },
    ttl: LOOK_AGAIN_S,
  });
  const parts = [calendar.toString().slice(0, -END.length)];
  for (const [index, { id, from, to, title, revision }] of entries.entries()) {
    const event = new ICalEvent(
      {
        id: `${id}@${workspace.toLowerCase()}.firstline`,
        start: new Date(from),
        end: new Date(to),
        summary: title,
        stamp: new Date(revision.at),
        lastModified: new Date(revision.at),
        sequence: revision.number,
        transparency: ICalEventTransparency.TRANSPARENT,
      },
      calendar,
    );
    parts.push(foldLines(event.toString()));
    if (index % AT_ONCE === AT_ONCE - 1) await nextTurn();
  }
  return `${parts.join('')}${END}\r\n`;
}

/** A calendar's own name is written as it is given, without escapes. */
const oneLine = (name: string): string => name.replace(/[\\;,\p{Cc}]+/gu, ' ').trim();
