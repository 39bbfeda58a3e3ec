import { describe, expect, it } from 'vitest';
import { everywhere, inMessagesOnly, outsideModals } from './samples.ts';
import type { Surface } from './schema.ts';
import { validateBlocks } from './validate.ts';

const words = (text: string) => ({ type: 'plain_text', text });
const marked = (text: string) => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const button = (more: object = {}) => ({ type: 'button', text: words('Go'), ...more });
const option = (value: string, more: object = {}) => ({ text: words(value), value, ...more });
const options = (count: number) => Array.from({ length: count }, (_, index) => option(String(index)));
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const section = (more: object) => ({ type: 'section', text: marked('hello'), ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: words('Label'), element, ...more });
const select = (more: object) => ({ type: 'static_select', ...more });
const told = (block: unknown, surface: Surface = 'message') =>
  validateBlocks([block], surface).map(({ message, pointer }) => `${message} @ ${pointer}`);

describe('blocks that Slack takes', () => {
  const surfaces: Surface[] = ['message', 'modal', 'home'];
  it.each(Object.entries(everywhere))('%s is taken on every surface', (_, block) => {
    for (const surface of surfaces) expect(told(block, surface)).toEqual([]);
  });
  it.each(Object.entries(outsideModals))('%s is taken in messages and on Home, and refused in modals', (_, block) => {
    expect(told(block, 'message')).toEqual([]);
    expect(told(block, 'home')).toEqual([]);
    expect(told(block, 'modal')).toEqual([`unsupported type: ${block.type} @ /blocks/0/type`]);
  });
  it.each(Object.entries(inMessagesOnly))('%s is taken in messages and refused in views', (_, block) => {
    expect(told(block, 'message')).toEqual([]);
    expect(told(block, 'home')).toEqual([`unsupported type: ${block.type} @ /blocks/0/type`]);
    expect(told(block, 'modal')).toEqual([`unsupported type: ${block.type} @ /blocks/0/type`]);
  });
  it('charts are taken in messages and refused in views', () => {
    const pie = { type: 'pie', segments: [{ label: 'met', value: 9 }] };
    const series = [{ name: 'met', data: [{ label: 'Mon', value: 1 }] }];
    const bar = { type: 'bar', series, axis_config: { categories: ['Mon'], x_label: 'day' } };
    for (const chart of [pie, bar]) {
      const block = { type: 'data_visualization', title: 'SLA', chart };
      expect(told(block)).toEqual([]);
      expect(told(block, 'modal')).toEqual(['unsupported type: data_visualization @ /blocks/0/type']);
    }
  });
  it('an alert is taken in modals and refused elsewhere', () => {
    const alert = { type: 'alert', text: marked('Careful'), level: 'warning' };
    expect(told(alert, 'modal')).toEqual([]);
    expect(told(alert, 'message')).toEqual(['unsupported type: alert @ /blocks/0/type']);
    expect(told(alert, 'home')).toEqual(['unsupported type: alert @ /blocks/0/type']);
  });
  it('a file block is refused everywhere', () => {
    const file = { type: 'file', source: 'remote', external_id: 'x' };
    for (const surface of surfaces) expect(told(file, surface)).toEqual(['unsupported type: file @ /blocks/0/type']);
  });
  it('a file input is taken in modals and refused in messages', () => {
    const file = input({ type: 'file_input', filetypes: ['pdf'], max_files: 10 });
    expect(told(file, 'modal')).toEqual([]);
    expect(told(file)).toEqual(['unsupported type: file_input @ /blocks/0/element/type']);
  });
  it('an emoji counts as one character', () => {
    expect(told({ type: 'header', text: words('🎫'.repeat(150)) })).toEqual([]);
    expect(told({ type: 'header', text: words('🎫'.repeat(151)) })).toHaveLength(2);
  });
});

const wrapped = (pointer: string, precise: string) => [`failed to match all allowed schemas @ ${pointer}`, precise];
const tooLong = (pointer: string, max: number) =>
  wrapped(pointer, `must be less than ${max + 1} characters @ ${pointer}/text`);

