import { describe, expect, it } from 'vitest';
import {
  actions,
  button,
  cell,
  input,
  marked,
  options,
  type Refused,
  section,
  told,
  tooLong,
  words,
  wrapped,
  x,
} from './expectations.ts';
import { everywhere, outsideModals } from './samples.ts';

const b = '/blocks/0';
const points = (count: number) => Array.from({ length: count }, (_, index) => ({ label: `p${index}`, value: index }));
const chart = (inner: object, title = 'SLA') => ({ type: 'data_visualization', title, chart: inner });
const bars = (series: number, length: number) =>
  chart({
    type: 'bar',
    series: Array.from({ length: series }, (_, index) => ({ name: `s${index}`, data: points(length) })),
    axis_config: { categories: ['p0'] },
  });

const refused: Refused[] = [
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
  ['a long block_id', { type: 'divider', block_id: x(256) }, [`must be less than 256 characters @ ${b}/block_id`]],
  ['a text on a divider', { type: 'divider', text: words('t') }, [`invalid additional property: text @ ${b}`]],
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
  [
    'a long video author',
    { ...everywhere.video, author_name: x(50) },
    [`must be less than 50 characters @ ${b}/author_name`],
  ],
  ['a long video description', { ...everywhere.video, description: words(x(3001)) }, tooLong(`${b}/description`, 3000)],
  ['a long card title', { type: 'card', title: marked(x(151)) }, tooLong(`${b}/title`, 150)],
  [
    'four buttons on a card',
    { type: 'card', actions: Array.from({ length: 4 }, (_, n) => button({ action_id: `a${n}` })) },
    [`no more than 3 items allowed @ ${b}/actions`],
  ],
  [
    'a long container title',
    { type: 'container', title: words(x(151)), child_blocks: [{ type: 'divider' }] },
    tooLong(`${b}/title`, 150),
  ],
  [
    '202 rows in a data table',
    { type: 'data_table', caption: 'c', rows: Array(202).fill([cell('c')]) },
    [`no more than 201 items allowed @ ${b}/rows`],
  ],
  [
    '21 columns in a data table',
    { type: 'data_table', caption: 'c', rows: [Array(21).fill(cell('h')), Array(21).fill(cell('c'))] },
    [`no more than 20 items allowed @ ${b}/rows/0`, `no more than 20 items allowed @ ${b}/rows/1`],
  ],
  [
    '101 rows on a page',
    { type: 'data_table', caption: 'c', page_size: 101, rows: [[cell('h')], [cell('c')]] },
    [`must be less than 100 @ ${b}/page_size`],
  ],
  [
    '51 tasks',
    {
      type: 'plan',
      title: 't',
      tasks: Array(51).fill({ type: 'task_card', task_id: '1', title: 't', status: 'error' }),
    },
    [`no more than 50 items allowed @ ${b}/tasks`],
  ],
  [
    'a deeply indented list',
    { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', indent: 9, elements: [] }] },
    [`must be less than 8 @ ${b}/elements/0/indent`],
  ],
  [
    'a long image url',
    { type: 'image', alt_text: 'a', image_url: `https://e.example/${x(2983)}` },
    [`must be less than 3001 characters @ ${b}/image_url`],
  ],
  [
    'a long chart title',
    chart({ type: 'pie', segments: points(1) }, x(51)),
    [`must be less than 51 characters @ ${b}/title`],
  ],
  [
    '13 pie segments',
    chart({ type: 'pie', segments: points(13) }),
    [`no more than 12 items allowed @ ${b}/chart/segments`],
  ],
  [
    'a long segment label',
    chart({ type: 'pie', segments: [{ label: x(21), value: 1 }] }),
    [`must be less than 21 characters @ ${b}/chart/segments/0/label`],
  ],
  ['seven series', bars(7, 1), [`no more than 6 items allowed @ ${b}/chart/series`]],
  ['21 points in a series', bars(1, 21), [`no more than 20 items allowed @ ${b}/chart/series/0/data`]],
];

describe('blocks', () => {
  it.each(refused)('refuse %s', (_, block, expected) => {
    expect(told(block)).toEqual(expected);
  });
  it('refuse a long alert', () => {
    expect(told({ type: 'alert', text: words(x(201)) }, 'modal')).toEqual(tooLong(`${b}/text`, 200));
  });
  it('refuse a file input that reports each change', () => {
    expect(told(input({ type: 'file_input' }, { dispatch_action: true }), 'modal')).toEqual([
      `\`dispatch_action\` cannot be used with \`file_input\` @ ${b}/dispatch_action`,
    ]);
  });
});
