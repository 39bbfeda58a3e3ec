import { createRequire } from 'node:module';
import dayjs, { type Dayjs } from 'dayjs';
import businessTime from 'dayjs-business-time';
import { DateTime } from 'luxon';
import type { Moment } from 'moment';
import type { Answerer } from './working-time.ts';

/** Monday to Friday 09:00 to 17:00 in Berlin with ten holidays a year. */
export const ZONE = 'Europe/Berlin';
export const HOLIDAYS = [2025, 2026, 2027].flatMap((year) =>
  ['01-01', '01-06', '04-03', '05-01', '05-14', '06-04', '10-03', '11-01', '12-25', '12-26'].map(
    (date) => `${year}-${date}`,
  ),
);
const MINUTE = 60_000;

const closed = new Set(HOLIDAYS);

/** The open stretch of a day, as one writes it with luxon; null when there is none. */
function openOn(day: DateTime): [from: number, to: number] | null {
  if (day.weekday > 5 || closed.has(day.toISODate() ?? '')) return null;
  return [day.set({ hour: 9 }).toMillis(), day.set({ hour: 17 }).toMillis()];
}

/** The walk from day to day that one writes by hand. */
export const dayWalk: Answerer = {
  name: 'luxon day walk',
  due({ start, target }) {
    let left = target;
    for (let day = DateTime.fromMillis(start, { zone: ZONE }).startOf('day'); ; day = day.plus({ days: 1 })) {
      const [from, to] = openOn(day) ?? [0, 0];
      const begin = Math.max(from, start);
      if (to - begin >= left) return begin + left;
      left -= Math.max(to - begin, 0);
    }
  },
  elapsed({ start, end }) {
    let ms = 0;
    let day = DateTime.fromMillis(start, { zone: ZONE }).startOf('day');
    for (; day.toMillis() < end; day = day.plus({ days: 1 })) {
      const [from, to] = openOn(day) ?? [0, 0];
      ms += Math.max(Math.min(to, end) - Math.max(from, start), 0);
    }
    return ms;
  },
};

/** Counts in the zone of the process. */
export function withDayjs(): Answerer {
  dayjs.extend(businessTime as unknown as Parameters<typeof dayjs.extend>[0]);
  const library = dayjs as unknown as {
    setHolidays(dates: string[]): void;
    setBusinessTime(week: Record<string, { start: string; end: string }[] | null>): void;
  };
  library.setHolidays(HOLIDAYS);
  const open = [{ start: '09:00:00', end: '17:00:00' }];
  const week = { monday: open, tuesday: open, wednesday: open, thursday: open, friday: open };
  library.setBusinessTime({ ...week, saturday: null, sunday: null });
  type Extended = Dayjs & {
    addBusinessMinutes(minutes: number): Dayjs;
    businessMinutesDiff(end: Dayjs): number;
  };
  const at = (instant: number) => dayjs(instant) as Extended;
  return {
    name: 'dayjs-business-time',
    due: ({ start, target }) =>
      at(start)
        .addBusinessMinutes(target / MINUTE)
        .valueOf(),
    elapsed: ({ start, end }) => at(start).businessMinutesDiff(at(end)) * MINUTE,
  };
}

/** Counts in the zone of the process. */
export function withMoment(): Answerer {
  type Extended = Moment & {
    addWorkingTime(amount: number, unit: string): Moment;
    workingDiff(other: Moment, unit: string): number;
  };
  const moment = createRequire(import.meta.url)('moment-business-time') as {
    (instant: number): Extended;
    updateLocale(name: string, settings: object): void;
  };
  const open = ['09:00:00', '17:00:00'];
  const workinghours = { 0: null, 1: open, 2: open, 3: open, 4: open, 5: open, 6: null };
  moment.updateLocale('en', { workinghours, holidays: HOLIDAYS });
  return {
    name: 'moment-business-time',
    due: ({ start, target }) =>
      moment(start)
        .addWorkingTime(target / MINUTE, 'minutes')
        .valueOf(),
    elapsed: ({ start, end }) => moment(end).workingDiff(moment(start), 'minutes') * MINUTE,
  };
}
