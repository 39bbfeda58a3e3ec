import { describe, expect, it } from 'vitest';
import { checkInputs, emptyState, inputValue } from './inputs.ts';

const words = (text: string) => ({ type: 'plain_text', text, emoji: true });
const high = { text: words('High'), value: 'high' };
const low = { text: words('Low'), value: 'low' };
const input = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'b',
  label: words('Label'),
  element: { action_id: 'a', ...element },
  ...more,
});

const values: [element: object, given: unknown, stored: unknown][] = [
  [{ type: 'plain_text_input' }, 'text', { type: 'plain_text_input', value: 'text' }],
  [{ type: 'plain_text_input' }, '', { type: 'plain_text_input', value: null }],
  [{ type: 'email_text_input' }, 'a@b.example', { type: 'email_text_input', value: 'a@b.example' }],
  [{ type: 'url_text_input' }, 'https://b.example', { type: 'url_text_input', value: 'https://b.example' }],
  [{ type: 'number_input' }, 5, { type: 'number_input', value: '5' }],
  [{ type: 'static_select', options: [high, low] }, 'low', { type: 'static_select', selected_option: low }],
  [{ type: 'static_select', options: [high] }, null, { type: 'static_select', selected_option: null }],
  [
    { type: 'static_select', option_groups: [{ label: words('g'), options: [high] }] },
    high,
    { type: 'static_select', selected_option: high },
  ],
  [{ type: 'radio_buttons', options: [high] }, 'high', { type: 'radio_buttons', selected_option: high }],
  [{ type: 'external_select' }, high, { type: 'external_select', selected_option: high }],
  [{ type: 'overflow', options: [high] }, 'high', { type: 'overflow', selected_option: high }],
  [{ type: 'checkboxes', options: [high, low] }, ['low'], { type: 'checkboxes', selected_options: [low] }],
  [{ type: 'checkboxes', options: [high, low] }, null, { type: 'checkboxes', selected_options: [] }],
  [{ type: 'multi_static_select', options: [high] }, 'high', { type: 'multi_static_select', selected_options: [high] }],
  [{ type: 'multi_external_select' }, [high], { type: 'multi_external_select', selected_options: [high] }],
  [{ type: 'users_select' }, 'U1', { type: 'users_select', selected_user: 'U1' }],
  [{ type: 'multi_users_select' }, ['U1'], { type: 'multi_users_select', selected_users: ['U1'] }],
  [{ type: 'channels_select' }, 'C1', { type: 'channels_select', selected_channel: 'C1' }],
  [{ type: 'multi_channels_select' }, ['C1'], { type: 'multi_channels_select', selected_channels: ['C1'] }],
  [{ type: 'conversations_select' }, 'C1', { type: 'conversations_select', selected_conversation: 'C1' }],
  [
    { type: 'multi_conversations_select' },
    ['C1'],
    { type: 'multi_conversations_select', selected_conversations: ['C1'] },
  ],
  [{ type: 'datepicker' }, '2026-03-02', { type: 'datepicker', selected_date: '2026-03-02' }],
  [
    { type: 'timepicker', timezone: 'Europe/Berlin' },
    '09:00',
    { type: 'timepicker', selected_time: '09:00', timezone: 'Europe/Berlin' },
  ],
  [{ type: 'datetimepicker' }, '1725000000', { type: 'datetimepicker', selected_date_time: 1_725_000_000 }],
  [{ type: 'datetimepicker' }, null, { type: 'datetimepicker', selected_date_time: null }],
  [{ type: 'file_input' }, [{ id: 'F1' }], { type: 'file_input', files: [{ id: 'F1' }] }],
  [
    { type: 'rich_text_input' },
    'hi',
    {
      type: 'rich_text_input',
      rich_text_value: {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'hi' }] }],
      },
    },
  ],
];

