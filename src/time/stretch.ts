import type { Instant } from '../clock.ts';

/** A stretch of time, `[from, to)`. */
export interface Stretch {
  from: Instant;
  to: Instant;
}

/** Stretches in order, those that touch or overlap joined, empty ones left out; as they came where that is so already. */
export function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  if (isMerged(stretches)) return stretches;
  const joined: Stretch[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (to <= from) continue;
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function isMerged(stretches: readonly Stretch[]): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of stretches) {
    if (from <= end || to <= from) return false;
    end = to;
  }
  return true;
}

/** What is left of stretches outside others; both may come in any order and overlap. */
export function outside(stretches: readonly Stretch[], others: readonly Stretch[]): readonly Stretch[] {
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
