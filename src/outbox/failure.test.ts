import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { invalid, unavailable } from '../errors.ts';
import { failureOf } from './failure.ts';

const refusedBySlack = (error: string, more: object = {}) => new WebAPIPlatformError({ ok: false, error, ...more });

describe('what a failed call means', () => {
  it.each([
    ['status 429', new WebAPIRateLimitedError(30), { kind: 'limited', retryAfter: 30_000 }],
    ['status 429 without a wait', new WebAPIRateLimitedError(0), { kind: 'limited', retryAfter: 1_000 }],
    ['a limit told with status 200', refusedBySlack('rate_limited'), { kind: 'limited', retryAfter: 10_000 }],
    [
      'a limit told with status 200 and a wait',
      refusedBySlack('ratelimited', { response_metadata: { retryAfter: 7 } }),
      { kind: 'limited', retryAfter: 7_000 },
    ],
    ['a refusal', refusedBySlack('not_in_channel'), { kind: 'refused', error: 'not_in_channel', pointers: [] }],
    [
      'refused blocks',
      refusedBySlack('invalid_blocks', { response_metadata: { messages: ['[ERROR] here'] } }),
      { kind: 'refused', error: 'invalid_blocks', pointers: ['[ERROR] here'] },
    ],
    ['a fault inside Slack', refusedBySlack('internal_error'), { kind: 'unsure', error: 'internal_error' }],
    ['an answer that is no JSON', refusedBySlack('<html>Bad gateway'), { kind: 'unsure', error: 'unreadable_answer' }],
    ['status 503', new WebAPIHTTPError(503, 'no', {}), { kind: 'unsure', error: 'http_503' }],
    ['a broken connection', new WebAPIRequestError(new Error('reset')), { kind: 'unsure' }],
    ['anything else', new TypeError('terminated'), { kind: 'unsure', error: 'terminated' }],
    ['our own refusal', invalid('No such person.'), { kind: 'refused', error: 'invalid', pointers: [] }],
    ['our own word for an outage', unavailable('Slack is away.'), { kind: 'unsure' }],
    [
      'the cause of our own error',
      unavailable('No.', refusedBySlack('user_not_found')),
      { kind: 'refused', error: 'user_not_found' },
    ],
  ])('reads %s', (_, error, failure) => {
    expect(failureOf(error)).toMatchObject(failure);
  });
});
