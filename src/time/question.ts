import { z } from 'zod';
import type { Instant } from '../clock.ts';
import { invalid } from '../errors.ts';
import { midnight } from './zone.ts';

const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

const INSTANT = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const INSTANT_LIKE = 'an instant like 2026-03-02T09:00:00Z';

/** An instant as scripts write it: ISO-8601 with `Z` or an offset, in the years 1900 to 2199. */
export const instant = z
  .string(INSTANT_LIKE)
  .refine((text) => INSTANT.test(text) && !Number.isNaN(midnight(text.slice(0, 10))), INSTANT_LIKE)
  .transform((text) => Date.parse(text))
  .refine((at) => at >= EARLIEST && at < LATEST, 'an instant of the years 1900 to 2199');

/** An instant in UTC with `Z`, milliseconds only when there are any. */
export const inUtc = (at: Instant): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** A question of a script, read by its form. Throws `invalid`, naming every fault by its place. */
export function asked<F extends z.ZodType>(form: F, question: unknown): z.output<F> {
  const read = form.safeParse(question);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw invalid(`This question can't be read: ${faults.join('; ')}.`);
}

/** A value for each text that was seen lately; the same text gets the same value, and what was worked out of it with it. */
export class Lately<T> {
  readonly #values = new Map<string, T>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(text: string, make: () => T): T {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    if (this.#values.size >= this.#most) this.#values.clear();
    const made = make();
    this.#values.set(text, made);
    return made;
  }
}
