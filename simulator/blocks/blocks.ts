import { blockLimits, textLimits } from '../limits.ts';
import { charts } from './charts.ts';
import { elements, inActions, inInput, inSection } from './elements.ts';
import { anyText, blockId, mrkdwnText, picture, plainText, textMembers } from './objects.ts';
import { richText } from './rich-text.ts';
import { anyOf, collapsedNeedsCollapsible, either, equalRows, noDispatchOfFiles, noMultiSelect } from './rules.ts';
import {
  boolean,
  type Fields,
  integer,
  list,
  number,
  type ObjectSchema,
  object,
  oneOf,
  only,
  pick,
  type Rule,
  string,
  union,
} from './schema.ts';

const block = (type: string, required: Fields, optional: Fields = {}, rules: readonly Rule[] = []): ObjectSchema =>
  object({ type: oneOf(type), ...required }, { block_id: blockId, ...optional }, rules);

const image = object(picture.required, picture.optional, picture.rules);
const somewhere = string({ format: 'uri' });
const secure = string({ format: 'uri', pattern: '^https://' });

const basic: Record<string, ObjectSchema> = {
  section: block(
    'section',
    {},
    {
      text: anyText(textLimits.section),
      fields: list(anyText(textLimits.field), 1, blockLimits.sectionFields),
      accessory: union(inSection),
      expand: boolean,
    },
    [either('text', 'fields')],
  ),
  actions: block('actions', { elements: list(union(inActions), 1, blockLimits.actionsElements) }, {}, [noMultiSelect]),
  context: block('context', {
    elements: list(union({ image, ...textMembers(textLimits.context) }), 1, blockLimits.contextElements),
  }),
  divider: block('divider', {}),
  header: block('header', { text: plainText(textLimits.header) }, { level: integer(1, blockLimits.headerLevel) }),
  image: object(
    picture.required,
    { ...picture.optional, block_id: blockId, title: plainText(textLimits.imageTitle) },
    picture.rules,
  ),
  input: block(
    'input',
    { label: plainText(textLimits.label), element: union(inInput) },
    { hint: plainText(textLimits.hint), optional: boolean, dispatch_action: boolean },
    [noDispatchOfFiles],
  ),
  rich_text: richText,
  video: block(
    'video',
    {
      video_url: secure,
      thumbnail_url: somewhere,
      alt_text: string({ min: 1 }),
      title: plainText(textLimits.videoTitle),
    },
    {
      title_url: secure,
      author_name: string({ max: textLimits.videoAuthor }),
      provider_name: string(),
      provider_icon_url: somewhere,
      description: plainText(textLimits.videoDescription),
    },
  ),
};

const rawText = object({ type: oneOf('raw_text'), text: string({ min: 1 }) });
const rawNumber = object({ type: oneOf('raw_number'), value: number, text: string({ min: 1 }) });

const table = block(
  'table',
  {
    rows: list(
      list(union({ rich_text: richText, raw_text: rawText, raw_number: rawNumber }), 1, blockLimits.tableCells),
      1,
      blockLimits.tableRows,
    ),
  },
  {
    column_settings: list(
      object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }),
      0,
      blockLimits.tableColumnSettings,
    ),
  },
);

const dataTable = block(
  'data_table',
  {
    caption: string({ min: 1 }),
    rows: list(
      list(union({ rich_text: richText, raw_text: rawText }), 1, blockLimits.dataTableColumns),
      2,
      blockLimits.dataTableRows,
    ),
  },
  {
    page_size: integer(1, blockLimits.dataTablePageSize),
    row_header_column_index: integer(0, blockLimits.dataTableColumns - 1),
  },
  [equalRows],
);

const card = block(
  'card',
  {},
  {
    hero_image: image,
    icon: image,
    title: mrkdwnText(textLimits.cardHeading),
    subtitle: mrkdwnText(textLimits.cardHeading),
    body: mrkdwnText(textLimits.cardBody),
    actions: list(union(pick(elements, 'button')), 1, blockLimits.cardButtons),
  },
  [anyOf('hero_image', 'title', 'actions', 'body')],
);

const container = block(
  'container',
  {
    child_blocks: list(union({ ...basic, table }), 1, blockLimits.containerChildren),
  },
  {
    title: plainText(textLimits.containerHeading),
    rich_text_title: richText,
    subtitle: anyText(textLimits.containerHeading),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: image,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
  [either('title', 'rich_text_title'), collapsedNeedsCollapsible],
);

const source = object({ type: oneOf('url'), url: somewhere, text: string({ min: 1 }) });

const taskCard = block(
  'task_card',
  {
    task_id: string({ min: 1 }),
    title: string({ min: 1 }),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { details: richText, output: richText, sources: list(union({ url: source })) },
);

const inMessages = ['message'] as const;
const outsideModals = ['message', 'home'] as const;

/** Every block by its type, with the surfaces that take it. A `file` block appears in stored messages only, so apps cannot send one. */
export const blocks: Record<string, ObjectSchema> = {
  ...basic,
  card,
  markdown: only(inMessages, block('markdown', { text: string({ min: 1 }) })),
  context_actions: only(
    inMessages,
    block('context_actions', {
      elements: list(union(pick(elements, 'feedback_buttons', 'icon_button')), 1, blockLimits.contextActionsElements),
    }),
  ),
  task_card: only(inMessages, taskCard),
  plan: only(
    inMessages,
    block(
      'plan',
      { title: string({ min: 1 }) },
      { tasks: list(union({ task_card: taskCard }), 0, blockLimits.planTasks) },
    ),
  ),
  data_visualization: only(
    inMessages,
    block('data_visualization', { title: string({ min: 1, max: textLimits.chartTitle }), chart: union(charts) }),
  ),
  alert: only(
    ['modal'],
    block(
      'alert',
      { text: anyText(textLimits.alert) },
      { level: oneOf('default', 'info', 'warning', 'error', 'success') },
    ),
  ),
  carousel: only(outsideModals, block('carousel', { elements: list(union({ card }), 1, blockLimits.carouselCards) })),
  table: only(outsideModals, table),
  data_table: only(outsideModals, dataTable),
  container: only(outsideModals, container),
};
