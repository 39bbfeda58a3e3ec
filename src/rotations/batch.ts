import { z } from 'zod';
import { invalid } from '../errors.ts';
import { WEEKDAYS } from '../time/zone.ts';
import { whoIsOn } from './rotation.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const weekday = z.enum(WEEKDAYS);

/** A rotation written down in one value, and the question who is on. Rotations and overrides need no database here. */
export const rotationQuestion = z.object({
  rotation: z.object({
    timezone: z.string(),
    members: z.array(z.string()),
    handoff: z.object({
      every: z.enum(['hour', 'day', 'week']),
      interval: z.number().int().min(1).default(1),
      at: z.string(),
      on: weekday.optional(),
    }),
    anchor: z.string(),
    windows: z.array(z.object({ days: z.array(weekday), from: z.string(), to: z.string() })).optional(),
    turns: z.enum(['served', 'calendar']).optional(),
    holidays: z.array(z.iso.date()).optional(),
  }),
  /** In order of creation. */
  overrides: z
    .array(z.object({ from: instant, to: instant, user: z.string(), replaces: z.string().optional() }))
    .default([]),
  at: instant,
});

/** Who is on, for a rotation that comes with the question. Throws `invalid`, naming every fault. */
export function answerRotation(question: unknown): { user: string | null } {
  const read = rotationQuestion.safeParse(question);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw invalid(`This question about a rotation can't be read: ${faults.join('; ')}.`);
  }
  const { rotation, overrides, at } = read.data;
  const { members, ...rule } = rotation;
  const since = Number.NEGATIVE_INFINITY;
  const made = overrides.map((override, createdAt) => ({ ...override, createdAt }));
  return { user: whoIsOn({ rule, members: [{ from: since, users: members }], overrides: made }, at).user };
}
