import { DateTime } from 'luxon';
import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';

/**
 * An ISO-8601 instant as a person types it, in `zone` where it names none. Throws `invalid` for anything else, and outside the years 1900 to
 * 2199.
 */
export function instantIn(text: string, zone: string): Instant {
  const read = DateTime.fromISO(text, { zone });
  if (!read.isValid) {
    throw invalid(`"${text}" is no instant. Write it like 2026-03-02T09:00 or 2026-03-02T09:00+01:00.`);
  }
  if (read.year >= 1900 && read.year < 2200) return read.toMillis();
  throw invalid(`"${text}" is too far away. Write an instant of the years 1900 to 2199.`);
}
