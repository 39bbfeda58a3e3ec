import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DeskError } from '../errors.ts';
import { holidaysOf } from '../time/holiday-feed.ts';
import type { LocalDate } from '../time/zone.ts';
import type { Fault } from './fault.ts';

/** The holidays of every calendar that takes them from an iCalendar file, and what is wrong with those files. */
export function feedsOf(file: unknown, folder: string): { holidays: Record<string, LocalDate[]>; faults: Fault[] } {
  const holidays: Record<string, LocalDate[]> = {};
  const faults: Fault[] = [];
  const { calendars } = (file ?? {}) as { calendars?: Record<string, { holidays_from?: unknown } | null> | null };
  for (const [name, calendar] of Object.entries(calendars ?? {})) {
    const feed = calendar?.holidays_from;
    if (typeof feed !== 'string') continue;
    try {
      holidays[name] = holidaysOf(readFileSync(resolve(folder, feed), 'utf8'));
    } catch (cause) {
      const why = cause instanceof DeskError ? cause.message.replace(/\.$/, '') : 'it cannot be read';
      faults.push({
        path: ['calendars', name, 'holidays_from'],
        message: `${feed}: ${why} — an iCalendar file beside the policy`,
      });
    }
  }
  return { holidays, faults };
}
