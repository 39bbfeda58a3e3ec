import type { JsonObject } from './schema.ts';

type Style = Record<string, true>;

/** The elements of the rich text that mrkdwn stands for. */
export function richTextElements(text: string): JsonObject[] {
  const parts = text.split(/```\n?([\s\S]+?)\n?```\n?/u);
  return parts.flatMap((part, index) => {
    if (part === '') return [];
    if (index % 2 === 0) return paragraphs(part);
    return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: unescaped(part) }], border: 0 }];
  });
}

/** Lines that begin with `>` become quotes, all others sections. */
function paragraphs(text: string): JsonObject[] {
  const groups: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quote = /^(?:&gt;|>) ?/u.exec(line);
    const last = groups.at(-1);
    const content = quote ? line.slice(quote[0].length) : line;
    if (last && last.quoted === (quote !== null)) last.lines.push(content);
    else groups.push({ quoted: quote !== null, lines: [content] });
  }
  return groups
    .map(({ quoted, lines }) => ({
      type: quoted ? 'rich_text_quote' : 'rich_text_section',
      elements: inline(lines.join('\n'), {}),
    }))
    .filter(({ elements }) => elements.length > 0);
}

const token =
  /(?<entity><[^<>\n]+>)|(?<emoji>:[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?)|`(?<code>[^`\n]+)`|(?<![\p{L}\p{N}])(?:\*(?<bold>[^*\n]+)\*|_(?<italic>[^_\n]+)_|~(?<strike>[^~\n]+)~)(?![\p{L}\p{N}])/gu;

function inline(text: string, style: Style): JsonObject[] {
  const found: JsonObject[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    found.push(...plain(text.slice(end, match.index), style));
    end = match.index + match[0].length;
    found.push(...element(match.groups ?? {}, style));
  }
  return [...found, ...plain(text.slice(end), style)];
}

function element(groups: Record<string, string | undefined>, style: Style): JsonObject[] {
  if (groups.entity) return [styled(entity(groups.entity.slice(1, -1)), style)];
  if (groups.emoji) return [styled(emoji(groups.emoji), style)];
  if (groups.code) return plain(groups.code, { ...style, code: true });
  if (groups.bold) return inline(groups.bold, { ...style, bold: true });
  if (groups.italic) return inline(groups.italic, { ...style, italic: true });
  return inline(groups.strike ?? '', { ...style, strike: true });
}

const plain = (text: string, style: Style): JsonObject[] =>
  text === '' ? [] : [styled({ type: 'text', text: unescaped(text) }, style)];

const styled = (object: JsonObject, style: Style): JsonObject =>
  Object.keys(style).length > 0 ? { ...object, style } : object;

function emoji(written: string): JsonObject {
  const [name, tone] = written.slice(1, -1).split('::skin-tone-');
  return { type: 'emoji', name, ...(tone ? { skin_tone: Number(tone) } : {}) };
}

/** What stands between `<` and `>`: a mention, a date or a link. */
function entity(inner: string): JsonObject {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescaped(inner.slice(bar + 1));
  const id = target.slice(1);
  if (/^@[UW]/u.test(target)) return { type: 'user', user_id: id };
  if (/^#[CGD]/u.test(target)) return { type: 'channel', channel_id: id };
  if (target.startsWith('!subteam^')) return { type: 'usergroup', usergroup_id: target.slice('!subteam^'.length) };
  if (/^!(?:here|channel|everyone)$/u.test(target)) return { type: 'broadcast', range: id };
  const date = /^!date\^(?<timestamp>\d+)\^(?<format>[^^]+)(?:\^(?<url>.+))?$/u.exec(target)?.groups;
  if (date) {
    const optional = { ...(date.url ? { url: date.url } : {}), ...(label ? { fallback: label } : {}) };
    return { type: 'date', timestamp: Number(date.timestamp), format: date.format, ...optional };
  }
  return { type: 'link', url: unescaped(target), ...(label ? { text: label } : {}) };
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
