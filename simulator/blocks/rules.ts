import { isDeepStrictEqual } from 'node:util';
import { isObject } from './check.ts';
import type { Fault, JsonObject, Rule } from './schema.ts';

const both = (object: JsonObject, one: string, other: string) =>
  object[one] !== undefined && object[other] !== undefined;
const neither = (object: JsonObject, one: string, other: string) =>
  object[one] === undefined && object[other] === undefined;

/** At least one of two fields. */
export const either =
  (one: string, other: string): Rule =>
  (object, pointer) =>
    neither(object, one, other)
      ? [{ message: `must define either \`${one}\` or \`${other}\``, pointer: `${pointer}/type` }]
      : [];

/** Exactly one of two fields; without either, the first one counts as missing. */
export const exactlyOne =
  (one: string, other: string): Rule =>
  (object, pointer) => {
    if (neither(object, one, other)) return [{ message: `missing required field: ${one}`, pointer }];
    return both(object, one, other) ? [{ message: 'failed to match exactly one allowed schema', pointer }] : [];
  };

/** At least one of several fields. */
export const anyOf =
  (...names: string[]): Rule =>
  (object, pointer) =>
    names.some((name) => object[name] !== undefined)
      ? []
      : [{ message: 'failed to match any allowed schemas', pointer }];

/** A lower limit that does not exceed the upper one; numbers in text count as numbers. */
export const ordered =
  (lower: string, upper: string): Rule =>
  (object, pointer) =>
    Number(object[lower]) > Number(object[upper])
      ? [{ message: `must be less than or equal to \`${upper}\``, pointer: `${pointer}/${lower}` }]
      : [];

/** What is selected at first must be offered, with the same text and value. */
export const initialIsOffered: Rule = (object, pointer) => {
  const offered = offeredOptions(object);
  const isOffered = (option: unknown) => offered.some((one) => isDeepStrictEqual(comparable(one), comparable(option)));
  const notOffered = (name: string): Fault => ({
    message: 'must be one of the provided options',
    pointer: `${pointer}/${name}`,
  });
  const faults: Fault[] = [];
  const { initial_option: single, initial_options: several } = object;
  if (single !== undefined && !isOffered(single)) faults.push(notOffered('initial_option'));
  if (Array.isArray(several) && (several.length === 0 || !several.every(isOffered))) {
    faults.push(notOffered('initial_options'));
  }
  return faults;
};

/** The options of a select, whether in groups or not. */
export function offeredOptions(element: JsonObject): JsonObject[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : [];
  const lists = [element.options, ...groups.map((group) => group.options)];
  return lists.flatMap((options) => (Array.isArray(options) ? options.filter(isObject) : []));
}

/** Defaults that Slack fills in by itself make no difference. */
const comparable = (option: unknown): unknown => {
  if (!isObject(option) || !isObject(option.text)) return option;
  const { emoji: _emoji, verbatim: _verbatim, ...text } = option.text;
  return { ...option, text };
};

/** Slack names the block, not the element. */
export const noMultiSelect: Rule = (block, pointer) => {
  const elements = Array.isArray(block.elements) ? block.elements.filter(isObject) : [];
  return elements
    .filter((element) => String(element.type).startsWith('multi_'))
    .map(() => ({ message: 'unsupported element: multiselect', pointer }));
};

/** A file input cannot report each change. */
export const noDispatchOfFiles: Rule = (block, pointer) =>
  block.dispatch_action === true && isObject(block.element) && block.element.type === 'file_input'
    ? [{ message: '`dispatch_action` cannot be used with `file_input`', pointer: `${pointer}/dispatch_action` }]
    : [];

/** Every row as long as the first. */
export const equalRows: Rule = (block, pointer) => {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  const columns = rowLength(rows[0]);
  return rows.flatMap((row, index) =>
    rowLength(row) === columns
      ? []
      : [{ message: `must provide exactly ${columns} items`, pointer: `${pointer}/rows/${index}` }],
  );
};

const rowLength = (row: unknown): number => (Array.isArray(row) ? row.length : 0);

/** Starting folded away needs a container that can be folded. */
export const collapsedNeedsCollapsible: Rule = (block, pointer) =>
  block.default_collapsed === true && block.is_collapsible !== true
    ? [{ message: '`default_collapsed` requires `is_collapsible`', pointer: `${pointer}/default_collapsed` }]
    : [];
