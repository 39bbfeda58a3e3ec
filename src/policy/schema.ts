import { z } from 'zod';
import { DeskError, invalid } from '../errors.ts';
import { calendarFaults } from '../time/calendar.ts';
import { MINUTE, parseDuration, parseTarget } from '../time/duration.ts';
import { isZone, midnight, timeOfDay, WEEKDAYS, type Weekday } from '../time/zone.ts';
import { clockName } from '../timeline/entry.ts';
import { NOTICES, PRIORITY_CHANGERS, RECIPIENTS, ROTATION_ROLES, type Threshold } from './policy.ts';

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
const form = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, known(Object.keys(shape))).transform((value) => {
    const renamed = Object.entries(value).map(([name, v]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      v,
    ]);
    return Object.fromEntries(renamed) as CamelKeys<typeof value>;
  });

/** Something for some of the clocks. */
const perClock = <T extends z.ZodType>(value: T) => z.partialRecord(clockName, value, known(clockName.options));

const quoted = (words: readonly unknown[]): string => words.map((word) => `"${word}"`).join(', ');

/** A text turned into a value by a function that throws `what: expected`; `like` says what is wanted where there is no text. */
const readBy = <T>(read: (text: string) => T, like: string) =>
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
const key = z.string(KEY).regex(/^[a-z][a-z0-9_-]*$/, KEY);
const label = z.string().min(1, 'a label of 1 to 75 characters').max(75, 'a label of 1 to 75 characters');
const words = z.string().max(300, 'a text of at most 300 characters').default('');
const duration = readBy(parseDuration, 'a length of time like 15m');
const TIME = 'a time like 08:00, at most 24:00';
const time = z.string(TIME).refine((text) => !Number.isNaN(timeOfDay(text)), TIME);
const date = z.string().refine((text) => !Number.isNaN(midnight(text)), 'a day like 2026-12-24');
const zone = z.string().refine(isZone, 'an IANA time zone like Europe/Berlin');
const flag = z.boolean().default(false);

