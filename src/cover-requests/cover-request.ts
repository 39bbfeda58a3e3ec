import type { Instant } from '../clock.ts';
import { DAY, HOUR } from '../time/duration.ts';
import { workingDayBefore } from '../time/working-day.ts';
import { instantOf, type LocalDate, wallAt } from '../time/zone.ts';

/**
 * How a request stands: asked of everybody, taken by somebody, taken back by whoever asked, without object because the asker
 * is not on then any more, or over because its time came and nobody had taken it.
 */
export type CoverRequestState = 'open' | 'taken' | 'withdrawn' | 'not_needed' | 'over';

/** A shift, or a part of one, that somebody asks others to take. */
export interface CoverRequest {
  id: number;
  rotation: string;
  /** Name of the layer; null is the first. */
  layer: string | null;
  /** Whose shift it is. */
  user: string;
  from: Instant;
  to: Instant;
  note: string | null;
  askedAt: Instant;
  state: CoverRequestState;
  takenBy: string | null;
  settledBy: string | null;
  settledAt: Instant | null;
  /** The steps that were taken while nobody took it. */
  steps: CoverStep[];
}

/** What happens to a request that nobody takes: it is posted again, once more on the working day before, then a lead hears. */
export type CoverStep = 'again' | 'day_before' | 'lead';

/** Where the working days of a rotation are read. */
export interface WorkingDays {
  readonly timezone: string;
  readonly holidays: readonly LocalDate[];
}

const ASK_AGAIN_AFTER = 4 * HOUR;
/** The least time between two steps: nobody can have answered sooner. */
const APART = HOUR;
const MORNING = 9 * HOUR;
const EVENING = 20 * HOUR;
const LEAD_AFTER = 3 * HOUR;

/** When a request ends by itself: as the shift begins, or, where it had begun when it was asked, at its end. */
export const endOf = ({ askedAt, from, to }: Pick<CoverRequest, 'askedAt' | 'from' | 'to'>): Instant =>
  from > askedAt ? from : to;

/**
 * When each step of a request comes, in order, all between asking and its end. Short notice leaves out what nobody could answer
 * to, and the lead hears at once where the shift runs already or there is no time left to wait for anybody.
 */
export function stepsOf(
  request: Pick<CoverRequest, 'askedAt' | 'from' | 'to'>,
  days: WorkingDays,
): { step: CoverStep; at: Instant }[] {
  const { askedAt } = request;
  const end = endOf(request);
  const morning = workingMorningBefore(end, days);
  const leadAt = Math.max(morning + LEAD_AFTER, askedAt + APART);
  const lead = request.from > askedAt && leadAt <= end - APART ? leadAt : askedAt;
  const before = morning >= askedAt + APART && morning <= lead - APART ? morning : null;
  const again = atDaytime(askedAt + ASK_AGAIN_AFTER, days.timezone);
  return [
    ...(again <= (before ?? lead) - APART ? [{ step: 'again' as const, at: again }] : []),
    ...(before === null ? [] : [{ step: 'day_before' as const, at: before }]),
    { step: 'lead' as const, at: lead },
  ];
}

/** Nine o'clock on the last working day, Monday to Friday without holidays, before the date of `at`. */
function workingMorningBefore(at: Instant, { timezone, holidays }: WorkingDays): Instant {
  const day = Math.floor(wallAt(timezone, at) / DAY) * DAY;
  return instantOf(timezone, workingDayBefore(day, holidays) + MORNING);
}

/** The instant itself between nine and eight in the evening, else the next nine o'clock. */
function atDaytime(at: Instant, timezone: string): Instant {
  const wall = wallAt(timezone, at);
  const day = Math.floor(wall / DAY) * DAY;
  if (wall - day < MORNING) return instantOf(timezone, day + MORNING);
  return wall - day < EVENING ? at : instantOf(timezone, day + DAY + MORNING);
}
