import { elementLimits, textLimits } from '../limits.ts';
import {
  actionId,
  choiceOption,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  optionGroup,
  overflowOption,
  picture,
  plainText,
  selectOption,
  style,
  url,
} from './objects.ts';
import { richText } from './rich-text.ts';
import { either, initialIsOffered, ordered } from './rules.ts';
import {
  boolean,
  type Fault,
  type Fields,
  integer,
  list,
  type ObjectSchema,
  object,
  oneOf,
  only,
  pick,
  type Rule,
  string,
} from './schema.ts';

const element = (type: string, required: Fields, optional: Fields, rules: readonly Rule[] = []): ObjectSchema =>
  object({ type: oneOf(type), ...required }, { action_id: actionId, ...optional }, rules);

const placeholder = plainText(textLimits.placeholder);
const focusable = { focus_on_load: boolean };
const picker = { ...focusable, confirm, placeholder };
const textInput = { ...focusable, placeholder, dispatch_action_config: dispatchActionConfig };
const several = { max_selected_items: integer(1) };
const label = string({ min: 1, max: elementLimits.accessibilityLabel });
const value = string({ min: 1, max: elementLimits.buttonValue });
const buttonText = plainText(elementLimits.buttonText);
const id = string({ min: 1 });
const decimal = string({ pattern: '^-?[0-9]+(\\.[0-9]+)?$' });

const optionsOrGroups: Fields = {
  options: list(selectOption, 1, elementLimits.options),
  option_groups: list(optionGroup, 1, elementLimits.optionGroups),
};
const notBoth: Rule = (object, pointer): Fault[] =>
  object.options !== undefined && object.option_groups !== undefined
    ? [{ message: 'failed to match exactly one allowed schema', pointer }]
    : [];
const optionRules = [either('options', 'option_groups'), notBoth, initialIsOffered];
const choices = list(choiceOption, 1, elementLimits.choices);
const conversationOptions = { default_to_current_conversation: boolean, filter: conversationFilter };
const responseUrl = { response_url_enabled: boolean };
const feedbackButton = object({ text: buttonText, value }, { accessibility_label: label });

const trigger = object(
  { url },
  { customizable_input_parameters: list(object({ name: string({ min: 1 }), value: string() })) },
);

/** Every element by its type. */
export const elements: Record<string, ObjectSchema> = {
  button: element('button', { text: buttonText }, { value, url, style, confirm, accessibility_label: label }),
  workflow_button: element(
    'workflow_button',
    { text: buttonText, workflow: object({ trigger }) },
    { style, confirm, accessibility_label: label },
  ),
  icon_button: element(
    'icon_button',
    { icon: oneOf('trash'), text: buttonText },
    { value, confirm, accessibility_label: label, visible_to_user_ids: list(id) },
  ),
  feedback_buttons: element(
    'feedback_buttons',
    { positive_button: feedbackButton, negative_button: feedbackButton },
    {},
  ),
  overflow: element('overflow', { options: list(overflowOption, 1, elementLimits.overflowOptions) }, { confirm }),
  static_select: element(
    'static_select',
    {},
    { ...picker, ...optionsOrGroups, initial_option: selectOption },
    optionRules,
  ),
  multi_static_select: element(
    'multi_static_select',
    {},
    { ...picker, ...several, ...optionsOrGroups, initial_options: list(selectOption) },
    optionRules,
  ),
  external_select: element(
    'external_select',
    {},
    { ...picker, initial_option: selectOption, min_query_length: integer(0) },
  ),
  multi_external_select: element(
    'multi_external_select',
    {},
    { ...picker, ...several, initial_options: list(selectOption), min_query_length: integer(0) },
  ),
  users_select: element('users_select', {}, { ...picker, initial_user: id }),
  multi_users_select: element('multi_users_select', {}, { ...picker, ...several, initial_users: list(id) }),
  conversations_select: element(
    'conversations_select',
    {},
    { ...picker, ...responseUrl, ...conversationOptions, initial_conversation: id },
  ),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    { ...picker, ...several, ...conversationOptions, initial_conversations: list(id) },
  ),
  channels_select: element('channels_select', {}, { ...picker, ...responseUrl, initial_channel: id }),
  multi_channels_select: element('multi_channels_select', {}, { ...picker, ...several, initial_channels: list(id) }),
  checkboxes: element(
    'checkboxes',
    { options: choices },
    { ...focusable, confirm, initial_options: list(choiceOption) },
    [initialIsOffered],
  ),
  radio_buttons: element(
    'radio_buttons',
    { options: choices },
    { ...focusable, confirm, initial_option: choiceOption },
    [initialIsOffered],
  ),
  datepicker: element(
    'datepicker',
    {},
    { ...picker, initial_date: string({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' }) },
  ),
  timepicker: element(
    'timepicker',
    {},
    { ...picker, initial_time: string({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }), timezone: string({ min: 1 }) },
  ),
  datetimepicker: element(
    'datetimepicker',
    {},
    { ...focusable, confirm, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  ),
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...textInput,
      initial_value: string({ max: elementLimits.inputLength }),
      multiline: boolean,
      min_length: integer(0, elementLimits.inputLength),
      max_length: integer(1, elementLimits.inputLength),
    },
    [ordered('min_length', 'max_length')],
  ),
  email_text_input: element('email_text_input', {}, { ...textInput, initial_value: string({ format: 'email' }) }),
  url_text_input: element('url_text_input', {}, { ...textInput, initial_value: string({ format: 'uri' }) }),
  number_input: element(
    'number_input',
    { is_decimal_allowed: boolean },
    { ...textInput, initial_value: decimal, min_value: decimal, max_value: decimal },
    [ordered('min_value', 'max_value'), ordered('min_value', 'initial_value'), ordered('initial_value', 'max_value')],
  ),
  rich_text_input: element(
    'rich_text_input',
    {},
    {
      ...textInput,
      initial_value: richText,
      min_lines: integer(1, elementLimits.richTextLines),
      max_lines: integer(1, elementLimits.richTextLines),
    },
    [ordered('min_lines', 'max_lines')],
  ),
  file_input: only(
    ['modal'],
    element('file_input', {}, { filetypes: list(string({ min: 1 }), 1), max_files: integer(1, elementLimits.files) }),
  ),
  image: object(picture.required, picture.optional, picture.rules),
};

const selects = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const multiSelects = selects.map((name) => `multi_${name}`);
const pickers = ['datepicker', 'timepicker', 'datetimepicker', 'checkboxes', 'radio_buttons'];
const inputs = [
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'file_input',
];

/** Multi-selects are known here only to be refused with their own text. */
export const inActions = pick(
  elements,
  'button',
  'workflow_button',
  'overflow',
  ...selects,
  ...multiSelects,
  ...pickers,
);
export const inSection = pick(
  elements,
  ...['button', 'workflow_button', 'overflow', 'image', ...selects, ...multiSelects, ...pickers],
);
export const inInput = pick(elements, ...inputs, ...selects, ...multiSelects, ...pickers);
