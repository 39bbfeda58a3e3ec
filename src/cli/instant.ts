import { DateTime } from 'luxon';
import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { instantOf } from '../time/zone.ts';

/**
 * An ISO-8601 instant as a person types it, in `zone` where it names none; of a reading that comes twice there, the first. Throws `invalid` for anything else, and outside the years 1900 to
 * 2199.
 */
export function instantIn(text: string, zone: string): Instant {
  const read = DateTime.fromISO(text, { zone });
  if (!read.isValid) {
    throw invalid(`"${text}" is no instant. Write it like 2026-03-02T09:00 or 2026-03-02T09:00+01:00.`);
  }
  if (read.year >= 1900 && read.year < 2200) {
    return namesItsOffset(text)
      ? read.toMillis()
      : instantOf(zone, read.setZone('UTC', { keepLocalTime: true }).toMillis());
  }
  throw invalid(`"${text}" is too far away. Write an instant of the years 1900 to 2199.`);
}

/** Whether a text means the same in every zone. */
const namesItsOffset = (text: string): boolean =>
  DateTime.fromISO(text, { zone: 'UTC' }).toMillis() === DateTime.fromISO(text, { zone: 'UTC+1' }).toMillis();
