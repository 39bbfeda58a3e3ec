import type { Instant } from '../clock.ts';
import type { Owed } from '../timeline/entry.ts';
import type { ClockPause, ClockReading } from './reading.ts';

type Stop = Owed['pauses'][number];

/** A clock as it stands at a merge: since when it is owed, and what stopped it until then. */
export const owedAt = (merge: Instant, since: Instant, pauses: readonly ClockPause[]): Owed => ({
  since,
  pauses: pauses.map((pause) => ({ ...pause, to: Math.min(pause.to ?? merge, merge) })),
});

/** What a ticket with these clocks still owes at a merge; null is nothing. */
export function owedBy(
  clocks: readonly ClockReading[],
  merge: Instant,
): { response: Owed | null; resolution: Owed | null } {
  const running = clocks.filter(({ state }) => state !== 'met' && state !== 'cancelled');
  const owed = (reading: ClockReading | undefined) =>
    reading ? owedAt(merge, reading.startedAt, reading.pauses) : null;
  return {
    response: owed(running.find(({ name }) => name !== 'resolution')),
    resolution: owed(running.find(({ name }) => name === 'resolution')),
  };
}

/**
 * What stopped the clock of merged tickets before the merge: time counts there when it counted on either of them, so only that is left
 * out which stopped both, or stopped one before the other began.
 */
export function stoppedOnBoth(one: Owed, other: Owed): Stop[] {
  const from = Math.min(one.since, other.since);
  const stoppedThere = standing(other, from);
  return standing(one, from).flatMap((here) =>
    stoppedThere.flatMap((there) => {
      const both = { from: Math.max(here.from, there.from), to: Math.min(here.to, there.to) };
      const why = here.why ?? there.why;
      return why && both.to > both.from ? [{ ...why, ...both }] : [];
    }),
  );
}

/** When a clock stood still from an instant on, also because it had not begun; `why` is null then. */
const standing = ({ since, pauses }: Owed, from: Instant): { from: Instant; to: Instant; why: Stop | null }[] => [
  ...(since > from ? [{ from, to: since, why: null }] : []),
  ...pauses.map((pause) => ({ from: pause.from, to: pause.to, why: pause })),
];
