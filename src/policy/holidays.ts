import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DeskError } from '../errors.ts';
import { holidaysOf } from '../time/holiday-feed.ts';
import { publicHolidaysOf } from '../time/public-holidays.ts';
import type { Holiday } from '../time/zone.ts';
import type { Fault } from './fault.ts';

/**
 * The holidays of every calendar that takes them from an iCalendar file or from a country, and what is wrong with those. Files are
 * looked for from `folder`.
 */
export function takenHolidays(file: unknown, folder: string): { holidays: Record<string, Holiday[]>; faults: Fault[] } {
  const holidays: Record<string, Holiday[]> = {};
  const faults: Fault[] = [];
  const { calendars } = (file ?? {}) as { calendars?: Record<string, Record<string, unknown> | null> | null };
  for (const [name, calendar] of Object.entries(calendars ?? {})) {
    const take = (key: string, expected: string, from: (text: string) => Holiday[]) => {
      const text = calendar?.[key];
      if (typeof text !== 'string') return;
      try {
        holidays[name] = [...(holidays[name] ?? []), ...from(text)];
      } catch (cause) {
        const why = cause instanceof DeskError ? cause.message.replace(/\.$/, '') : 'it cannot be read';
        faults.push({ path: ['calendars', name, key], message: `${text}: ${why} — ${expected}` });
      }
    };
    take('holidays_from', 'an iCalendar file beside the policy', (path) =>
      holidaysOf(readFileSync(resolve(folder, path), 'utf8')),
    );
    take('holidays_of', 'a country like US, or a region like DE-BY', publicHolidaysOf);
  }
  return { holidays, faults };
}
