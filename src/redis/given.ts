import { setTimeout as wait } from 'node:timers/promises';
import { unavailable } from '../errors.ts';
import { ask } from './probe.ts';

const PATIENCE_MS = 3_000;
const TRY_EVERY_MS = 250;
/** These answers do not change by waiting. */
const LOGIN_REFUSED = /WRONGPASS|NOAUTH|NOPERM/;

/**
 * What `question` learns from the server at REDIS_URL; one that is just starting is waited for. Throws `unavailable` when it
 * does not answer or refuses the login. The password in the URL is never shown.
 */
export async function askGiven<T>(url: string, question: Parameters<typeof ask<T>>[1]): Promise<T> {
  for (const until = performance.now() + PATIENCE_MS; ; await wait(TRY_EVERY_MS)) {
    try {
      return await ask(url, question);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (LOGIN_REFUSED.test(problem)) {
        throw unavailable(
          `The Redis at REDIS_URL (${placeOf(url)}) refuses the login (${problem.split(' ')[0]}). Put the right user and password into REDIS_URL.`,
        );
      }
      if (performance.now() < until) continue;
      throw unavailable(
        `The Redis at REDIS_URL (${placeOf(url)}) can't be reached: ${problem}. Start it or correct REDIS_URL; without REDIS_URL a private Redis is started.`,
      );
    }
  }
}

/** Host and port, without the password. */
const placeOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'not a URL');
