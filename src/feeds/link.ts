import { createHash, randomBytes } from 'node:crypto';

/** Below this path all calendars stand. */
export const CALENDARS = '/calendar/';

/** 256 random bits: nobody guesses it. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token: enough to recognise it, not to make it out. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export const addressOf = (publicUrl: string, token: string): string => `${publicUrl}${CALENDARS}${token}.ics`;

/** The token in the address of a request; null in any other address. */
export const tokenIn = (url: string): string | null =>
  /^\/calendar\/([\w-]{43})(?:\.ics)?(?:\?.*)?$/.exec(url)?.[1] ?? null;
