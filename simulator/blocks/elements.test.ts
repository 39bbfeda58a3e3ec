import { describe, expect, it } from 'vitest';
import {
  actions,
  button,
  input,
  option,
  options,
  type Refused,
  section,
  select,
  told,
  tooLong,
  words,
  x,
} from './expectations.ts';

const b = '/blocks/0';

const refused: Refused[] = [
  [
    'the same action_id twice in a block',
    actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
    [`\`action_id\` "a" already exists @ ${b}/elements/1/action_id`],
  ],
  ['a long button text', actions(button({ text: words(x(76)) })), tooLong(`${b}/elements/0/text`, 75)],
  [
    'a long button value',
    actions(button({ value: x(2001) })),
    [`must be less than 2001 characters @ ${b}/elements/0/value`],
  ],
  ['an empty button url', actions(button({ url: '' })), [`input must be a valid: uri @ ${b}/elements/0/url`]],
  [
    'a long button url',
    actions(button({ url: `https://e.example/${x(3000)}` })),
    [`must be less than 3001 characters @ ${b}/elements/0/url`],
  ],
  ['an empty button style', actions(button({ style: '' })), [`must be a valid enum value @ ${b}/elements/0/style`]],
  ['null as button style', actions(button({ style: null })), [`must provide a string @ ${b}/elements/0/style`]],
  [
    'a long accessibility label',
    actions(button({ accessibility_label: x(76) })),
    [`must be less than 76 characters @ ${b}/elements/0/accessibility_label`],
  ],
  ['a button without text', actions({ type: 'button' }), [`missing required field: text @ ${b}/elements/0`]],
  [
    'a block_id on an element',
    actions(button({ block_id: 'x' })),
    [`invalid additional property: block_id @ ${b}/elements/0`],
  ],
  [
    'a long action_id',
    actions(button({ action_id: x(256) })),
    [`must be less than 256 characters @ ${b}/elements/0/action_id`],
  ],
  [
    'a confirm without text',
    actions(button({ confirm: { title: words('t') } })),
    [`missing required field: text @ ${b}/elements/0/confirm`],
  ],
  [
    'a long confirm title',
    actions(button({ confirm: { title: words(x(101)), text: words('t') } })),
    tooLong(`${b}/elements/0/confirm/title`, 100),
  ],
  [
    'a long confirm text',
    actions(button({ confirm: { text: words(x(301)) } })),
    tooLong(`${b}/elements/0/confirm/text`, 300),
  ],
  [
    'a long deny text',
    actions(button({ confirm: { text: words('t'), deny: words(x(31)) } })),
    tooLong(`${b}/elements/0/confirm/deny`, 30),
  ],
  [
    'a type on an option',
    actions(select({ options: [option('a', { type: 'option' })] })),
    [`invalid additional property: type @ ${b}/elements/0/options/0`],
  ],
  [
    'a url on a select option',
    actions(select({ options: [option('a', { url: 'https://e.example' })] })),
    [`invalid additional property: url @ ${b}/elements/0/options/0`],
  ],
  [
    'a long option text',
    actions(select({ options: [{ text: words(x(76)), value: 'a' }] })),
    tooLong(`${b}/elements/0/options/0/text`, 75),
  ],
  [
    'a long option value',
    actions(select({ options: [{ text: words('a'), value: x(151) }] })),
    [`must be less than 151 characters @ ${b}/elements/0/options/0/value`],
  ],
  [
    'a long option description',
    actions(select({ options: [option('a', { description: words(x(76)) })] })),
    tooLong(`${b}/elements/0/options/0/description`, 75),
  ],
  [
    'an option without value',
    actions(select({ options: [{ text: words('a') }] })),
    [`missing required field: value @ ${b}/elements/0/options/0`],
  ],
  [
    '101 options',
    actions(select({ options: options(101) })),
    [`no more than 100 items allowed @ ${b}/elements/0/options`],
  ],
  ['no options', actions(select({ options: [] })), [`must provide at least 1 items @ ${b}/elements/0/options`]],
  [
    'a static select without options',
    actions(select({})),
    [`must define either \`options\` or \`option_groups\` @ ${b}/elements/0/type`],
  ],
  [
    'options next to option_groups',
    actions(select({ options: options(1), option_groups: [{ label: words('g'), options: options(1) }] })),
    [`failed to match exactly one allowed schema @ ${b}/elements/0`],
  ],
  [
    '101 option groups',
    actions(select({ option_groups: Array(101).fill({ label: words('g'), options: options(1) }) })),
    [`no more than 100 items allowed @ ${b}/elements/0/option_groups`],
  ],
  [
    'a long group label',
    actions(select({ option_groups: [{ label: words(x(76)), options: options(1) }] })),
    tooLong(`${b}/elements/0/option_groups/0/label`, 75),
  ],
  [
    'an initial option that is not offered',
    actions(select({ options: options(2), initial_option: option('9') })),
    [`must be one of the provided options @ ${b}/elements/0/initial_option`],
  ],
  [
    'an initial option with another text',
    actions(select({ options: options(2), initial_option: { text: words('other'), value: '1' } })),
    [`must be one of the provided options @ ${b}/elements/0/initial_option`],
  ],
  [
    'null as initial option',
    actions(select({ options: options(2), initial_option: null })),
    [`must provide an object @ ${b}/elements/0/initial_option`],
  ],
  [
    'empty initial options',
    actions({ type: 'checkboxes', options: options(1), initial_options: [] }),
    [`must be one of the provided options @ ${b}/elements/0/initial_options`],
  ],
  [
    'eleven checkboxes',
    actions({ type: 'checkboxes', options: options(11) }),
    [`no more than 10 items allowed @ ${b}/elements/0/options`],
  ],
  [
    'max_selected_items on checkboxes',
    actions({ type: 'checkboxes', options: options(1), max_selected_items: 1 }),
    [`invalid additional property: max_selected_items @ ${b}/elements/0`],
  ],
  [
    'max_selected_items of 0',
    section({ accessory: { type: 'multi_users_select', max_selected_items: 0 } }),
    [`must be greater than 1 @ ${b}/accessory/max_selected_items`],
  ],
  [
    'eleven radio buttons',
    actions({ type: 'radio_buttons', options: options(11) }),
    [`no more than 10 items allowed @ ${b}/elements/0/options`],
  ],
  [
    'six overflow options',
    actions({ type: 'overflow', options: options(6) }),
    [`no more than 5 items allowed @ ${b}/elements/0/options`],
  ],
  [
    'a long placeholder',
    actions({ type: 'users_select', placeholder: words(x(151)) }),
    tooLong(`${b}/elements/0/placeholder`, 150),
  ],
  [
    'a malformed date',
    actions({ type: 'datepicker', initial_date: '2.3.2026' }),
    [
      `input must match regex pattern: ^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$ @ ${b}/elements/0/initial_date`,
    ],
  ],
  [
    'a malformed time',
    actions({ type: 'timepicker', initial_time: '24:00' }),
    [`input must match regex pattern: ^([01][0-9]|2[0-3]):[0-5][0-9]$ @ ${b}/elements/0/initial_time`],
  ],
  [
    'milliseconds as date and time',
    actions({ type: 'datetimepicker', initial_date_time: 1_725_000_000_000 }),
    [`must be less than 9999999999 @ ${b}/elements/0/initial_date_time`],
  ],
  [
    'an empty conversation filter',
    actions({ type: 'conversations_select', filter: {} }),
    [`failed to match any allowed schemas @ ${b}/elements/0/filter`],
  ],
  [
    'a conversation kind twice',
    actions({ type: 'conversations_select', filter: { include: ['im', 'im'] } }),
    [`Input contains duplicate items @ ${b}/elements/0/filter/include`],
  ],
  [
    'a max_length over 3000',
    input({ type: 'plain_text_input', max_length: 3001 }),
    [`must be less than 3000 @ ${b}/element/max_length`],
  ],
  [
    'a min_length over max_length',
    input({ type: 'plain_text_input', min_length: 5, max_length: 4 }),
    [`must be less than or equal to \`max_length\` @ ${b}/element/min_length`],
  ],
  [
    'a number as min_value',
    input({ type: 'number_input', is_decimal_allowed: false, min_value: 1 }),
    [`must provide a string @ ${b}/element/min_value`],
  ],
  [
    'a number input without is_decimal_allowed',
    input({ type: 'number_input' }),
    [`missing required field: is_decimal_allowed @ ${b}/element`],
  ],
  [
    '101 lines of rich text input',
    input({ type: 'rich_text_input', max_lines: 101 }),
    [`must be less than 100 @ ${b}/element/max_lines`],
  ],
];

describe('elements', () => {
  it.each(refused)('refuse %s', (_, block, expected) => {
    expect(told(block)).toEqual(expected);
  });
  it('refuse a file input for eleven files', () => {
    expect(told(input({ type: 'file_input', max_files: 11 }), 'modal')).toEqual([
      `must be less than 10 @ ${b}/element/max_files`,
    ]);
  });
});
