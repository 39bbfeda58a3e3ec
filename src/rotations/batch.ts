import { z } from 'zod';
import { invalid } from '../errors.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { asked, instant, inUtc, Lately } from '../time/question.ts';
import { isZone, WEEKDAYS } from '../time/zone.ts';
import { handoffs, nextHandoffs, type Rotation, shifts } from './rotation.ts';
import type { RotationRule } from './rule.ts';
import { readingOf } from './wall-clock.ts';

const weekday = z.enum(WEEKDAYS);
const YEAR = 366 * DAY;

/** Beyond these a question is a slip, and its answer would take minutes. */
const LONGEST_RANGE = 20 * YEAR;
const LONGEST_AFTER_ANCHOR = 50 * YEAR;
const MOST_HANDOVERS = 100_000;
const FURTHEST_HANDOVER = 100 * YEAR;
const STEP = { hour: HOUR, day: DAY, week: 7 * DAY };

const rotationForm = z.strictObject({
  timezone: z.string().refine(isZone, 'an IANA time zone like Europe/Berlin'),
  members: z.array(z.string()),
  handoff: z.strictObject({
    every: z.enum(['hour', 'day', 'week']),
    interval: z.number().int().min(1).max(1000).default(1),
    at: z.string(),
    on: weekday.optional(),
  }),
  anchor: z.string(),
  windows: z.array(z.strictObject({ days: z.array(weekday), from: z.string(), to: z.string() })).optional(),
  turns: z.enum(['served', 'calendar']).optional(),
  holidays: z.array(z.iso.date()).optional(),
});

const range = z
  .object({ from: instant, to: instant })
  .refine(({ from, to }) => to - from <= LONGEST_RANGE, 'a range of at most 20 years');

const ask = {
  rotation: rotationForm,
  /** In order of creation. */
  overrides: z
    .array(z.object({ from: instant, to: instant, user: z.string(), replaces: z.string().optional() }))
    .default([]),
};
const whoForm = z.object({ ...ask, at: instant });
const shiftsForm = z.object({ ...ask, range });
const handoversForm = z
  .object({
    rotation: rotationForm,
    at: instant.optional(),
    count: z.number().int().min(0).max(MOST_HANDOVERS).default(1),
    range: range.optional(),
  })
  .refine(
    ({ rotation: { handoff }, count }) => count * handoff.interval * STEP[handoff.every] <= FURTHEST_HANDOVER,
    'the hand-offs of at most 100 years',
  )
  .refine(({ at, range }) => (at === undefined) !== (range === undefined), 'either at (and count) or range');

/** Answers questions about rotations that come with the question. All throw `invalid` for a question that can't be read. */
export function rotationQuestions() {
  const written = new Lately<RotationRule>(1000);
  const ruleIn = ({ members: _, ...rule }: z.output<typeof rotationForm>, until: number): RotationRule => {
    if (until - readingOf(rule.anchor) > LONGEST_AFTER_ANCHOR) {
      throw invalid(`The anchor ${rule.anchor} lies too far back. Move it to within 50 years of what is asked.`);
    }
    return written.get(JSON.stringify(rule), () => rule);
  };
  const rotationIn = ({ rotation, overrides }: Omit<z.output<typeof whoForm>, 'at'>, until: number): Rotation => ({
    rule: ruleIn(rotation, until),
    members: [{ from: Number.NEGATIVE_INFINITY, users: rotation.members }],
    overrides: overrides.map((override, createdAt) => ({ ...override, createdAt })),
  });
  return {
    who(question: unknown): { user: string | null } {
      const { at, ...given } = asked(whoForm, question);
      return { user: shifts(rotationIn(given, at), at, at + 1)[0]?.user ?? null };
    },
    shifts(question: unknown): { shifts: { start: string; end: string; user: string | null }[] } {
      const { range, ...given } = asked(shiftsForm, question);
      const rotation = rotationIn(given, range.to);
      const found = range.from < range.to ? shifts(rotation, range.from, range.to) : [];
      return { shifts: found.map(({ from, to, user }) => ({ start: inUtc(from), end: inUtc(to), user })) };
    },
    handovers(question: unknown): { handovers: string[] } {
      const { rotation, at, count, range } = asked(handoversForm, question);
      const rule = ruleIn(rotation, at ?? range?.to ?? 0);
      const found = range ? handoffs(rule, range.from, range.to) : nextHandoffs(rule, at ?? 0, count);
      return { handovers: found.map(inUtc) };
    },
  };
}
