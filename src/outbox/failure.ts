import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { DeskError } from '../errors.ts';

/**
 * What a failed call to Slack means: `limited`, nothing was done, go on after `retryAfter` ms; `refused`, nothing was
 * done and trying again changes nothing; `unsure`, it may or may not have been done.
 */
export type Failure =
  | { kind: 'limited'; retryAfter: number }
  | { kind: 'refused'; error: string; pointers: string[] }
  | { kind: 'unsure'; error: string };

/** Slack's own words for "something went wrong here", where part of the work may have happened, or soon can. */
const SLACKS_FAULTS = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'external_channel_migrating',
]);

/** Waits for limits that Slack reports without saying for how long. */
const UNSAID_RETRY_AFTER_MS = new Map([
  ['ratelimited', 10_000],
  ['rate_limited', 10_000],
  ['message_limit_exceeded', 60_000],
]);

/** Reads any error thrown on the way to Slack. What it can't place is `unsure`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'limited', retryAfter: atLeastASecond(error.retryAfter) };
  if (error instanceof WebAPIPlatformError) return ofAnswer(error.data);
  if (error instanceof WebAPIHTTPError) return { kind: 'unsure', error: `http_${error.statusCode}` };
  if (error instanceof DeskError && error.cause !== undefined) return failureOf(error.cause);
  if (error instanceof DeskError && error.code !== 'unavailable' && error.code !== 'internal') {
    return { kind: 'refused', error: error.code, pointers: [] };
  }
  return { kind: 'unsure', error: error instanceof Error ? error.message.slice(0, 200) : 'unknown' };
}

const atLeastASecond = (seconds: number) => Math.max(seconds, 1) * 1000;

function ofAnswer(data: WebAPIPlatformError['data']): Failure {
  if (!/^[a-z][a-z0-9_-]*$/.test(data.error)) return { kind: 'unsure', error: 'unreadable_answer' };
  const unsaid = UNSAID_RETRY_AFTER_MS.get(data.error);
  if (unsaid !== undefined) {
    const seconds = data.response_metadata?.retryAfter;
    return { kind: 'limited', retryAfter: typeof seconds === 'number' ? atLeastASecond(seconds) : unsaid };
  }
  if (SLACKS_FAULTS.has(data.error)) return { kind: 'unsure', error: data.error };
  return { kind: 'refused', error: data.error, pointers: data.response_metadata?.messages ?? [] };
}
