import { z } from 'zod';
import { invalid } from '../errors.ts';
import { due, elapsed } from './business-time.ts';
import { type Break, type Calendar, calendarOf } from './calendar.ts';
import { parseTarget } from './duration.ts';
import { asked, instant, inUtc, Lately } from './question.ts';
import { WEEKDAYS, type Weekday } from './zone.ts';

const isWeekday = (text: string): text is Weekday => WEEKDAYS.includes(text as Weekday);
const HOURS = 'hours like [["09:00","17:00"]]';
const windows = z.array(z.tuple([z.string(HOURS), z.string(HOURS)], HOURS), HOURS);
const HOLIDAYS = 'days like ["2026-12-25"]';
const PAUSES = 'pauses like [["2026-03-02T09:00:00Z","2026-03-02T10:00:00Z"]]';

const calendarForm = z.strictObject({
  name: z.string().optional(),
  timezone: z.string('an IANA time zone like Europe/Berlin'),
  hours: z
    .union([z.enum(['24x7', '24x5']), z.partialRecord(z.enum(WEEKDAYS), windows)], {
      error: '24x7, 24x5, or weekdays with their hours like {"mon":[["09:00","17:00"]]}',
    })
    .default({}),
  holidays: z.array(z.string(HOLIDAYS), HOLIDAYS).default([]),
  /** By weekday or by date. */
  breaks: z.record(z.string(), windows).default({}),
  extra_days: z.record(z.string(), windows).default({}),
});

const ask = {
  calendar: z.union([z.string(), z.record(z.string(), z.unknown())], { error: 'a calendar, or the name of one' }),
  start: instant,
  pauses: z
    .array(
      z.tuple([instant, instant], PAUSES).transform(([from, to]) => ({ from, to })),
      PAUSES,
    )
    .default([]),
};
const dueForm = z.object({ ...ask, target: z.string('a target like 4h or 2bd') });
const elapsedForm = z.object({ ...ask, end: instant });

/** Answers questions about working time; `calendars` are those a question may name. Both throw `invalid` for a question that can't be read. */
export function timeQuestions(calendars: Readonly<Record<string, Calendar>>) {
  const written = new Lately<Calendar>(1000);
  const calendarIn = (given: z.output<typeof ask.calendar>): Calendar => {
    if (typeof given !== 'string') return written.get(JSON.stringify(given), () => calendarFrom(given));
    const named = Object.hasOwn(calendars, given) ? calendars[given] : undefined;
    if (named) return named;
    const known = Object.keys(calendars).join(', ');
    throw invalid(`There is no calendar "${given}": ${known ? `one of ${known}` : 'name a policy with --policy'}.`);
  };
  return {
    due(question: unknown): { due: string } {
      const { calendar, start, target, pauses } = asked(dueForm, question);
      return { due: inUtc(due(calendarIn(calendar), start, parseTarget(target), pauses)) };
    },
    elapsed(question: unknown): { ms: number } {
      const { calendar, start, end, pauses } = asked(elapsedForm, question);
      return { ms: elapsed(calendarIn(calendar), start, end, pauses) };
    },
  };
}

function calendarFrom(given: unknown): Calendar {
  const { name = 'of this line', breaks, extra_days, ...spec } = asked(calendarForm, given);
  return calendarOf({
    ...spec,
    name,
    breaks: Object.entries(breaks).flatMap(([on, stretches]) =>
      stretches.map(([from, to]): Break => (isWeekday(on) ? { days: [on], from, to } : { date: on, from, to })),
    ),
    extraDays: extra_days,
  });
}
