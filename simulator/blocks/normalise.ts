import { isObject } from './check.ts';
import { elements } from './elements.ts';
import { richTextElements } from './mrkdwn.ts';
import { blocksIn, elementsOf, objectsIn } from './payload.ts';
import type { JsonObject } from './schema.ts';

/** What Slack stores of accepted blocks: ids filled in from `random`, defaults of texts added, Markdown turned into rich text. Leaves its argument alone. */
export function normaliseBlocks(blocks: readonly unknown[], random: () => string): JsonObject[] {
  const stored = structuredClone(blocks)
    .filter(isObject)
    .map((block) => (block.type === 'markdown' ? richTextOf(String(block.text)) : block));
  for (const block of blocksIn(stored, '')) {
    block.value.block_id ??= random();
    for (const { value: element } of elementsOf(block)) {
      if (isInteractive(element)) element.action_id ??= random();
    }
  }
  for (const { value } of objectsIn(stored, '')) addTextDefaults(value);
  return stored;
}

/** The block, still without a `block_id`, that Slack makes of a message's mrkdwn text. */
export const richTextOf = (text: string): JsonObject => ({ type: 'rich_text', elements: richTextElements(text) });

const isInteractive = (element: JsonObject): boolean =>
  typeof element.type === 'string' &&
  Object.hasOwn(elements, element.type) &&
  elements[element.type]?.optional.action_id !== undefined;

function addTextDefaults(object: JsonObject): void {
  if (object.type === 'plain_text') object.emoji ??= true;
  if (object.type === 'mrkdwn') object.verbatim ??= false;
}
