import { emojiCharacter } from './emoji.ts';

/** A piece of text inside a line. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user'; id: string }
  | { kind: 'channel'; id: string; label: string | undefined }
  | { kind: 'group'; id: string; label: string | undefined }
  | { kind: 'broadcast'; range: 'here' | 'channel' | 'everyone' }
  | { kind: 'date'; unix: number; format: string; link: string | undefined; fallback: string }
  | { kind: 'emoji'; name: string; character: string }
  | { kind: 'break' };

/** A stretch of whole lines. */
export type Stretch =
  | { kind: 'lines'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'pre'; text: string };

/** Undoes the three escapes that Slack knows. */
export const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Applies the three escapes that Slack asks for, as its client does to everything a person types. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Reads Slack's mrkdwn into stretches of lines, quotes and preformatted text. Never throws: what is not markup stays text. */
export function parseMrkdwn(source: string): Stretch[] {
  return source
    .split(/```([\s\S]*?)```\n?/)
    .flatMap((part, index): Stretch[] =>
      index % 2 === 1 ? [{ kind: 'pre', text: plainText(part).replace(/^\n|\n$/g, '') }] : parseLines(part),
    );
}

function parseLines(source: string): Stretch[] {
  if (source.trim() === '') return [];
  const stretches: Stretch[] = [];
  for (const line of source.replace(/\n$/, '').split('\n')) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    const kind = quoted ? 'quote' : 'lines';
    const children = parseInline(quoted ? (quoted[1] ?? '') : line);
    const last = stretches.at(-1);
    if (last?.kind === kind) last.children.push({ kind: 'break' }, ...children);
    else stretches.push({ kind, children });
  }
  return stretches;
}

type Atom = { char: string } | { inline: Inline };

const ATOM =
  /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:|(https?:\/\/[^\s<>|`]+[^\s<>|`.,;:!?)\]'"*_~])/g;

/** Reads one line of mrkdwn: styles, code, links, mentions, dates, emoji and bare addresses. */
export function parseInline(line: string): Inline[] {
  const atoms: Atom[] = [];
  let from = 0;
  for (const match of line.matchAll(ATOM)) {
    const [whole, token, code, emoji, tone, address] = match;
    const inline = token
      ? parseToken(token)
      : code
        ? ({ kind: 'code', text: plainText(code) } as const)
        : address
          ? ({ kind: 'link', url: unescapeText(address), label: unescapeText(address) } as const)
          : parseEmoji(emoji ?? '', tone);
    if (!inline) continue;
    atoms.push(...characters(line.slice(from, match.index)), { inline });
    from = match.index + whole.length;
  }
  atoms.push(...characters(line.slice(from)));
  return style(atoms);
}

const characters = (text: string): Atom[] => [...unescapeText(text)].map((char) => ({ char }));

function parseEmoji(name: string, tone: string | undefined): Inline | null {
  const character = emojiCharacter(name, tone ? Number(tone) : undefined);
  return character ? { kind: 'emoji', name, character } : null;
}

function parseToken(token: string): Inline | null {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 || bar === token.length - 1 ? undefined : unescapeText(token.slice(bar + 1));
  const date = /^!date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date)
    return {
      kind: 'date',
      unix: Number(date[1]),
      format: unescapeText(date[2] ?? ''),
      link: date[3],
      fallback: label ?? '',
    };
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1) };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice('!subteam^'.length), label };
  const range = /^!(here|channel|everyone)$/.exec(target)?.[1] as 'here' | 'channel' | 'everyone' | undefined;
  if (range) return { kind: 'broadcast', range };
  if (target.startsWith('!')) return { kind: 'text', text: label ?? '' };
  const url = unescapeText(target);
  return /^[a-z][a-z0-9+.-]*:/i.test(url) ? { kind: 'link', url, label: label ?? url } : null;
}

const MARKS: Record<string, 'bold' | 'italic' | 'strike'> = { '*': 'bold', _: 'italic', '~': 'strike' };

function style(atoms: Atom[]): Inline[] {
  const result: Inline[] = [];
  for (let i = 0; i < atoms.length; i++) {
    const atom = atoms[i] as Atom;
    const kind = 'char' in atom ? MARKS[atom.char] : undefined;
    const close = kind ? closing(atoms, i) : -1;
    if (kind && close > 0) {
      result.push({ kind, children: style(atoms.slice(i + 1, close)) });
      i = close;
    } else if ('inline' in atom) result.push(atom.inline);
    else appendText(result, atom.char);
  }
  return result;
}

/** Where the style opened at `open` ends, or -1: marks stand at word borders and never enclose outer blanks. */
function closing(atoms: Atom[], open: number): number {
  const mark = charAt(atoms, open);
  const inner = charAt(atoms, open + 1);
  if (isWord(charAt(atoms, open - 1)) || inner === mark || inner === undefined || /\s/.test(inner)) return -1;
  for (let i = open + 2; i < atoms.length; i++) {
    if (charAt(atoms, i) !== mark) continue;
    const before = charAt(atoms, i - 1) ?? '';
    if (before !== mark && !/\s/.test(before) && !isWord(charAt(atoms, i + 1))) return i;
  }
  return -1;
}

/** The character at a place; markup counts as a sign that is neither blank nor word; outside there is nothing. */
function charAt(atoms: Atom[], index: number): string | undefined {
  const atom = atoms[index];
  if (!atom) return undefined;
  return 'char' in atom ? atom.char : '\u0000';
}

const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

function appendText(result: Inline[], text: string): void {
  const last = result.at(-1);
  if (last?.kind === 'text') last.text += text;
  else result.push({ kind: 'text', text });
}

/** Markup tokens as the words they stand for; used inside code and for short labels. */
export const plainText = (source: string): string =>
  unescapeText(
    source.replace(/<([^<>\n]+)>/g, (whole, token: string) => {
      const bar = token.indexOf('|');
      if (bar >= 0) return token.slice(bar + 1);
      return /^[@#!]/.test(token) ? whole : token;
    }),
  );
