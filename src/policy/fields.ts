import { z } from 'zod';
import { DeskError } from '../errors.ts';
import { parseDuration } from '../time/duration.ts';
import { isZone, midnight, timeOfDay } from '../time/zone.ts';
import { clockName } from '../timeline/entry.ts';

type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;
type CamelKeys<T> = { [K in keyof T as K extends string ? Camel<K> : K]: T[K] };

/** Says which keys there are, where one is not known. */
const known = (keys: readonly string[]) => ({
  error: (issue: { code?: string; keys?: string[] }) =>
    issue.code === 'unrecognized_keys'
      ? `${quoted(issue.keys ?? [])} is not known here — one of ${keys.join(', ')}`
      : undefined,
});

/** An object of the file: its keys are written snake_case there and read camelCase here; unknown keys are refused. */
export const form = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, known(Object.keys(shape))).transform((value) => {
    const renamed = Object.entries(value).map(([name, v]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      v,
    ]);
    return Object.fromEntries(renamed) as CamelKeys<typeof value>;
  });

/** Something for some of the clocks. */
export const perClock = <T extends z.ZodType>(value: T) => z.partialRecord(clockName, value, known(clockName.options));

const quoted = (words: readonly unknown[]): string => words.map((word) => `"${word}"`).join(', ');

/** A text turned into a value by a function that throws `what: expected`; `like` says what is wanted where there is no text. */
export const readBy = <T>(read: (text: string) => T, like: string) =>
  z.string(like).transform((text, context) => {
    try {
      return read(text);
    } catch (cause) {
      if (!(cause instanceof DeskError)) throw cause;
      context.addIssue({ code: 'custom', message: cause.message.replace(': ', ' — ').replace(/\.$/, '') });
      return z.NEVER;
    }
  });

const KEY = 'a key of small letters, digits, - and _';
export const key = z.string(KEY).regex(/^[a-z][a-z0-9_-]*$/, KEY);
export const label = z.string().min(1, 'a label of 1 to 75 characters').max(75, 'a label of 1 to 75 characters');
export const words = z.string().max(300, 'a text of at most 300 characters').default('');
export const duration = readBy(parseDuration, 'a length of time like 15m');
const TIME = 'a time like 08:00, at most 24:00';
export const time = z.string(TIME).refine((text) => !Number.isNaN(timeOfDay(text)), TIME);
export const date = z.string().refine((text) => !Number.isNaN(midnight(text)), 'a day like 2026-12-24');
export const zone = z.string().refine(isZone, 'an IANA time zone like Europe/Berlin');
export const flag = z.boolean().default(false);
