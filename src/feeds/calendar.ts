import ical, { ICalEventTransparency } from 'ical-generator';
import type { Entry } from './feed.ts';

/** Calendars look again after this long, s; some have a rhythm of their own. */
const LOOK_AGAIN_S = 3600;

/**
 * An iCalendar text (RFC 5545) with all instants in UTC: every calendar shows them in its own zone. `workspace` makes the
 * ids of entries unlike those of every other desk. The same entries give the same text.
 */
export function calendarText(name: string, entries: readonly Entry[], workspace: string): string {
  const calendar = ical({
    name: oneLine(name),
    prodId: { company: 'Firstline', product: 'Firstline', language: 'EN' },
    ttl: LOOK_AGAIN_S,
  });
  for (const { id, from, to, title, revision } of entries) {
    calendar.createEvent({
      id: `${id}@${workspace.toLowerCase()}.firstline`,
      start: new Date(from),
      end: new Date(to),
      summary: title,
      stamp: new Date(revision.at),
      lastModified: new Date(revision.at),
      sequence: revision.number,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** A calendar's own name is written as it is given, without escapes. */
const oneLine = (name: string): string => name.replace(/[\\;,\p{Cc}]+/gu, ' ').trim();