const b = '/blocks/0';
const refused: [promise: string, block: unknown, told: string[]][] = [
  ['a long section text', section({ text: marked(x(3001)) }), tooLong(`${b}/text`, 3000)],
  [
    'an empty section text',
    section({ text: marked('') }),
    wrapped(`${b}/text`, `must be more than 0 characters @ ${b}/text/text`),
  ],
  ['a section without text and fields', { type: 'section' }, [`must define either \`text\` or \`fields\` @ ${b}/type`]],
  ['eleven fields', section({ fields: Array(11).fill(words('f')) }), [`no more than 10 items allowed @ ${b}/fields`]],
  ['no fields', section({ fields: [] }), [`must provide at least 1 items @ ${b}/fields`]],
  ['a long field', section({ fields: [words(x(2001))] }), tooLong(`${b}/fields/0`, 2000)],
  ['a long header', { type: 'header', text: words(x(151)) }, tooLong(`${b}/text`, 150)],
  [
    'a header in mrkdwn',
    { type: 'header', text: marked('h') },
    wrapped(`${b}/text`, `must be a valid enum value @ ${b}/text/type`),
  ],
  ['header level 5', { type: 'header', text: words('h'), level: 5 }, [`must be less than 4 @ ${b}/level`]],
  ['header level 0', { type: 'header', text: words('h'), level: 0 }, [`must be greater than 1 @ ${b}/level`]],
  [
    'a fraction as header level',
    { type: 'header', text: words('h'), level: 1.5 },
    [`must provide an integer @ ${b}/level`],
  ],
  [
    'eleven context elements',
    { type: 'context', elements: Array(11).fill(words('c')) },
    [`no more than 10 items allowed @ ${b}/elements`],
  ],
  [
    'a button in a context',
    { type: 'context', elements: [button()] },
    [`unsupported type: button @ ${b}/elements/0/type`],
  ],
  [
    '26 actions',
    actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: `a${n}` }))),
    [`no more than 25 items allowed @ ${b}/elements`],
  ],
  ['no actions', actions(), [`must provide at least 1 items @ ${b}/elements`]],
  ['elements that are no list', { type: 'actions', elements: {} }, [`must provide an array @ ${b}/elements`]],
  [
    'a multi-select among actions',
    actions({ type: 'multi_users_select' }),
    [`unsupported element: multiselect @ ${b}`],
  ],
  [
    'a text input among actions',
    actions({ type: 'plain_text_input' }),
    [`unsupported type: plain_text_input @ ${b}/elements/0/type`],
  ],
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
  ['a long block_id', { type: 'divider', block_id: x(256) }, [`must be less than 256 characters @ ${b}/block_id`]],
  ['a text on a divider', { type: 'divider', text: words('t') }, [`invalid additional property: text @ ${b}`]],
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
  ['an image without source', { type: 'image', alt_text: 'a' }, [`missing required field: image_url @ ${b}`]],
  [
    'an image without alt text',
    { type: 'image', image_url: 'https://e.example/a' },
    [`missing required field: alt_text @ ${b}`],
  ],
  [
    'an image with two sources',
    { type: 'image', alt_text: 'a', image_url: 'https://e.example/a', slack_file: { id: 'F1' } },
    [`failed to match exactly one allowed schema @ ${b}`],
  ],
  [
    'a title on an image element',
    section({ accessory: { type: 'image', alt_text: 'a', image_url: 'https://e.example/a', title: words('t') } }),
    [`invalid additional property: title @ ${b}/accessory`],
  ],
  [
    'a long alt text',
    { type: 'image', image_url: 'https://e.example/a', alt_text: x(2001) },
    [`must be less than 2001 characters @ ${b}/alt_text`],
  ],
  [
    'a long image title',
    { type: 'image', image_url: 'https://e.example/a', alt_text: 'a', title: words(x(2001)) },
    tooLong(`${b}/title`, 2000),
  ],
  ['a button as input', input(button()), [`unsupported type: button @ ${b}/element/type`]],
  [
    'an overflow as input',
    input({ type: 'overflow', options: options(1) }),
    [`unsupported type: overflow @ ${b}/element/type`],
  ],
  [
    'an input without label',
    { type: 'input', element: { type: 'plain_text_input' } },
    [`missing required field: label @ ${b}`],
  ],
  ['an input without element', { type: 'input', label: words('l') }, [`missing required field: element @ ${b}`]],
  ['a long label', input({ type: 'plain_text_input' }, { label: words(x(2001)) }), tooLong(`${b}/label`, 2000)],
  ['a long hint', input({ type: 'plain_text_input' }, { hint: words(x(2001)) }), tooLong(`${b}/hint`, 2000)],
  ['text as optional', input({ type: 'plain_text_input' }, { optional: 'yes' }), [`must be a boolean @ ${b}/optional`]],
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
  [
    'emoji on mrkdwn',
    section({ text: { ...marked('t'), emoji: true } }),
    wrapped(`${b}/text`, `invalid additional property: emoji @ ${b}/text`),
  ],
  ['a bare string as text', section({ text: 'hello' }), wrapped(`${b}/text`, `must provide an object @ ${b}/text`)],
  [
    'an unknown kind of text',
    section({ text: { type: 'html', text: 't' } }),
    wrapped(`${b}/text`, `unsupported type: html @ ${b}/text/type`),
  ],
  [
    'a number as text',
    section({ text: { type: 'mrkdwn', text: 1 } }),
    wrapped(`${b}/text`, `must provide a string @ ${b}/text/text`),
  ],
  ['an unknown block', { type: 'banner' }, [`unsupported type: banner @ ${b}/type`]],
  ['a block named like a property of every object', { type: 'toString' }, [`unsupported type: toString @ ${b}/type`]],
  ['a block without type', { text: words('t') }, [`missing required field: type @ ${b}`]],
  ['a string as block', 'hello', [`must provide an object @ ${b}`]],
  [
    'a list within a list of rich text',
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_list', style: 'bullet', elements: [] }],
        },
      ],
    },
    [`unsupported type: rich_text_list @ ${b}/elements/0/elements/0/type`],
  ],
  [
    'an empty text in rich text',
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] },
    [`must be more than 0 characters @ ${b}/elements/0/elements/0/text`],
  ],
  ['a video title of 200', { ...everywhere.video, title: words(x(200)) }, tooLong(`${b}/title`, 199)],
  [
    'a video over http',
    { ...everywhere.video, video_url: 'http://v.example' },
    [`input must match regex pattern: ^https:// @ ${b}/video_url`],
  ],
  [
    'six context actions',
    {
      type: 'context_actions',
      elements: Array.from({ length: 6 }, (_, n) => ({
        type: 'icon_button',
        icon: 'trash',
        text: words('t'),
        action_id: `a${n}`,
      })),
    },
    [`no more than 5 items allowed @ ${b}/elements`],
  ],
  [
    'an icon button without text',
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash' }] },
    [`missing required field: text @ ${b}/elements/0`],
  ],
  [
    'an icon that is not there',
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'star', text: words('t') }] },
    [`must be a valid enum value @ ${b}/elements/0/icon`],
  ],
  [
    '101 table rows',
    { type: 'table', rows: Array(101).fill([{ type: 'raw_text', text: 'c' }]) },
    [`no more than 100 items allowed @ ${b}/rows`],
  ],
  [
    '21 table cells',
    { type: 'table', rows: [Array(21).fill({ type: 'raw_text', text: 'c' })] },
    [`no more than 20 items allowed @ ${b}/rows/0`],
  ],
  [
    '21 column settings',
    { type: 'table', rows: [[{ type: 'raw_text', text: 'c' }]], column_settings: Array(21).fill({}) },
    [`no more than 20 items allowed @ ${b}/column_settings`],
  ],
  [
    'a raw number in a data table',
    {
      type: 'data_table',
      caption: 'c',
      rows: [[{ type: 'raw_text', text: 'h' }], [{ type: 'raw_number', value: 1, text: '1' }]],
    },
    [`unsupported type: raw_number @ ${b}/rows/1/0/type`],
  ],
  [
    'a data table without caption',
    { type: 'data_table', rows: [[{ type: 'raw_text', text: 'h' }], [{ type: 'raw_text', text: '1' }]] },
    [`missing required field: caption @ ${b}`],
  ],
  [
    'a data table of one row',
    { type: 'data_table', caption: 'c', rows: [[{ type: 'raw_text', text: 'h' }]] },
    [`must provide at least 2 items @ ${b}/rows`],
  ],
  [
    'rows of unequal length in a data table',
    {
      type: 'data_table',
      caption: 'c',
      rows: [[{ type: 'raw_text', text: 'h' }], Array(2).fill({ type: 'raw_text', text: '1' })],
    },
    [`must provide exactly 1 items @ ${b}/rows/1`],
  ],
  [
    'a bare string as card title',
    { type: 'card', title: 'Card' },
    wrapped(`${b}/title`, `must provide an object @ ${b}/title`),
  ],
  ['an empty card', { type: 'card', subtitle: marked('s') }, [`failed to match any allowed schemas @ ${b}`]],
  ['a long card body', { type: 'card', body: marked(x(201)) }, tooLong(`${b}/body`, 200)],
  [
    'eleven cards',
    { type: 'carousel', elements: Array(11).fill({ type: 'card', title: marked('t') }) },
    [`no more than 10 items allowed @ ${b}/elements`],
  ],
  [
    'a container with blocks instead of child_blocks',
    { type: 'container', title: words('t'), blocks: [] },
    [`missing required field: child_blocks @ ${b}`, `invalid additional property: blocks @ ${b}`],
  ],
  [
    'eleven child blocks',
    { type: 'container', title: words('t'), child_blocks: Array(11).fill({ type: 'divider' }) },
    [`no more than 10 items allowed @ ${b}/child_blocks`],
  ],
  [
    'a container without title',
    { type: 'container', child_blocks: [{ type: 'divider' }] },
    [`must define either \`title\` or \`rich_text_title\` @ ${b}/type`],
  ],
  [
    'a container in a container',
    { type: 'container', title: words('t'), child_blocks: [outsideModals.container] },
    [`unsupported type: container @ ${b}/child_blocks/0/type`],
  ],
  [
    'a folded container that cannot be folded',
    { type: 'container', title: words('t'), default_collapsed: true, child_blocks: [{ type: 'divider' }] },
    [`\`default_collapsed\` requires \`is_collapsible\` @ ${b}/default_collapsed`],
  ],
  ['a text object as plan title', { type: 'plan', title: words('t') }, [`must provide a string @ ${b}/title`]],
  [
    'an unknown task status',
    { type: 'task_card', task_id: '1', title: 't', status: 'done' },
    [`must be a valid enum value @ ${b}/status`],
  ],
  [
    'an axis title beside the series',
    {
      type: 'data_visualization',
      title: 't',
      chart: {
        type: 'bar',
        x_label: 'x',
        series: [{ name: 's', data: [{ label: 'l', value: 1 }] }],
        axis_config: { categories: ['l'] },
      },
    },
    [`invalid additional property: x_label @ ${b}/chart`],
  ],
];

