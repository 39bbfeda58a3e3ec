import { z } from 'zod';
import { invalid } from '../errors.ts';
import { DAY, MINUTE, parseDuration, parseTarget } from '../time/duration.ts';
import { midnight, timeOfDay, WEEKDAYS } from '../time/zone.ts';
import { clockName } from '../timeline/entry.ts';
import { calendar, personalHours, weekdays } from './calendar-schema.ts';
import { duration, flag, form, key, label, perClock, readBy, time, words, zone } from './fields.ts';
import { NOTICES, PRIORITY_CHANGERS, RECIPIENTS, ROTATION_ROLES, type Threshold } from './policy.ts';

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

const noticeTimes = form({
  day_before: time.default('15:00'),
  morning: time.default('09:00'),
  evening: time.default('18:00'),
}).superRefine(({ dayBefore, morning, evening }, { addIssue }) => {
  if (timeOfDay(dayBefore) === DAY)
    addIssue({ code: 'custom', path: ['day_before'], message: 'at midnight that day is over — a time like 15:00' });
  if (timeOfDay(evening) <= timeOfDay(morning))
    addIssue({ code: 'custom', path: ['evening'], message: `the morning begins at ${morning} — a later time` });
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
  notice_times: noticeTimes.prefault({}),
  handover_accept_within: duration.default(15 * MINUTE),
  open_tickets: z.enum(['follow', 'keep']).default('follow'),
  auto_close_after: duration.nullable().default(null),
  texts: form({
    offer: z.string().max(300).default('Shall I open a ticket for this, {person}?'),
    outside_hours: z.string().max(300).default('We are back {opens}.'),
  }).prefault({}),
});
export type PolicyFile = z.output<typeof policyFile>;