describe('the value of an element', () => {
  it.each(values)('%j with %j', (element, given, stored) => {
    expect(inputValue({ ...element }, given)).toEqual(stored);
  });
  it('is refused for an option that is not offered', () => {
    expect(() => inputValue({ type: 'static_select', action_id: 'prio', options: [high] }, 'low')).toThrow(
      'The static_select prio does not offer "low".',
    );
  });
  it('is refused for a button', () => {
    expect(() => inputValue({ type: 'button' }, 'x')).toThrow('An element of type button holds no value.');
  });
});

describe('the state of a view nobody has touched', () => {
  it('holds what inputs open with, and nothing for other blocks', () => {
    const blocks = [
      { type: 'section', block_id: 's', accessory: { type: 'static_select', action_id: 'x', options: [high] } },
      input({ type: 'plain_text_input', initial_value: 'draft' }, { block_id: 'title' }),
      input({ type: 'plain_text_input' }, { block_id: 'body' }),
      input({ type: 'static_select', options: [high, low], initial_option: low }, { block_id: 'priority' }),
      input({ type: 'multi_users_select' }, { block_id: 'who' }),
      input({ type: 'file_input' }, { block_id: 'files' }),
    ];
    expect(emptyState(blocks)).toEqual({
      title: { a: { type: 'plain_text_input', value: 'draft' } },
      body: { a: { type: 'plain_text_input', value: null } },
      priority: { a: { type: 'static_select', selected_option: low } },
      who: { a: { type: 'multi_users_select', selected_users: [] } },
      files: { a: { type: 'file_input', files: [] } },
    });
  });
});

const missing = 'Please complete this required field.';
const forms: [promise: string, element: object, given: unknown, told: string | null][] = [
  ['an empty text is asked for', { type: 'plain_text_input' }, '', missing],
  ['an open select is asked for', { type: 'static_select', options: [high] }, null, missing],
  ['an open multi-select is asked for', { type: 'multi_users_select' }, [], missing],
  ['a filled text is taken', { type: 'plain_text_input', min_length: 2, max_length: 2 }, '🎫🎫', null],
  [
    'a short text is refused',
    { type: 'plain_text_input', min_length: 3 },
    '🎫🎫',
    'Please enter at least 3 characters.',
  ],
  [
    'a long text is refused',
    { type: 'plain_text_input', max_length: 1 },
    'ab',
    'Please enter no more than 1 characters.',
  ],
  [
    'a decimal is refused where it is not allowed',
    { type: 'number_input', is_decimal_allowed: false },
    '1.5',
    'Please enter a valid number.',
  ],
  ['a decimal is taken where it is allowed', { type: 'number_input', is_decimal_allowed: true }, '1.5', null],
  [
    'a small number is refused',
    { type: 'number_input', min_value: '10' },
    '9',
    'Please enter a number of at least 10.',
  ],
  [
    'a large number is refused',
    { type: 'number_input', max_value: '10' },
    '11',
    'Please enter a number of at most 10.',
  ],
  ['a malformed mail address is refused', { type: 'email_text_input' }, 'ana', 'Please enter a valid email address.'],
  ['a malformed URL is refused', { type: 'url_text_input' }, 'ana', 'Please enter a valid URL.'],
  [
    'too many people are refused',
    { type: 'multi_users_select', max_selected_items: 1 },
    ['U1', 'U2'],
    'Please select no more than 1 items.',
  ],
  ['too many files are refused', { type: 'file_input', max_files: 1 }, [{}, {}], 'Please select no more than 1 items.'],
];

describe('a form that a person submits', () => {
  it.each(forms)('%s', (_, element, given, told) => {
    const block = input(element);
    const state = { b: { a: inputValue(block.element as { type: string; action_id: string }, given) } };
    expect(checkInputs({ blocks: [block] }, state)).toEqual(told === null ? {} : { b: told });
  });
  it('may leave out what is optional', () => {
    const block = input({ type: 'plain_text_input', min_length: 5 }, { optional: true });
    expect(checkInputs({ blocks: [block] }, emptyState([block]))).toEqual({});
  });
  it('asks for what the state does not know', () => {
    expect(checkInputs({ blocks: [input({ type: 'datepicker' })] }, {})).toEqual({ b: missing });
  });
});
