import { blockLimits } from '../limits.ts';
import { blockId } from './objects.ts';
import {
  boolean,
  type Fields,
  integer,
  list,
  type ObjectSchema,
  object,
  oneOf,
  pick,
  string,
  union,
} from './schema.ts';

const style = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    code: boolean,
    underline: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);

const inline = (type: string, required: Fields, optional: Fields = {}): ObjectSchema =>
  object({ type: oneOf(type), ...required }, { ...optional, style });

const inlines: Record<string, ObjectSchema> = {
  text: inline('text', { text: string({ min: 1 }) }),
  link: inline('link', { url: string({ min: 1 }) }, { text: string(), unsafe: boolean }),
  emoji: inline('emoji', { name: string({ min: 1 }) }, { unicode: string(), url: string(), skin_tone: integer(1, 6) }),
  user: inline('user', { user_id: string({ min: 1 }) }),
  usergroup: inline('usergroup', { usergroup_id: string({ min: 1 }) }),
  channel: inline('channel', { channel_id: string({ min: 1 }) }),
  team: inline('team', { team_id: string({ min: 1 }) }),
  broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  color: inline('color', { value: string({ min: 1 }) }),
  date: inline('date', { timestamp: integer(), format: string({ min: 1 }) }, { url: string(), fallback: string() }),
};

const border = integer(0, 1);
const section = object({ type: oneOf('rich_text_section'), elements: list(union(inlines)) });

const richTextParts: Record<string, ObjectSchema> = {
  rich_text_section: section,
  rich_text_list: object(
    {
      type: oneOf('rich_text_list'),
      style: oneOf('bullet', 'ordered'),
      elements: list(union({ rich_text_section: section })),
    },
    { indent: integer(0, blockLimits.richTextIndent), offset: integer(0), border },
  ),
  rich_text_quote: object({ type: oneOf('rich_text_quote'), elements: list(union(inlines)) }, { border }),
  rich_text_preformatted: object(
    { type: oneOf('rich_text_preformatted'), elements: list(union(pick(inlines, 'text', 'link'))) },
    { border },
  ),
};

export const richText: ObjectSchema = object(
  { type: oneOf('rich_text'), elements: list(union(richTextParts)) },
  { block_id: blockId },
);
