import type { FieldValue } from '../../protocol.ts';

/** Block Kit as far as the page draws it. The server has checked every block before it gets here. */
export interface TextObject {
  type: 'plain_text' | 'mrkdwn';
  text: string;
}

export interface Option {
  text: TextObject;
  value?: string;
  description?: TextObject;
  url?: string;
}

export interface OptionGroup {
  label: TextObject;
  options: Option[];
}

export interface ConfirmObject {
  title: TextObject;
  text: TextObject;
  confirm: TextObject;
  deny: TextObject;
  style?: 'primary' | 'danger';
}

export interface Element {
  type: string;
  action_id?: string;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  accessibility_label?: string;
  confirm?: ConfirmObject;
  placeholder?: TextObject;
  options?: Option[];
  option_groups?: OptionGroup[];
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
  max_selected_items?: number;
  focus_on_load?: boolean;
  min_query_length?: number;
  initial_value?: string;
  initial_option?: Option;
  initial_options?: Option[];
  initial_user?: string;
  initial_users?: string[];
  initial_channel?: string;
  initial_channels?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  timezone?: string;
  alt_text?: string;
  image_url?: string;
}

export interface DrawnBlock {
  type: string;
  block_id?: string;
  text?: TextObject | string;
  fields?: TextObject[];
  accessory?: Element;
  elements?: Element[];
  element?: Element;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  title?: TextObject;
  alt_text?: string;
  image_url?: string;
  level?: string;
  rows?: TableCell[][];
}

export interface TableCell {
  type: string;
  text?: string;
  elements?: unknown[];
}

/** What a control shows before anybody touched it. */
export function initialValue(element: Element): FieldValue {
  return (
    element.initial_value ??
    element.initial_option?.value ??
    element.initial_options?.map((option) => option.value ?? '') ??
    element.initial_user ??
    element.initial_users ??
    element.initial_channel ??
    element.initial_channels ??
    element.initial_conversation ??
    element.initial_conversations ??
    element.initial_date ??
    element.initial_time ??
    element.initial_date_time ??
    null
  );
}

/** A value out of a view's `state.values`, as a person would enter it; undefined when the view holds none. */
export function stateValue(state: Record<string, unknown> | undefined): FieldValue | undefined {
  if (!state) return undefined;
  const key = Object.keys(state).find((name) => name === 'value' || name.startsWith('selected_'));
  if (state.rich_text_value) return richTextWords(state.rich_text_value);
  const held = key ? state[key] : null;
  if (Array.isArray(held)) return held.map(chosenId);
  if (held !== null && typeof held === 'object') return chosenId(held);
  return (held ?? null) as FieldValue;
}

const chosenId = (held: unknown): string => (typeof held === 'string' ? held : ((held as Option).value ?? ''));

function richTextWords(node: unknown): string {
  if (Array.isArray(node)) return node.map(richTextWords).join('');
  const { text, elements } = node as { text?: string; elements?: unknown[] };
  return text ?? (elements ? richTextWords(elements) : '');
}
