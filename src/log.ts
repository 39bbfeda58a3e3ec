import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Keys whose values never reach a log line, wherever they stand: secrets, and what people wrote. */
const HIDDEN = ['token', 'botToken', 'appToken', 'signingSecret', 'authorization', 'text', 'blocks', 'body', 'content'];

/** The program's log: one JSON line an event, without secrets and without customers' words. */
export const openLog = (level: string): Log =>
  pino({ level, base: null, redact: { paths: HIDDEN.flatMap((key) => [key, `*.${key}`]), censor: '[hidden]' } });
