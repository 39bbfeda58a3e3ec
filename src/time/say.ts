import { DateTime } from 'luxon';
import type { Instant } from '../clock.ts';

/** An instant in words for one zone, `Mon 2 Mar 2026, 15:12 CET`: for places that cannot show each reader their own. */
export const sayInstant = (at: Instant, zone: string): string =>
  `${DateTime.fromMillis(at, { zone, locale: 'en-GB' }).toFormat('ccc d LLL yyyy, HH:mm')} ${zoneName(at, zone)}`;

/** An ISO-8601 instant with the offset of a zone, to the second. */
export const isoInstant = (at: Instant, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toISO({ suppressMilliseconds: true }) ?? '';

/**
 * A date in Slack's own notation, shown to each reader in their zone and with today, tomorrow and yesterday in words. Clients
 * that cannot read it show the fallback, in `zone`.
 */
export const slackInstant = (at: Instant, zone: string): string => token(at, '{date_short_pretty} {time}', zone);

/** Like {@link slackInstant} with the time alone, for what is plainly about today. */
export const slackTime = (at: Instant, zone: string): string => token(at, '{time}', zone);

function token(at: Instant, format: string, zone: string): string {
  return `<!date^${Math.floor(at / 1000)}^${format}|${sayInstant(at, zone)}>`;
}

/** `CET` where English has a short name for the zone, else the offset, `UTC+10:30`. */
function zoneName(at: Instant, zone: string): string {
  const local = DateTime.fromMillis(at, { zone, locale: 'en-GB' });
  const short = local.offsetNameShort ?? '';
  return /^[A-Z]{2,5}$/.test(short) ? short : `UTC${local.toFormat('ZZ')}`;
}
