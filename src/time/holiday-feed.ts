import { invalid } from '../errors.ts';
import { DAY } from './duration.ts';
import { dateOf, type LocalDate, midnight } from './zone.ts';

/** How many years an event that comes back every year is written out for. */
const YEARS_AHEAD = 20;

/**
 * The dates of the all-day events of an iCalendar text (RFC 5545): DTEND is the day after the last one; events that come back yearly on
 * the same date count for twenty years or to their end. Events with a time of day and cancelled ones are no holidays.
 * Throws `invalid` for text that is no calendar and for recurrences other than plain yearly ones, instead of missing a holiday.
 */
export function holidaysOf(feed: string): LocalDate[] {
  const lines = feed.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  if (!lines.some((line) => /^BEGIN:VCALENDAR\s*$/i.test(line))) {
    throw invalid('This is no iCalendar file: it has to begin with BEGIN:VCALENDAR.');
  }
  const dates = new Set<LocalDate>();
  let event: Map<string, string> | null = null;
  for (const line of lines) {
    const [, name = '', parameters = '', value = ''] = /^([\w-]+)((?:;[^:]*)?):(.*?)\s*$/.exec(line) ?? [];
    if (name === 'BEGIN' && value === 'VEVENT') event = new Map();
    else if (name === 'END' && value === 'VEVENT') {
      for (const date of event ? datesOf(event) : []) dates.add(date);
      event = null;
    } else if (name.startsWith('DT') && parameters && !/VALUE=DATE(;|$)/i.test(parameters)) continue;
    else event?.set(name, value);
  }
  return [...dates].sort();
}

function datesOf(event: Map<string, string>): LocalDate[] {
  const first = dayOf(event.get('DTSTART'));
  if (Number.isNaN(first) || event.get('STATUS') === 'CANCELLED') return [];
  const after = dayOf(event.get('DTEND'));
  const days = Number.isNaN(after) ? 1 : Math.max((after - first) / DAY, 1);
  return starts(first, event.get('RRULE')).flatMap((start) =>
    Array.from({ length: days }, (_, i) => dateOf(start + i * DAY)),
  );
}

function starts(first: number, rule: string | undefined): number[] {
  if (!rule) return [first];
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const isPlain = [...parts.keys()].every((key) => ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST'].includes(key));
  if (parts.get('FREQ') !== 'YEARLY' || !isPlain) {
    throw invalid(`The recurrence ${rule} is not understood: write the dates out, or use RRULE:FREQ=YEARLY.`);
  }
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const until = dayOf(parts.get('UNTIL')?.slice(0, 8));
  const date = new Date(first);
  return Array.from({ length: YEARS_AHEAD }, (_, i) =>
    Date.UTC(date.getUTCFullYear() + i * interval, date.getUTCMonth(), date.getUTCDate()),
  )
    .filter((day) => new Date(day).getUTCDate() === date.getUTCDate())
    .slice(0, Number(parts.get('COUNT') ?? YEARS_AHEAD))
    .filter((day) => Number.isNaN(until) || day <= until);
}

/** `20261225` as a UTC midnight; NaN for anything else. */
const dayOf = (text = ''): number =>
  /^\d{8}$/.test(text) ? midnight(text.replace(/^(....)(..)/, '$1-$2-')) : Number.NaN;
