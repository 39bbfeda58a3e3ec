import type { Clock } from '../clock.ts';
import { notFound } from '../errors.ts';
import { readPolicy } from '../policy/read.ts';
import { sayHours } from '../time/hours.ts';
import { preview } from '../time/preview.ts';
import { dateAt } from '../time/zone.ts';
import { aligned } from './text.ts';

/**
 * What counts in a calendar of a policy in the twelve months from this one on, in lines of text. Throws `not_found`, naming
 * the calendars there are.
 */
export function showCalendar(policyPath: string, name: string, clock: Clock): string[] {
  const { calendars } = readPolicy(policyPath);
  const calendar = Object.hasOwn(calendars, name) ? calendars[name] : undefined;
  if (calendar) return preview(calendar, dateAt(calendar.timezone, clock.now()));
  throw notFound(`${policyPath} has no calendar "${name}". Choose one of: ${Object.keys(calendars).join(', ')}.`);
}

/** The calendars of a policy with their hours in words, a line each. */
export function listCalendars(policyPath: string): string[] {
  const { calendars } = readPolicy(policyPath);
  return aligned(Object.values(calendars).map((calendar) => [calendar.name, sayHours(calendar)]));
}
