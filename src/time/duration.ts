import { invalid } from '../errors.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * What is promised: an amount of open time in ms, or a number of business dates to go forward. A calendar turns either
 * into an instant.
 */
export type Target = { kind: 'open'; ms: number } | { kind: 'business_days'; days: number };

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

const SIMPLE = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw])\s*)+$/;
const SIMPLE_PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;
const BUSINESS_DAYS = /^(\d+)\s*bd$/;
const ISO = /^P(?=.)(?:(N)W)?(?:(N)D)?(?:T(?=.)(?:(N)H)?(?:(N)M)?(?:(N)S)?)?$/.source.replaceAll(
  'N',
  '\\d+(?:[.,]\\d+)?',
);
const ISO_PATTERN = new RegExp(ISO);
const ISO_UNITS = [7 * DAY, DAY, HOUR, MINUTE, SECOND];

const EXPECTED = 'use a duration like 90s, 30m, 1.5h, 1h30m, 2d (48 hours) or PT1H30M';

/**
 * Reads a length of time in ms: `250ms`, `90s`, `30m`, `1.5h`, `1h30m`, `1d` (24 hours), `2w`, or an ISO-8601 duration
 * without months and years, which have no fixed length. Throws `invalid` for anything else, and for zero.
 */
export function parseDuration(text: string): number {
  const wanted = text.trim();
  const ms = Math.round(SIMPLE.test(wanted) ? readSimple(wanted) : readIso(wanted));
  if (ms > 0 && Number.isSafeInteger(ms)) return ms;
  throw invalid(`"${text}" is not a length of time: ${EXPECTED}.`);
}

/** Reads a promise: whatever {@link parseDuration} reads, or whole business days like `2bd`. Throws `invalid`. */
export function parseTarget(text: string): Target {
  const days = Number(BUSINESS_DAYS.exec(text.trim())?.[1]);
  if (days > 0) return { kind: 'business_days', days };
  if (/bd\s*$/.test(text)) throw invalid(`"${text}" is not a number of business days: use whole days like 1bd or 2bd.`);
  return { kind: 'open', ms: parseDuration(text) };
}

/** A length of time for people, to the nearest minute (seconds below one): `48 min`, `3 h 20 min`, `2 days 3 h`. */
export function sayDuration(ms: number): string {
  if (ms < 0) return `-${sayDuration(-ms)}`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return joined([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
  const hours = Math.round(minutes / 60);
  const days = Math.floor(hours / 24);
  return joined([days, days === 1 ? 'day' : 'days'], [hours % 24, 'h']);
}

/** A promise for people: `1 h`, `1 business day`. */
export function sayTarget(target: Target): string {
  if (target.kind === 'open') return sayDuration(target.ms);
  return `${target.days} business ${target.days === 1 ? 'day' : 'days'}`;
}

function readSimple(text: string): number {
  let ms = 0;
  for (const [, amount, unit] of text.matchAll(SIMPLE_PART)) ms += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
  return ms;
}

function readIso(text: string): number {
  const parts = ISO_PATTERN.exec(text);
  if (!parts) return Number.NaN;
  return ISO_UNITS.reduce((ms, unit, i) => ms + unit * Number((parts[i + 1] ?? '0').replace(',', '.')), 0);
}

function joined(...[big, small]: [[number, string], [number, string]]): string {
  return small[0] === 0 ? big.join(' ') : `${big.join(' ')} ${small.join(' ')}`;
}
