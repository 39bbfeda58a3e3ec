import type { KnownBlock, RichTextBlock } from '@slack/types';
import { marked, words } from './expectations.ts';

const picture = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a chart' } as const;
const offered = { text: words('High'), value: 'high' };
const grouped = [{ label: words('Usual'), options: [offered] }];
const confirm = {
  title: words('Sure?'),
  text: marked('This *closes* it.'),
  confirm: words('Yes'),
  deny: words('No'),
  style: 'danger',
} as const;
const styled: RichTextBlock = {
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'down', style: { bold: true, italic: true, strike: true, code: true } },
        { type: 'link', url: 'https://example.com', text: 'status' },
        { type: 'emoji', name: 'wave', unicode: '1f44b' },
        { type: 'user', user_id: 'U1' },
        { type: 'usergroup', usergroup_id: 'S1' },
        { type: 'channel', channel_id: 'C1' },
        { type: 'team', team_id: 'T1' },
        { type: 'broadcast', range: 'here' },
        { type: 'color', value: '#ff0000' },
        { type: 'date', timestamp: 1_725_000_000, format: '{date_long}', fallback: 'then' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      indent: 1,
      border: 0,
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
    },
    { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
    { type: 'rich_text_preformatted', border: 0, elements: [{ type: 'text', text: 'code' }] },
  ],
};

/** Blocks as Slack's own types and recorded payloads show them, one name each, which every surface takes. */
export const everywhere: Record<string, KnownBlock> = {
  section: { type: 'section', block_id: 's1', text: marked('*T-1* checkout is down'), expand: true },
  'section with fields': { type: 'section', fields: [marked('*Priority*'), words('High')], accessory: picture },
  'section with a multi-select': {
    type: 'section',
    text: words('Who?'),
    accessory: { type: 'multi_users_select', action_id: 'who', initial_users: ['U1'], max_selected_items: 3 },
  },
  'actions with buttons': {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'a',
        text: { ...words('Claim'), emoji: true },
        value: '1',
        style: 'primary',
        confirm,
        accessibility_label: 'Claim ticket 1',
      },
      { type: 'button', action_id: 'b', text: words('Open'), url: 'https://example.com' },
      { type: 'overflow', action_id: 'c', options: [{ ...offered, url: 'https://example.com' }], confirm },
      {
        type: 'workflow_button',
        action_id: 'd',
        text: words('Run'),
        workflow: { trigger: { url: 'https://slack.com/shortcuts/Ft1', customizable_input_parameters: [] } },
      },
    ],
  },
  'actions with selects': {
    type: 'actions',
    elements: [
      {
        type: 'static_select',
        action_id: 'a',
        options: [offered],
        initial_option: offered,
        placeholder: words('Pick'),
      },
      { type: 'static_select', action_id: 'b', option_groups: grouped, initial_option: offered, focus_on_load: false },
      { type: 'external_select', action_id: 'c', min_query_length: 1, initial_option: offered, confirm },
      { type: 'users_select', action_id: 'd', initial_user: 'U1' },
      {
        type: 'conversations_select',
        action_id: 'e',
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        default_to_current_conversation: true,
        response_url_enabled: false,
      },
      { type: 'channels_select', action_id: 'f', initial_channel: 'C1', response_url_enabled: false },
      { type: 'datepicker', action_id: 'g', initial_date: '2026-03-02', placeholder: words('Day') },
      { type: 'timepicker', action_id: 'h', initial_time: '09:00', timezone: 'Europe/Berlin' },
      { type: 'datetimepicker', action_id: 'i', initial_date_time: 1_725_000_000 },
      { type: 'checkboxes', action_id: 'j', options: [{ text: marked('*Yes*'), value: 'y' }] },
      { type: 'radio_buttons', action_id: 'k', options: [offered], initial_option: offered },
    ],
  },
  context: { type: 'context', elements: [picture, marked('due *soon*'), words('nobody yet')] },
  divider: { type: 'divider', block_id: 'd1' },
  header: { type: 'header', text: words('Queue') },
  image: { ...picture, title: words('Load') },
  'image from a file': { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a chart' },
  'text input': {
    type: 'input',
    label: words('Title'),
    hint: words('One line'),
    optional: true,
    dispatch_action: true,
    element: {
      type: 'plain_text_input',
      action_id: 'title',
      multiline: true,
      min_length: 0,
      max_length: 3000,
      placeholder: words('Title'),
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed', 'on_character_entered'] },
    },
  },
  'email input': {
    type: 'input',
    label: words('Mail'),
    element: { type: 'email_text_input', initial_value: 'a@b.example' },
  },
  'url input': {
    type: 'input',
    label: words('Link'),
    element: { type: 'url_text_input', initial_value: 'https://b.example' },
  },
  'number input': {
    type: 'input',
    label: words('Hours'),
    element: { type: 'number_input', is_decimal_allowed: true, min_value: '-1.5', max_value: '8', initial_value: '2' },
  },
  'rich text input': {
    type: 'input',
    label: words('Report'),
    element: { type: 'rich_text_input', initial_value: styled, min_lines: 2, max_lines: 20 },
  },
  'multi-select input': {
    type: 'input',
    label: words('Labels'),
    element: { type: 'multi_static_select', option_groups: grouped, initial_options: [offered], max_selected_items: 2 },
  },
  rich_text: styled,
  video: {
    type: 'video',
    video_url: 'https://video.example/embed/1',
    thumbnail_url: 'https://video.example/1.png',
    alt_text: 'how to',
    title: words('How to'),
    title_url: 'https://video.example/1',
    author_name: 'Ana',
    provider_name: 'Video',
    provider_icon_url: 'https://video.example/icon.png',
    description: words('A walk through'),
  },
  card: {
    type: 'card',
    hero_image: picture,
    icon: picture,
    title: marked('*Card*'),
    subtitle: marked('small'),
    body: marked('text'),
    actions: [{ type: 'button', action_id: 'go', text: words('Go') }],
  },
};

