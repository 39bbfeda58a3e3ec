import type {
  Button,
  ConfirmationDialog,
  KnownBlock,
  ModalView,
  Overflow,
  PlainTextOption,
  StaticSelect,
} from '@slack/types';
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { plainText } from './blocks.ts';
import { cut } from './text.ts';

/**
 * An id of a button and the value it carries are one typed thing. Messages live for years in channels, so an id is
 * never renamed, and an old value must stay readable.
 */
export interface ButtonId<V> {
  readonly id: string;
  readonly value: z.ZodType<V>;
  button(label: string, value: V, look?: { style?: 'primary' | 'danger'; ask?: Ask }): Button;
  /** The same verb offered as a select: every option carries a whole value. */
  select(placeholder: string, options: { label: string; value: V }[]): StaticSelect;
  /** The same behind ⋯, at most five. */
  menu(options: { label: string; value: V }[]): Overflow;
}

/** A question put before something that can't be undone or that the customer sees. */
export interface Ask {
  title: string;
  text: string;
  yes: string;
}

const confirmation = (ask: Ask): ConfirmationDialog => ({
  title: plainText(ask.title, 100),
  text: plainText(ask.text, 300),
  confirm: plainText(ask.yes, 30),
  deny: plainText('Cancel', 30),
});

export function buttonId<V>(id: string, value: z.ZodType<V>): ButtonId<V> {
  return {
    id,
    value,
    button: (label, carried, look = {}) => ({
      type: 'button',
      action_id: id,
      text: plainText(label, 75),
      value: JSON.stringify(carried),
      ...(look.style ? { style: look.style } : {}),
      ...(look.ask ? { confirm: confirmation(look.ask) } : {}),
    }),
    select: (placeholder, options) => ({
      type: 'static_select',
      action_id: id,
      placeholder: plainText(placeholder, 150),
      options: options.slice(0, 100).map((option) => selectOption(option.label, JSON.stringify(option.value))),
    }),
    menu: (options) => ({
      type: 'overflow',
      action_id: id,
      options: options.slice(0, 5).map((option) => selectOption(option.label, JSON.stringify(option.value))),
    }),
  };
}

/** A form: what it is about (kept with the view) and the fields it brings back. */
export interface FormId<C, F extends z.ZodRawShape> {
  readonly id: string;
  readonly about: z.ZodType<C>;
  readonly fields: z.ZodObject<F>;
  /** The id under which a live field of this form reports a change. */
  readonly live: string;
  view(about: C, look: { title: string; submit: string; blocks: KnownBlock[] }): ModalView;
}

export function formId<C, F extends z.ZodRawShape>(id: string, about: z.ZodType<C>, fields: F): FormId<C, F> {
  return {
    id,
    about,
    fields: z.object(fields),
    live: `${id}-live`,
    view: (subject, { title, submit, blocks }) => ({
      type: 'modal',
      callback_id: id,
      private_metadata: JSON.stringify(subject),
      title: plainText(title, 24),
      submit: plainText(submit, 24),
      close: plainText('Cancel', 24),
      blocks,
    }),
  };
}

/** A modal that only says something. */
export const noteView = (title: string, blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  title: plainText(title, 24),
  close: plainText('Close', 24),
  blocks,
});

const selectOption = (label: string, value: string, description?: string): PlainTextOption => ({
  text: plainText(label, 75),
  value,
  ...(description ? { description: plainText(description, 75) } : {}),
});

/** What somebody has to write, in at most `max` characters as Slack counts them. */
export const writtenText = (max: number, empty = 'Please write something here.') =>
  z.string(empty).trim().min(1, empty).refine(fits(max), `At most ${max} characters.`);

/** What somebody may write; blanks are nothing. */
export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .refine(fits(max), `At most ${max} characters.`)
    .transform((text) => text || undefined)
    .optional();

const fits = (max: number) => (text: string) => [...text].length <= max;

interface Input {
  label: string;
  hint?: string;
  optional?: boolean;
}

const input = (name: string, { label, hint, optional }: Input, element: object): KnownBlock =>
  ({
    type: 'input',
    block_id: name,
    label: plainText(label, 2000),
    ...(hint ? { hint: plainText(hint, 2000) } : {}),
    ...(optional ? { optional: true } : {}),
    element: { ...element, action_id: 'value' },
  }) as KnownBlock;

/** A line or a box to write into. What is put in at first is cut to what the field takes. */
export const textInput = (
  name: string,
  look: Input & { initial?: string; max: number; lines?: boolean; placeholder?: string },
): KnownBlock =>
  input(name, look, {
    type: 'plain_text_input',
    multiline: look.lines ?? false,
    max_length: look.max,
    ...(look.initial ? { initial_value: cut(look.initial, look.max) } : {}),
    ...(look.placeholder ? { placeholder: plainText(look.placeholder, 150) } : {}),
  });

/** One of a few; with `live` (a form's `live` id) we are told at once when it changes. */
export const choiceInput = (
  name: string,
  look: Input & {
    options: { label: string; value: string; description?: string }[];
    initial?: string;
    live?: string;
  },
): KnownBlock => {
  const options = look.options.slice(0, 100).map((o) => selectOption(o.label, o.value, o.description));
  const chosen = options.find((option) => option.value === look.initial);
  const block = input(name, look, { type: 'static_select', options, ...(chosen ? { initial_option: chosen } : {}) });
  return look.live ? alive(block, look.live) : block;
};

/** A person of our own workspace. Not for shared channels: its options come from the viewer's side. */
export const personInput = (name: string, look: Input & { initial?: string }): KnownBlock =>
  input(name, look, { type: 'users_select', ...(look.initial ? { initial_user: look.initial } : {}) });

/** A date without a time, `2026-03-02`; with `live` (a form's `live` id) we are told at once when it changes. */
export const dateInput = (name: string, look: Input & { initial?: string; live?: string }): KnownBlock => {
  const block = input(name, look, { type: 'datepicker', ...(look.initial ? { initial_date: look.initial } : {}) });
  return look.live ? alive(block, look.live) : block;
};

const alive = (block: KnownBlock, live: string): KnownBlock =>
  ({
    ...block,
    dispatch_action: true,
    element: { ...(block as { element: object }).element, action_id: live },
  }) as KnownBlock;

type StateValue = {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_date?: string | null;
  selected_date_time?: number | null;
};

/** What a person left in the fields of a view, by field name; nothing picked or written is `undefined`. */
export function valuesOf(state: Record<string, Record<string, StateValue>>): Record<string, unknown> {
  const read = (v: StateValue | undefined): unknown =>
    v?.value ??
    v?.selected_option?.value ??
    v?.selected_options?.map((o) => o.value) ??
    v?.selected_user ??
    v?.selected_users ??
    v?.selected_date ??
    v?.selected_date_time ??
    undefined;
  return Object.fromEntries(Object.entries(state).map(([name, actions]) => [name, read(Object.values(actions)[0])]));
}

/** Reads JSON that we once put into a button or a view. Throws `invalid` when it is not of the shape any more. */
export function carried<V>(schema: z.ZodType<V>, json: string | undefined): V {
  try {
    return schema.parse(JSON.parse(json ?? '{}'));
  } catch {
    throw invalid('This button is from an older time and no longer works. Use the newest message of the ticket.');
  }
}
