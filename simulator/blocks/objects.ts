import { elementLimits, identifierLimits, textLimits } from '../limits.ts';
import { anyOf, exactlyOne } from './rules.ts';
import {
  all,
  boolean,
  distinct,
  list,
  type ObjectSchema,
  object,
  oneOf,
  type Schema,
  string,
  union,
} from './schema.ts';

export const blockId = string({ min: 1, max: identifierLimits.blockId });
export const actionId = string({ min: 1, max: identifierLimits.actionId });
export const style = oneOf('primary', 'danger');
export const url = string({ max: elementLimits.url, format: 'uri' });

const plain = (max: number): ObjectSchema =>
  object({ type: oneOf('plain_text'), text: string({ min: 1, max }) }, { emoji: boolean });
const mrkdwn = (max: number): ObjectSchema =>
  object({ type: oneOf('mrkdwn'), text: string({ min: 1, max }) }, { verbatim: boolean });

export const plainText = (max: number): Schema => all(plain(max));
export const mrkdwnText = (max: number): Schema => all(mrkdwn(max));
export const anyText = (max: number): Schema => all(union({ plain_text: plain(max), mrkdwn: mrkdwn(max) }));
/** The members of a union that also takes texts. */
export const textMembers = (max: number): Record<string, ObjectSchema> => ({
  plain_text: plain(max),
  mrkdwn: mrkdwn(max),
});

export const confirm = object(
  { text: anyText(elementLimits.confirmText) },
  {
    title: plainText(elementLimits.confirmTitle),
    confirm: plainText(elementLimits.confirmButton),
    deny: plainText(elementLimits.confirmButton),
    style,
  },
);

const optionValue = string({ min: 1, max: elementLimits.optionValue });

export const selectOption = object(
  { text: plainText(elementLimits.optionText), value: optionValue },
  { description: plainText(elementLimits.optionDescription) },
);
export const choiceOption = object(
  { text: anyText(elementLimits.optionText), value: optionValue },
  { description: anyText(elementLimits.optionDescription) },
);
export const overflowOption = object(
  { text: plainText(elementLimits.optionText), value: optionValue },
  { description: plainText(elementLimits.optionDescription), url },
);
export const optionGroup = object({
  label: plainText(elementLimits.groupLabel),
  options: list(selectOption, 1, elementLimits.options),
});

export const conversationFilter = object(
  {},
  {
    include: distinct(oneOf('im', 'mpim', 'private', 'public'), 1),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  [anyOf('include', 'exclude_external_shared_channels', 'exclude_bot_users')],
);

export const dispatchActionConfig = object(
  {},
  { trigger_actions_on: distinct(oneOf('on_enter_pressed', 'on_character_entered'), 1) },
);

const slackFile = object({}, { id: string({ min: 1 }), url: string({ format: 'uri' }) }, [exactlyOne('id', 'url')]);

/** The fields every picture has, as a block and as an element. */
export const picture = {
  required: { type: oneOf('image'), alt_text: string({ min: 1, max: textLimits.altText }) },
  optional: { image_url: string({ max: textLimits.imageUrl, format: 'uri' }), slack_file: slackFile },
  rules: [exactlyOne('image_url', 'slack_file')],
};
