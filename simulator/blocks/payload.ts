import { characters, isObject } from './check.ts';
import type { Fault, JsonObject } from './schema.ts';

export interface Located {
  value: JsonObject;
  pointer: string;
}

/** Every object inside a value, itself included, parents before children. */
export function objectsIn(value: unknown, pointer: string): Located[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, `${pointer}/${index}`));
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([name, field]) => objectsIn(field, `${pointer}/${name}`));
  return [{ value, pointer }, ...inner];
}

/** Every block of a list, those inside containers and carousels included. */
export function blocksIn(blocks: unknown, pointer: string): Located[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.flatMap((block, index) => {
    if (!isObject(block)) return [];
    const at = `${pointer}/${index}`;
    const inside = [
      ...blocksIn(block.child_blocks, `${at}/child_blocks`),
      ...blocksIn(block.tasks, `${at}/tasks`),
      ...(block.type === 'carousel' ? blocksIn(block.elements, `${at}/elements`) : []),
    ];
    return [{ value: block, pointer: at }, ...inside];
  });
}

/** The interactive elements that stand directly in a block, whether as accessory, in a row or as input. */
export function elementsOf({ value: block, pointer }: Located): Located[] {
  if (block.type === 'carousel') return [];
  const single = ['accessory', 'element'].map((name) => ({ value: block[name], pointer: `${pointer}/${name}` }));
  const rows = ['elements', 'actions'].flatMap((name) => {
    const row = block[name];
    return Array.isArray(row) ? row.map((value, index) => ({ value, pointer: `${pointer}/${name}/${index}` })) : [];
  });
  return [...single, ...rows].flatMap(({ value, pointer: at }) => (isObject(value) ? [{ value, pointer: at }] : []));
}

/** Ids used twice: a `block_id` in the payload, an `action_id` in its block. */
export function repeatedIds(blocks: unknown, pointer: string): Fault[] {
  const all = blocksIn(blocks, pointer);
  return [...repeated('block_id', all), ...all.flatMap((block) => repeated('action_id', elementsOf(block)))];
}

function repeated(name: string, located: readonly Located[]): Fault[] {
  const seen = new Set<unknown>();
  return located.flatMap(({ value, pointer }) => {
    const id = value[name];
    if (id === undefined) return [];
    if (seen.has(id)) return [{ message: `\`${name}\` "${id}" already exists`, pointer: `${pointer}/${name}` }];
    seen.add(id);
    return [];
  });
}

/** How many characters of text all objects inside a value carry. */
export const textLength = (value: unknown): number =>
  objectsIn(value, '').reduce((sum, { value: { text } }) => sum + (typeof text === 'string' ? characters(text) : 0), 0);
