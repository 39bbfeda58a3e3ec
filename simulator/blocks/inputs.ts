import { characters, isObject } from './check.ts';
import { richTextOf } from './normalise.ts';
import { blocksIn } from './payload.ts';
import { offeredOptions } from './rules.ts';
import type { JsonObject } from './schema.ts';

/** The value of one element, as it stands in `state.values`. */
export type InputValue = JsonObject & { type: string };
/** By `block_id`, then by `action_id`. */
export type StateValues = Record<string, Record<string, InputValue>>;

interface Shape {
  /** The key under which the value stands. */
  key: string;
  /** The element's field with the value it opens with. */
  initial?: string;
  several?: boolean;
  options?: boolean;
}

const shapes: Record<string, Shape> = {
  plain_text_input: { key: 'value', initial: 'initial_value' },
  email_text_input: { key: 'value', initial: 'initial_value' },
  url_text_input: { key: 'value', initial: 'initial_value' },
  number_input: { key: 'value', initial: 'initial_value' },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value' },
  static_select: { key: 'selected_option', initial: 'initial_option', options: true },
  external_select: { key: 'selected_option', initial: 'initial_option', options: true },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', options: true },
  overflow: { key: 'selected_option', options: true },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', options: true, several: true },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', options: true, several: true },
  checkboxes: { key: 'selected_options', initial: 'initial_options', options: true, several: true },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', several: true },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', several: true },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', several: true },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time' },
  file_input: { key: 'files', several: true },
};

/**
 * What `state.values` says once a person has put `value` into an element; null or an empty text empties it. Options are
 * named by their value or given whole, rich text may be given as mrkdwn. Throws when the element has no value or does
 * not offer the option.
 */
export function inputValue(element: JsonObject, value: unknown): InputValue {
  const type = String(element.type);
  const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  if (!shape) throw new Error(`An element of type ${type} holds no value.`);
  const zone = type === 'timepicker' && element.timezone !== undefined ? { timezone: element.timezone } : {};
  return { type, [shape.key]: held(element, shape, value), ...zone };
}

function held(element: JsonObject, shape: Shape, value: unknown): unknown {
  const isEmpty = value === undefined || value === null || value === '';
  if (shape.several) {
    const given = isEmpty ? [] : Array.isArray(value) ? value : [value];
    return shape.options ? given.map((one) => option(element, one)) : given;
  }
  if (isEmpty) return null;
  if (shape.options) return option(element, value);
  if (element.type === 'rich_text_input') return isObject(value) ? value : richTextOf(String(value));
  return element.type === 'datetimepicker' ? Number(value) : String(value);
}

/** Options of external selects come from the app, so they are taken as they are. */
function option(element: JsonObject, value: unknown): unknown {
  if (String(element.type).endsWith('external_select')) return value;
  const wanted = isObject(value) ? value.value : value;
  const offered = offeredOptions(element).find((one) => one.value === wanted);
  if (!offered)
    throw new Error(`The ${element.type} ${element.action_id ?? ''} does not offer ${JSON.stringify(wanted)}.`);
  return offered;
}

/** The `state.values` of blocks nobody has touched yet: every input block with what it opens with. Wants normalised blocks. */
export function emptyState(blocks: unknown): StateValues {
  const values: StateValues = {};
  for (const { value: block } of blocksIn(blocks, '')) {
    if (!isObject(block.element)) continue;
    const { element } = block;
    const initial = shapes[String(element.type)]?.initial;
    values[String(block.block_id)] = {
      [String(element.action_id)]: inputValue(element, initial === undefined ? null : element[initial]),
    };
  }
  return values;
}

/** What the client tells a person by `block_id` instead of sending the form; empty when it sends it. */
export function checkInputs(view: JsonObject, values: StateValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { value: block } of blocksIn(view.blocks, '')) {
    if (!isObject(block.element)) continue;
    const id = String(block.block_id);
    const error = inputError(block, block.element, values[id]?.[String(block.element.action_id)]);
    if (error) errors[id] = error;
  }
  return errors;
}

function inputError(block: JsonObject, element: JsonObject, state: InputValue | undefined): string | null {
  const key = shapes[String(element.type)]?.key ?? 'value';
  const value = state?.[key] ?? null;
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return block.optional === true ? null : 'Please complete this required field.';
  }
  if (Array.isArray(value)) return countError(element, value.length);
  return typeof value === 'string' ? textError(element, value) : null;
}

function countError(element: JsonObject, count: number): string | null {
  const most = element.max_selected_items ?? element.max_files;
  return typeof most === 'number' && count > most ? `Please select no more than ${most} items.` : null;
}

function textError(element: JsonObject, value: string): string | null {
  switch (element.type) {
    case 'plain_text_input':
      return lengthError(element, characters(value));
    case 'number_input':
      return numberError(element, value);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value) ? null : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(value) ? null : 'Please enter a valid URL.';
    default:
      return null;
  }
}

function lengthError({ min_length: least, max_length: most }: JsonObject, length: number): string | null {
  if (typeof least === 'number' && length < least) return `Please enter at least ${least} characters.`;
  if (typeof most === 'number' && length > most) return `Please enter no more than ${most} characters.`;
  return null;
}

function numberError(element: JsonObject, value: string): string | null {
  const pattern = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/u : /^-?\d+$/u;
  if (!pattern.test(value)) return 'Please enter a valid number.';
  const { min_value: least, max_value: most } = element;
  if (least !== undefined && Number(value) < Number(least)) return `Please enter a number of at least ${least}.`;
  if (most !== undefined && Number(value) > Number(most)) return `Please enter a number of at most ${most}.`;
  return null;
}
