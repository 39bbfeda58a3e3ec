import { messageLimits, viewLimits } from '../limits.ts';
import { blocks as known } from './blocks.ts';
import { check } from './check.ts';
import { repeatedIds } from './payload.ts';
import { type Fault, list, type Schema, type Surface, union } from './schema.ts';

const anyBlock = union(known);

/** The blocks of one payload on a surface. */
export const blocksOn = (surface: Surface): Schema =>
  list(anyBlock, 0, surface === 'message' ? messageLimits.blocks : viewLimits.blocks);

/** What Slack objects to in these blocks, in its words; none means they are accepted. `root` is where the blocks stand in the request. */
export function validateBlocks(blocks: unknown, surface: Surface, root = '/blocks'): Fault[] {
  const faults = check(blocksOn(surface), blocks, root, surface);
  return faults.length > 0 ? faults : repeatedIds(blocks, root);
}
