import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { invalid } from '../errors.ts';
import { DAY, HOUR } from './duration.ts';
import { dateOf, type Holiday, midnight } from './zone.ts';

/** The years that are written out; the same ones at every start, so that a calendar stays the same calendar. */
const YEARS = { first: 2020, last: 2045 };

/** A night of the clock change takes this much from a day at most. */
const LOST_IN_A_NIGHT = 2 * HOUR;

/**
 * The public holidays of a country, or of a region, from 2020 to 2045: `US`, `DE-BY`, `US-LA-NO`, as ISO 3166 writes them. Days that are closed for some hours
 * only are left out. Throws `invalid`, naming what there is, for a place nobody knows.
 */
export function publicHolidaysOf(place: string): Holiday[] {
  const holidays = holidaysIn(place);
  const days = new Map<string, string>();
  for (let year = YEARS.first; year <= YEARS.last; year++) {
    for (const { date, name, type, start, end } of holidays.getHolidays(year)) {
      if (type !== 'public' || date.slice(11, 16) !== '00:00') continue;
      const first = midnight(date.slice(0, 10));
      const length = Math.floor((end.getTime() - start.getTime() + LOST_IN_A_NIGHT) / DAY);
      for (let i = 0; i < Math.max(length, 1); i++) days.set(dateOf(first + i * DAY), name);
    }
  }
  return [...days].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

function holidaysIn(place: string): Holidays {
  const all = new (library())();
  const [country = '', ...regions] = place.split('-');
  const levels = [all.getCountries(), all.getStates(country), all.getRegions(country, regions[0] ?? '')];
  for (const [i, part] of [country, ...regions].entries()) {
    const known = Object.keys(levels[i] ?? {});
    if (known.includes(part)) continue;
    const [inside] = i === 0 ? ['country'] : [`region of ${[country, ...regions].slice(0, i).join('-')}`];
    throw invalid(`"${part}" is no ${inside}: ${known.length > 0 ? `one of ${known.join(', ')}` : 'leave it out'}.`);
  }
  const [state, region] = regions;
  const options = { languages: 'en', types: ['public' as const] };
  return new (library())({ country, ...(state ? { state } : {}), ...(region ? { region } : {}) }, options);
}

/** Taken in when a calendar asks for it: the tables of all countries cost a fifth of a second and 40 MB. */
const library = (): typeof Holidays => createRequire(import.meta.url)('date-holidays');