const table: KnownBlock = {
  type: 'table',
  rows: [
    [{ type: 'raw_text', text: 'Key' }, styled],
    [
      { type: 'raw_text', text: 'T-1' },
      { type: 'raw_number', value: 3, text: '3' },
    ],
  ],
  column_settings: [{ align: 'right', is_wrapped: true }],
};

/** Blocks that messages and the Home tab take, modals not. */
export const outsideModals: Record<string, KnownBlock> = {
  table,
  data_table: {
    type: 'data_table',
    caption: 'Queue',
    page_size: 5,
    row_header_column_index: 0,
    rows: [[{ type: 'raw_text', text: 'Key' }], [{ type: 'raw_text', text: 'T-1' }]],
  },
  container: {
    type: 'container',
    title: words('Details'),
    subtitle: marked('*more*'),
    width: 'wide',
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [{ type: 'divider' }, { type: 'section', text: words('inside') }],
  },
  carousel: { type: 'carousel', elements: [{ type: 'card', title: marked('One') }] },
};

/** Blocks that only messages take. */
export const inMessagesOnly: Record<string, KnownBlock> = {
  markdown: { type: 'markdown', text: '# Heading\n\n**bold**' },
  context_actions: {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'f',
        positive_button: { text: words('Good'), value: 'up' },
        negative_button: { text: words('Bad'), value: 'down', accessibility_label: 'Not helpful' },
      },
      { type: 'icon_button', action_id: 'i', icon: 'trash', text: words('Remove'), visible_to_user_ids: ['U1'] },
    ],
  },
  task_card: {
    type: 'task_card',
    task_id: '1',
    title: 'Look',
    status: 'in_progress',
    details: styled,
    sources: [{ type: 'url', url: 'https://example.com', text: 'Source' }],
  },
  plan: {
    type: 'plan',
    title: 'Plan',
    tasks: [{ type: 'task_card', task_id: '1', title: 'Look', status: 'complete' }],
  },
};