describe('blocks that Slack refuses', () => {
  it.each(refused)('%s is refused', (_, block, expected) => {
    expect(told(block)).toEqual(expected);
  });
  it('a file input that reports each change is refused', () => {
    expect(told(input({ type: 'file_input' }, { dispatch_action: true }), 'modal')).toEqual([
      '`dispatch_action` cannot be used with `file_input` @ /blocks/0/dispatch_action',
    ]);
  });
  it('a long alert is refused', () => {
    expect(told({ type: 'alert', text: words(x(201)) }, 'modal')).toEqual(tooLong('/blocks/0/text', 200));
  });
  it('the 51st block of a message and the 101st of a view are refused', () => {
    const dividers = (count: number) => Array(count).fill({ type: 'divider' });
    expect(validateBlocks(dividers(50), 'message')).toEqual([]);
    expect(validateBlocks(dividers(51), 'message')).toEqual([
      { message: 'no more than 50 items allowed', pointer: '/blocks' },
    ]);
    expect(validateBlocks(dividers(100), 'home')).toEqual([]);
    expect(validateBlocks(dividers(101), 'modal')).toEqual([
      { message: 'no more than 100 items allowed', pointer: '/blocks' },
    ]);
  });
  it('a block_id used twice is refused, also inside a container', () => {
    const divider = { type: 'divider', block_id: 'a' };
    const container = { type: 'container', title: words('t'), child_blocks: [divider] };
    expect(validateBlocks([divider, divider], 'message')).toEqual([
      { message: '`block_id` "a" already exists', pointer: '/blocks/1/block_id' },
    ]);
    expect(validateBlocks([divider, container], 'message')).toEqual([
      { message: '`block_id` "a" already exists', pointer: '/blocks/1/child_blocks/0/block_id' },
    ]);
  });
  it('an action_id may return in another block', () => {
    expect(
      validateBlocks([actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))], 'message'),
    ).toEqual([]);
  });
  it('every fault is told, in the order of the blocks', () => {
    const faults = validateBlocks(
      [
        { type: 'header', text: words(x(151)) },
        { type: 'divider', text: 1 },
      ],
      'message',
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/blocks/0/text', '/blocks/0/text/text', '/blocks/1']);
  });
  it('blocks that are no list are refused', () => {
    expect(validateBlocks({}, 'message')).toEqual([{ message: 'must provide an array', pointer: '/blocks' }]);
  });
});
