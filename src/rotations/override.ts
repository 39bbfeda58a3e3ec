import type { Instant } from '../clock.ts';

/** Somebody else for a stretch `[from, to)`: in place of everybody and of gaps, or only where `replaces` is on. */
export interface Override {
  readonly from: Instant;
  readonly to: Instant;
  readonly user: string;
  readonly replaces?: string | undefined;
  /** The name of the layer it is laid on; without one, the first. */
  readonly layer?: string | undefined;
  readonly createdAt: Instant;
  readonly createdBy?: string | undefined;
}

/** An override as it is kept: with its number and whoever made it. Both halves of a swap carry the number of the first. */
export interface KeptOverride extends Override {
  readonly id: number;
  readonly rotation: string;
  readonly createdBy: string;
  readonly swap?: number | undefined;
}

/** Overrides in order of creation; of those made at the same instant, the order given. */
export const byCreation = (overrides: readonly Override[]): Override[] =>
  overrides.toSorted((a, b) => a.createdAt - b.createdAt);
