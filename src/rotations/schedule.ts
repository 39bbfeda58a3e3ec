import type { Instant } from '../clock.ts';
import { DAY } from '../time/duration.ts';
import { firstEndingAfter, joined, type Piece, pieces } from './resolve.ts';
import type { OnDuty, Rotation, Shift } from './rotation.ts';

/** A stretch that is worked out at once. Long enough that a question about now reads few of them, short enough to be quick. */
const BLOCK = 32 * DAY;
/** More than a year to both sides, which is how far a question about now may look. */
const MOST_BLOCKS = 64;
const SIGHT = 366 * DAY;

interface Block {
  readonly pieces: readonly Piece[];
  readonly shifts: readonly Shift[];
}

/** What was worked out of a rotation, remembered with the value, so a rotation that changed must be another value. */
const known = new WeakMap<Rotation, Map<number, Block>[]>();

function blocksOf(rotation: Rotation, layer: number): Map<number, Block> {
  const layers = known.get(rotation) ?? [];
  const blocks = layers[layer] ?? new Map<number, Block>();
  layers[layer] = blocks;
  known.set(rotation, layers);
  return blocks;
}

/** Who is on at `at`, since when, until when, and why. What is near `at` is worked out once and then looked up. */
export function dutyAt(rotation: Rotation, layer: number, at: Instant): OnDuty {
  const blocks = blocksOf(rotation, layer);
  const block = (number: number): Block => {
    const before = blocks.get(number);
    if (before) return before;
    if (blocks.size >= MOST_BLOCKS) blocks.clear();
    const held = pieces(rotation, layer, number * BLOCK, (number + 1) * BLOCK);
    const made = { pieces: held, shifts: joined(held) };
    blocks.set(number, made);
    return made;
  };
  const here = Math.floor(at / BLOCK);
  const around = block(here);
  const piece = around.pieces[firstEndingAfter(around.pieces, at)] as Piece;
  const place = firstEndingAfter(around.shifts, at);
  const shift = around.shifts[place] as Shift;
  const goesOn = (other: Shift | undefined): other is Shift => other?.user === shift.user;

  let { from, to: until } = shift;
  for (let number = here - 1; from === (number + 1) * BLOCK && from > at - SIGHT; number--) {
    const before = block(number).shifts.at(-1);
    if (!goesOn(before)) break;
    from = before.from;
  }
  for (let number = here + 1; until === number * BLOCK && until < at + SIGHT; number++) {
    const after = block(number).shifts[0];
    if (!goesOn(after)) break;
    until = after.to;
  }
  return {
    user: shift.user,
    from: from > at - SIGHT ? from : null,
    until: until < at + SIGHT ? until : null,
    why: piece.why,
  };
}
