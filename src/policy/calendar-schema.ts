import { z } from 'zod';
import { invalid } from '../errors.ts';
import { calendarFaults } from '../time/calendar.ts';
import { WEEKDAYS, type Weekday } from '../time/zone.ts';
import { date, form, label, readBy, time, zone } from './fields.ts';

/** `mon`, or a range like `mon-fri`, which may run over the weekend. */
function weekdaysOf(text: string): Weekday[] {
  const [from, to = from, ...more] = text.split('-').map((day) => WEEKDAYS.indexOf(day as Weekday));
  if (from === undefined || to === undefined || from < 0 || to < 0 || more.length > 0) {
    throw invalid(`"${text}" is no day: mon, tue, wed, thu, fri, sat, sun or a range like mon-fri.`);
  }
  const days = ((to - from + WEEKDAYS.length) % WEEKDAYS.length) + 1;
  return [...WEEKDAYS, ...WEEKDAYS].slice(from, from + days);
}
export const weekdays = z.union([readBy(weekdaysOf, 'a day like mon'), z.array(z.enum(WEEKDAYS)).min(1)], {
  error: 'days like [mon, wed] or mon-fri',
});

const stretch = z
  .string()
  .regex(/^\d\d:\d\d-\d\d:\d\d$/, 'opening hours like 08:00-18:00')
  .transform((text): [string, string] => [text.slice(0, 5), text.slice(6)]);
const hours = z.union([stretch.transform((one) => [one]), z.array(stretch)], {
  error: 'opening hours like 08:00-18:00, or a list of them',
});

const weeklyHours = z.record(z.string(), hours).transform((byDays, context) => {
  const week: Partial<Record<Weekday, [string, string][]>> = {};
  for (const [days, open] of Object.entries(byDays)) {
    const read = readBy(weekdaysOf, 'a day like mon').safeParse(days);
    for (const day of read.data ?? []) week[day] = [...(week[day] ?? []), ...open];
    for (const { message } of read.error?.issues ?? []) context.addIssue({ code: 'custom', message, path: [days] });
  }
  return week;
});

const namedOrWeekly = z.union([z.enum(['24x7', '24x5']), weeklyHours], {
  error: '24x7, 24x5, or days with their opening hours like { mon-fri: 08:00-18:00 }',
});

/** Hours of a week without a zone: each person reads them in their own. */
export const personalHours = namedOrWeekly.superRefine((hours, context) => {
  for (const { path, message } of calendarFaults({ name: '', timezone: 'UTC', hours })) {
    context.addIssue({ code: 'custom', message, path: path.slice(1) });
  }
});

export const calendar = form({
  timezone: zone.optional(),
  hours: namedOrWeekly,
  breaks: z
    .array(
      z.union([form({ days: weekdays, from: time, to: time }), form({ date, from: time, to: time })], {
        error: 'a break with days (or a date), from and to',
      }),
    )
    .default([]),
  holidays: z
    .array(z.union([date, form({ date, name: label })], { error: 'a day like 2026-12-24, or { date: …, name: … }' }))
    .default([]),
  holidays_from: z.string().optional(),
  holidays_of: z.string().optional(),
  extra_days: z.record(date, hours).default({}),
}).superRefine((value, context) => {
  for (const { path, message } of calendarFaults({ ...value, name: '', timezone: 'UTC' })) {
    context.addIssue({
      code: 'custom',
      message,
      path: path.map((step) => (step === 'extraDays' ? 'extra_days' : step)),
    });
  }
});
