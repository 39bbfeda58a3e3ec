import type { Instant } from '../clock.ts';

/** A stretch of time, `[from, to)`. */
export interface Stretch {
  from: Instant;
  to: Instant;
}

/** Stretches in order, those that touch or overlap joined, empty ones left out. */
export function merged(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (to <= from) continue;
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** What is left of stretches outside others; both may come in any order and overlap. */
export function outside(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return merged(others).reduce(
    (left, other) =>
      left.flatMap(({ from, to }) =>
        merged([
          { from, to: Math.min(to, other.from) },
          { from: Math.max(from, other.to), to },
        ]),
      ),
    merged(stretches),
  );
}