/** `mon`, or a range like `mon-fri`, which may run over the weekend. */
function weekdaysOf(text: string): Weekday[] {
  const [from, to = from, ...more] = text.split('-').map((day) => WEEKDAYS.indexOf(day as Weekday));
  if (from === undefined || to === undefined || from < 0 || to < 0 || more.length > 0) {
    throw invalid(`"${text}" is no day: mon, tue, wed, thu, fri, sat, sun or a range like mon-fri.`);
  }
  const days = ((to - from + WEEKDAYS.length) % WEEKDAYS.length) + 1;
  return [...WEEKDAYS, ...WEEKDAYS].slice(from, from + days);
}
const weekdays = z.union([readBy(weekdaysOf, 'a day like mon'), z.array(z.enum(WEEKDAYS)).min(1)], {
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
const personalHours = namedOrWeekly.superRefine((hours, context) => {
  for (const { path, message } of calendarFaults({ name: '', timezone: 'UTC', hours })) {
    context.addIssue({ code: 'custom', message, path: path.slice(1) });
  }
});

const calendar = form({
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

const priority = form({ key, label, emoji: z.string().max(50).default(''), description: words, default: flag });

const requestType = form({
  key,
  label,
  description: words,
  sla: z.enum(['promised', 'none']).default('promised'),
  default: flag,
});

const target = readBy(parseTarget, 'a target like 4h or 2bd');
const promise = z.union(
  [target.transform((one) => ({ target: one, calendar: undefined })), form({ target, calendar: key.optional() })],
  { error: 'a target like 4h or 2bd, or { target: 4h, calendar: … }' },
);

const tier = form({
  label,
  description: words,
  modes: z.array(z.string()).default([]),
  response_team: words,
  includes: z.array(z.string()).default([]),
  calendar: key,
  targets: perClock(z.record(z.string(), promise)).default({}),
});

const holdReason = form({
  key,
  label,
  customer_label: label,
  pauses: z.array(clockName).default([]),
  lower_priority_after: duration.nullable().default(null),
});

const PERCENT = /^(\d+(?:\.\d+)?) ?%$/;
const LEFT = /^(.+) left$/;

function thresholdOf(text: string): Threshold {
  const percent = Number(PERCENT.exec(text)?.[1]);
  if (percent > 0 && percent < 100) return { kind: 'used', percent };
  const left = LEFT.exec(text)?.[1];
  if (left) return { kind: 'left', ms: parseDuration(left) };
  throw invalid(
    `"${text}" is no moment to remind: a share of the target like 80% (below 100), or time left like 15m left.`,
  );
}

const recipients = z.array(z.enum(RECIPIENTS)).min(1, 'at least one recipient');
const reminder = form({
  at: readBy(
    (text) => ({ threshold: thresholdOf(text), text }),
    'a share of the target like 80%, or time left like 15m left',
  ),
  to: recipients,
}).transform(({ at, to }) => ({ ...at, to }));

const escalationLevel = form({
  key,
  label,
  customer_label: label.default('a specialist'),
  notify: z.union([form({ rotation: key, layer: key.optional() }), form({ role: z.literal('lead') })], {
    error: '{ rotation: a rotation of this policy } or { role: lead }',
  }),
  accept_within: duration,
});

const windows = z.array(form({ days: weekdays, from: time, to: time }));

const rotation = form({
  label,
  role: z.enum(ROTATION_ROLES),
  timezone: zone.optional(),
  handoff: form({
    every: z.enum(['hour', 'day', 'week']),
    interval: z.int().min(1, 'a whole number from 1').default(1),
    at: time.optional(),
    on: z.enum(WEEKDAYS).optional(),
  }).superRefine(({ every, at, on }, context) => {
    const fault = (name: string, message: string) => context.addIssue({ code: 'custom', message, path: [name] });
    if (every !== 'hour' && !at) fault('at', 'the time of the hand-off is missing — a time like 08:00');
    if (every === 'week' && !on) fault('on', 'the weekday of the hand-off is missing — a day like mon');
    if (every !== 'week' && on)
      fault('on', `"${on}" has no meaning with every: ${every} — leave it out, or every: week`);
  }),
  anchor: z
    .string()
    .refine(
      (text) => !Number.isNaN(midnight(text.slice(0, 10))) && /^T([01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10)),
      'a local reading like 2026-01-05T08:00',
    ),
  windows: windows.default([]),
  turns: z.enum(['served', 'calendar']).optional(),
  calendar: key.nullable().default(null),
  layers: z
    .array(key)
    .max(5, 'at most 5 layers')
    .refine((names) => new Set(names).size === names.length, 'every layer once')
    .default([]),
  absences: z.enum(['skip', 'flag']).default('flag'),
  swaps: z.enum(['ask', 'at_once']).default('ask'),
  required_hours: windows.nullable().default(null),
  notices: z.array(z.enum(NOTICES)).default([...NOTICES]),
  handover: flag,
  night: key.nullable().default(null),
  user_group: z
    .string()
    .regex(/^@?[a-z0-9][a-z0-9._-]*$/, 'the handle of a Slack user group, like support-oncall')
    .transform((handle) => handle.replace(/^@/, ''))
    .nullable()
    .default(null),
});

/** A policy as it is written in a file, before its references are looked up. Also the source of the JSON Schema for editors. */
export const policyFile = form({
  name: label,
  timezone: zone,
  calendars: z.record(key, calendar),
  priorities: z.array(priority).min(1, 'at least one priority'),
  workaround: z.enum(['one_step_down', 'none']).default('none'),
  may_change_priority: z.array(z.enum(PRIORITY_CHANGERS)).default(['assignee', 'on_shift', 'lead']),
  request_types: z.array(requestType).min(1, 'at least one request type'),
  environments: z.array(form({ key, label })).default([]),
  tiers: z.record(key, tier),
  hold_reasons: z.array(holdReason).default([]),
  reminders: perClock(z.array(reminder)).default({}),
  breaches: perClock(recipients).default({}),
  reachable: personalHours.default('24x7'),
  escalation: z.array(escalationLevel).default([]),
  rotations: z.record(key, rotation).default({}),
  handover_accept_within: duration.default(15 * MINUTE),
  open_tickets: z.enum(['follow', 'keep']).default('follow'),
  auto_close_after: duration.nullable().default(null),
  texts: form({
    offer: z.string().max(300).default('Shall I open a ticket for this, {person}?'),
    outside_hours: z.string().max(300).default('We are back {opens}.'),
  }).prefault({}),
});
export type PolicyFile = z.output<typeof policyFile>;
