import { z } from 'zod';

const instant = z.int();
const stretch = { user: z.string(), from: instant, to: instant };
const cover = { ...stretch, coverId: z.int(), replaces: z.string().optional(), layer: z.string().optional() };
const away = { ...stretch, absenceId: z.int(), note: z.string().nullable() };

/**
 * Every kind of change to who serves, with what must be remembered of it. Kinds are stored for good and never renamed.
 */
export const rotationChanges = {
  members_changed: z.object({ before: z.array(z.string()), after: z.array(z.string()) }),
  cover_made: z.object(cover),
  /** What was served under it stays: from `endedAt` on it is gone. */
  cover_ended: z.object({ ...cover, endedAt: instant }),
  /** Two people took each other's stretch. */
  shifts_swapped: z.object({ one: z.object(stretch), other: z.object(stretch), layer: z.string().optional() }),
  absence_added: z.object(away),
  absence_ended: z.object({ ...away, endedAt: instant }),
} as const;

export type RotationChanges = { [K in keyof typeof rotationChanges]: z.infer<(typeof rotationChanges)[K]> };
export type RotationChangeKind = keyof RotationChanges;

/** A change that is about to be recorded. */
export type NewRotationChange = {
  [K in RotationChangeKind]: { kind: K; data: RotationChanges[K] };
}[RotationChangeKind];

/** A change as it is kept. `rotation` is null for an absence, which holds wherever the person serves; `by` for the desk (an import). */
export type RotationChange = NewRotationChange & {
  seq: number;
  at: number;
  by: string | null;
  rotation: string | null;
};
