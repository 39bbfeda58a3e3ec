import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Desk } from '../desk.ts';
import { MINUTE } from '../time/duration.ts';
import { tokenIn } from './link.ts';
import { calendarOf, linkBy, type Written } from './service.ts';

/** Calendars ask once an hour or so; a link that is asked for more often than this is told to wait. */
const MOST_A_MINUTE = 30;

/**
 * Answers requests for calendars, in the manners of HTTP: GET and HEAD, an ETag, 304 for what the asker has. Links that were
 * ended or never were get the same answer. Nothing of a request is logged: its address is the secret.
 */
export function answerCalendar(desk: Desk): (request: IncomingMessage, response: ServerResponse) => void {
  const isTooMany = limited(desk.clock);
  const written: Written = new Map();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return send(request, response, 405, { allow: 'GET, HEAD' }, 'Calendars can only be read.\n');
    }
    const token = tokenIn(request.url ?? '');
    const link = token === null ? null : await linkBy(desk, token);
    if (!link) {
      return send(request, response, 404, {}, 'There is no such calendar. `/oncall calendar` in Slack makes a link.\n');
    }
    if (isTooMany(`${link.user} ${link.rotation}`)) {
      return send(request, response, 429, { 'retry-after': '60' }, 'This calendar was asked for too often.\n');
    }
    const text = await calendarOf(desk, link, written);
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    const headers = { etag, 'cache-control': 'private, no-cache' };
    if (names(request.headers['if-none-match'], etag)) return void response.writeHead(304, headers).end();
    send(request, response, 200, { ...headers, 'content-type': 'text/calendar; charset=utf-8' }, text);
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      desk.log.error({ err: error }, 'a calendar could not be made');
      send(request, response, 503, { 'retry-after': '60' }, 'Please ask again later.\n');
    });
  };
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string,
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'private, no-store',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** Whether an If-None-Match header names what we have; a proxy may have made our mark a weak one. */
const names = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))) ?? false;

/** Counts by minute, and forgets all with the minute. */
function limited(clock: Clock): (link: string) => boolean {
  let minute = 0;
  const asked = new Map<string, number>();
  return (link) => {
    const now = Math.floor(clock.now() / MINUTE);
    if (now !== minute) asked.clear();
    minute = now;
    const times = (asked.get(link) ?? 0) + 1;
    asked.set(link, times);
    return times > MOST_A_MINUTE;
  };
}
