import type { Instant } from '../clock.ts';

/** A stretch `[from, to)` in which somebody is away. */
export interface Absence {
  readonly user: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly createdAt?: Instant | undefined;
}

/** An absence as it is kept. */
export interface KeptAbsence extends Absence {
  readonly id: number;
  readonly note: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

/** Whether somebody is away at an instant. */
export const isAway = (absences: readonly Absence[], user: string, at: Instant): boolean =>
  absences.some((each) => each.user === user && each.from <= at && at < each.to);
