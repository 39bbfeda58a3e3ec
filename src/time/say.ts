import { DateTime } from 'luxon';
import type { Instant } from '../clock.ts';
import { DAY, HOUR, MINUTE } from './duration.ts';
import { offsetAt, wallAt } from './zone.ts';

/** An instant in words for one zone, `Mon 2 Mar 2026, 15:12 CET`: for places that cannot show each reader their own. */
export function sayInstant(at: Instant, zone: string): string {
  const offset = offsetAt(zone, at);
  const wall = at + offset;
  return `${dateOn(Math.floor(wall / DAY))}, ${timeOn(wall)} ${zoneName(at, zone, offset)}`;
}

/** An ISO-8601 instant with the offset of a zone, to the second. */
export const isoInstant = (at: Instant, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toISO({ suppressMilliseconds: true }) ?? '';

/** The number of the date on the wall, from 1970-01-01. */
const dayAt = (at: Instant, zone: string): number => Math.floor(wallAt(zone, at) / DAY);

const beginsDate = (at: Instant, zone: string): boolean => dayAt(at, zone) !== dayAt(at - 1, zone);

/**
 * The instant by which people name the end of a stretch: what lasts to midnight ends on the day that is over then, at 23:59, and
 * not on the next one at 00:00. Any other end is itself.
 */
export const namedEnd = (at: Instant, zone: string): Instant => (beginsDate(at, zone) ? at - MINUTE : at);

/**
 * A stretch in words for one zone, `Fri 6 Mar, 08:00–18:00`, whole days by their dates, `Sat 7 Mar – Sun 8 Mar`: for one
 * reader, and for places that show plain text alone.
 */
export function sayStretch(from: Instant, to: Instant, zone: string): string {
  const [start, end] = [wallAt(zone, from), wallAt(zone, namedEnd(to, zone))];
  const [first, last] = [Math.floor(start / DAY), Math.floor(end / DAY)];
  if (beginsDate(from, zone) && beginsDate(to, zone))
    return first === last ? shortDate(first) : `${shortDate(first)} – ${shortDate(last)}`;
  const until = first === last ? `–${timeOn(end)}` : ` – ${shortDate(last)}, ${timeOn(end)}`;
  return `${shortDate(first)}, ${timeOn(start)}${until}`;
}

/** The day, `Mon 2`, and the time, `08:00`, of an instant in a zone. */
export function sayDayAndTime(at: Instant, zone: string): [day: string, time: string] {
  const wall = wallAt(zone, at);
  return [shortDate(Math.floor(wall / DAY)).replace(/ \S+$/, ''), timeOn(wall)];
}

/**
 * A date in Slack's own notation, shown to each reader in their zone and with today, tomorrow and yesterday in words. Clients
 * that cannot read it show the fallback, in `zone`.
 */
export const slackInstant = (at: Instant, zone: string): string => token(at, '{date_short_pretty} {time}', zone);

/** Like {@link slackInstant} with the time alone, for what is plainly about today. */
export const slackTime = (at: Instant, zone: string): string => token(at, '{time}', zone);

/** Like {@link sayInstant}, for the end of a stretch. */
export const sayEnd = (at: Instant, zone: string): string => sayInstant(namedEnd(at, zone), zone);

/** Like {@link slackInstant}, for the end of a stretch. */
export const slackEnd = (at: Instant, zone: string): string => slackInstant(namedEnd(at, zone), zone);

/** A stretch with its weekdays, for each reader in their zone; an end on the date of the start, in `zone`, by its time alone. */
export const slackStretch = (from: Instant, to: Instant, zone: string): string =>
  fromTo(from, to, zone, '{date_long_pretty} {time}');

/** Like {@link slackStretch} in few words. */
export const slackShortStretch = (from: Instant, to: Instant, zone: string): string =>
  fromTo(from, to, zone, '{date_short_pretty} {time}');

function fromTo(from: Instant, to: Instant, zone: string, dated: string): string {
  const end = namedEnd(to, zone);
  return `${token(from, dated, zone)} to ${token(end, dayAt(from, zone) === dayAt(end, zone) ? '{time}' : dated, zone)}`;
}

function token(at: Instant, format: string, zone: string): string {
  return `<!date^${Math.floor(at / 1000)}^${format}|${sayInstant(at, zone)}>`;
}

/** The time on the wall, `08:00`. */
function timeOn(wall: number): string {
  const time = wall - Math.floor(wall / DAY) * DAY;
  return `${twoDigits(Math.floor(time / HOUR))}:${twoDigits(Math.floor((time % HOUR) / MINUTE))}`;
}

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** Words for dates and zones, kept: asking the platform for them takes long, and the same ones are said again and again. */
const dates = new Map<number, string>();
const zoneNames = new Map<string, string>();

function kept<K>(words: Map<K, string>, key: K, ask: () => string): string {
  let said = words.get(key);
  if (said === undefined) {
    said = ask();
    words.set(key, said);
  }
  return said;
}

/** `Mon 2 Mar 2026` for a number of days since 1970-01-01. */
const dateOn = (day: number): string =>
  kept(dates, day, () => DateTime.fromMillis(day * DAY, { zone: 'utc', locale: 'en-GB' }).toFormat('ccc d LLL yyyy'));

/** `Mon 2 Mar`. */
const shortDate = (day: number): string => dateOn(day).replace(/ \d+$/, '');

/** `CET` where English has a short name for the zone, else the offset, `UTC+10:30`. */
function zoneName(at: Instant, zone: string, offset: number): string {
  return kept(zoneNames, `${zone} ${offset} ${Math.floor(at / DAY)}`, () => {
    const local = DateTime.fromMillis(at, { zone, locale: 'en-GB' });
    const short = local.offsetNameShort ?? '';
    return /^[A-Z]{2,5}$/.test(short) ? short : `UTC${local.toFormat('ZZ')}`;
  });
}
