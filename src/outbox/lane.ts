import type { Clock, Instant } from '../clock.ts';
import type { Reader } from '../db/database.ts';
import { nextOf } from './due.ts';
import { Gate } from './gate.ts';
import type { MethodLimit } from './method-limit.ts';
import type { PostRow } from './store.ts';

/** A channel, or a person's direct messages, and what holds it back. */
export class Lane {
  readonly name: string;
  /** Between two posts. */
  readonly pace = new Gate();
  /** After Slack limited posts to this channel: no call at all. */
  readonly limited = new Gate();
  /** After an edit failed here. */
  readonly edits = new Gate();
  /** Set while the lane works. */
  running: Promise<void> | null = null;
  /** Something may have changed since the lane looked last. */
  again = false;
  waitsUntil: Instant | null = null;
  cancelWait: () => void = () => {};

  constructor(name: string) {
    this.name = name;
  }
}

export type Step = { do: 'post' | 'edit'; row: PostRow } | { do: 'wait'; until: Instant } | { do: 'nothing' };

/** What all lanes share, because Slack limits these methods for the whole workspace. */
export interface SharedLimits {
  readonly edits: MethodLimit;
  readonly homes: MethodLimit;
}

/** A stored wait longer than any wait we set means that the clock was set back; it is over. */
const LONGEST_STORED_WAIT_MS = 5 * 60_000;

/**
 * What the lane does at `now`: of the first post and the first edit the one that may go; both, the one whose turn it is.
 * So posts keep their order, and an edit (a card is a state, not a sequence) never waits behind a post that is held back.
 */
export async function nextStep(on: Reader, lane: Lane, shared: SharedLimits, clock: Clock): Promise<Step> {
  const { post, edit } = await nextOf(on, lane.name);
  const now = clock.now();
  const opens = (row: PostRow | null, gates: Pick<Gate, 'opensAt'>[]): Instant => {
    if (!row) return Number.POSITIVE_INFINITY;
    const stored = row.notBefore - now > LONGEST_STORED_WAIT_MS ? 0 : row.notBefore;
    return Math.max(stored, ...gates.map((gate) => gate.opensAt(now)));
  };
  const postAt = opens(post, [lane.limited, lane.pace, ...(post?.audience === 'home' ? [shared.homes] : [])]);
  const editAt = opens(edit, [lane.limited, lane.edits, shared.edits]);
  const editFirst = edit && editAt <= now && !(post && postAt <= now && post.turn < edit.turn);
  if (editFirst) return { do: 'edit', row: edit };
  if (post && postAt <= now) return { do: 'post', row: post };
  const until = Math.min(postAt, editAt);
  return until === Number.POSITIVE_INFINITY ? { do: 'nothing' } : { do: 'wait', until };
}
