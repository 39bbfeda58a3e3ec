import type { Instant } from '../clock.ts';
import { HOUR } from '../time/duration.ts';

/**
 * How it stands: asked and not answered, made, refused, taken back by whoever asked, or over because no answer came in time or
 * a shift is not theirs any more.
 */
export type SwapRequestState = 'asked' | 'accepted' | 'declined' | 'withdrawn' | 'over';

/** Somebody asks somebody else to exchange two shifts of one rotation; each serves `[from, to)`. */
export interface SwapRequest {
  id: number;
  rotation: string;
  /** Name of the layer; null is the first. */
  layer: string | null;
  /** Who asks, and the shift they give. */
  user: string;
  mineFrom: Instant;
  mineTo: Instant;
  /** Who is asked, and the shift they give. */
  other: string;
  theirsFrom: Instant;
  theirsTo: Instant;
  note: string | null;
  askedAt: Instant;
  state: SwapRequestState;
  settledAt: Instant | null;
}

/** So long before the first shift whoever asks must know, to find somebody else. */
const NOTICE = 12 * HOUR;

/**
 * Until when an answer counts: half a day before the first of the two shifts, or at its start where it was asked later than
 * that; of a shift that ran already, to its end.
 */
export function answerBy(
  request: Pick<SwapRequest, 'askedAt' | 'mineFrom' | 'mineTo' | 'theirsFrom' | 'theirsTo'>,
): Instant {
  const { askedAt, mineFrom, mineTo, theirsFrom, theirsTo } = request;
  const start = Math.min(mineFrom > askedAt ? mineFrom : mineTo, theirsFrom > askedAt ? theirsFrom : theirsTo);
  return start - NOTICE > askedAt ? start - NOTICE : start;
}
