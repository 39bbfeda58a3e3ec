import type { Instant } from '../clock.ts';

/** Somebody else for a stretch `[from, to)`: in place of everybody and of gaps, or only where `replaces` is on. */
export interface Override {
  readonly from: Instant;
  readonly to: Instant;
  readonly user: string;
  readonly replaces?: string | undefined;
  readonly createdAt: Instant;
}

/** Overrides in order of creation; of those made at the same instant, the order given. */
export const byCreation = (overrides: readonly Override[]): Override[] =>
  overrides.toSorted((a, b) => a.createdAt - b.createdAt);
