/** Where and when somebody reads: an IANA zone and the workspace's time in epoch ms. */
export type Reader = { zone: string; now: number };

/**
 * Fills the tokens of a Slack date (`{date_short}`, `{time}` …) for one reader.
 * `unix` is in seconds. Hours are shown from 0 to 24. Unknown tokens stay as they are.
 */
export function sayDate(unix: number, format: string, reader: Reader): string {
  const at = unix * 1000;
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return format;
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => say[token]?.(at, reader) ?? whole);
}

type Say = (at: number, reader: Reader) => string;

/** Making a formatter is slow and every message needs several, so each is made once per zone. */
function part(options: Intl.DateTimeFormatOptions, locale = 'en-US'): Say {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (at, { zone }) => {
    const format = made.get(zone) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
    made.set(zone, format);
    return format.format(at);
  };
}

const day = part({ day: 'numeric' });
const month = part({ month: 'long' });
const year = part({ year: 'numeric' });
const weekday = part({ weekday: 'long' });

/** The local date as YYYY-MM-DD. */
export const localDate: Say = part({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA');

/** The local time as HH:mm. */
export const localTime: Say = part({ hour: '2-digit', minute: '2-digit' });

const date: Say = (at, reader) => `${month(at, reader)} ${ordinal(Number(day(at, reader)))}, ${year(at, reader)}`;
const dateShort = part({ month: 'short', day: 'numeric', year: 'numeric' });
const dateLong: Say = (at, reader) => `${weekday(at, reader)}, ${date(at, reader)}`;

const pretty =
  (otherwise: Say): Say =>
  (at, reader) =>
    ({ '-1': 'yesterday', '0': 'today', '1': 'tomorrow' })[String(daysBetween(at, reader))] ?? otherwise(at, reader);

const say: Record<string, Say> = {
  date_num: localDate,
  date_slash: part({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  date,
  date_short: dateShort,
  date_long: dateLong,
  date_long_full: dateLong,
  date_pretty: pretty(date),
  date_short_pretty: pretty(dateShort),
  date_long_pretty: pretty(dateLong),
  day_divider_pretty: (at, reader) => capitalised(pretty(dateLong)(at, reader)),
  time: localTime,
  time_secs: part({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  ago: (at, { now }) => sayAgo(at, now),
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The heading between two days of messages: "Today", "Yesterday" or the whole date. */
export const sayDay = (at: number, reader: Reader): string => sayDate(at / 1000, '{day_divider_pretty}', reader);

/** Calendar days from the reader's today to the local date of `at`. */
function daysBetween(at: number, reader: Reader): number {
  const utc = (local: string) => Date.parse(`${local}T00:00:00Z`);
  return Math.round((utc(localDate(at, reader)) - utc(localDate(reader.now, reader))) / 86_400_000);
}

function ordinal(n: number): string {
  const suffix = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 minutes ago", "in 2 hours", "now"; both in epoch ms. */
export function sayAgo(at: number, now: number): string {
  const difference = at - now;
  const step = STEPS.find(([, size]) => Math.abs(difference) >= size);
  if (!step) return 'now';
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'always' }).format(Math.trunc(difference / step[1]), step[0]);
}

/**
 * The instant of a local reading (`YYYY-MM-DD`, `HH:mm`) in a zone. A reading that the clock change skips moves forward
 * by the gap; one that occurs twice means the first.
 */
export function instantOf(dateText: string, timeText: string, zone: string): number {
  const wall = Date.parse(`${dateText}T${timeText}:00Z`);
  const before = wall - offsetAt(wall - 86_400_000, zone);
  const after = wall - offsetAt(wall + 86_400_000, zone);
  const fits = [before, after].filter((at) => at + offsetAt(at, zone) === wall);
  return fits.length > 0 ? Math.min(...fits) : before;
}

/** How far the zone's wall clock is ahead of UTC at `at`, in ms. */
function offsetAt(at: number, zone: string): number {
  const reader = { zone, now: at };
  const seconds = say.time_secs?.(at, reader) ?? '';
  return Date.parse(`${localDate(at, reader)}T${seconds}Z`) - Math.floor(at / 1000) * 1000;
}

/** The next instant after `now` at which the zone's wall clock shows `timeText` (`HH:mm`). */
export function nextAt(timeText: string, reader: Reader): number {
  const today = instantOf(localDate(reader.now, reader), timeText, reader.zone);
  if (today > reader.now) return today;
  const tomorrow = new Date(Date.parse(`${localDate(reader.now, reader)}T00:00:00Z`) + 86_400_000);
  return instantOf(tomorrow.toISOString().slice(0, 10), timeText, reader.zone);
}
