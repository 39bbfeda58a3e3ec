import { escapeText, type Inline, parseInline } from './mrkdwn.ts';

/** A part of a `markdown` block. */
export type MarkdownPart =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph' | 'quote'; children: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'pre'; text: string }
  | { kind: 'rule' };

/** Reads the everyday part of Markdown: headings, lists, quotes, rules, fenced code and inline styles. */
export function parseMarkdown(source: string): MarkdownPart[] {
  return source
    .split(/^```[^\n]*\n([\s\S]*?)^```[ \t]*$/m)
    .flatMap((part, index): MarkdownPart[] =>
      index % 2 === 1 ? [{ kind: 'pre', text: part.replace(/\n$/, '') }] : parseLines(part),
    );
}

function parseLines(source: string): MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  let open: MarkdownPart | null = null;
  for (const line of source.split('\n')) {
    const part = parseLine(line);
    if (part && open && join(open, part)) continue;
    if (part) parts.push(part);
    open = part;
  }
  return parts;
}

function parseLine(line: string): MarkdownPart | null {
  if (line.trim() === '') return null;
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return { kind: 'heading', level: heading[1]?.length ?? 1, children: inline(heading[2] ?? '') };
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { kind: 'rule' };
  const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
  if (item) return { kind: 'list', ordered: item[1] !== undefined, items: [inline(item[2] ?? '')] };
  const quote = /^>\s?(.*)$/.exec(line);
  return quote ? { kind: 'quote', children: inline(quote[1] ?? '') } : { kind: 'paragraph', children: inline(line) };
}

/** Adds a line to the part before it; false when it starts a part of its own. */
function join(open: MarkdownPart, next: MarkdownPart): boolean {
  if (open.kind === 'list' && next.kind === 'list' && open.ordered === next.ordered) open.items.push(...next.items);
  else if ((open.kind === 'paragraph' || open.kind === 'quote') && next.kind === open.kind)
    open.children.push({ kind: 'break' }, ...next.children);
  else return false;
  return true;
}

/** Markdown's inline marks, written as mrkdwn and read by its parser. */
function inline(text: string): Inline[] {
  const code: string[] = [];
  const held = text.replace(/`[^`]+`/g, (whole) => `\uE000${code.push(whole) - 1}\uE001`);
  const mrkdwn = escapeText(held)
    .replace(
      /\[([^\]]+)\]\((\w+:[^)\s]+)\)/g,
      (_, label: string, url: string) => `<${url}|${label.replaceAll('|', '¦')}>`,
    )
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '\uE002$2\uE002')
    .replace(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])/g, '_$1_')
    .replaceAll('\uE002', '*')
    .replace(/~~(.+?)~~/g, '~$1~')
    .replace(/\uE000(\d+)\uE001/g, (_, index: string) => escapeText(code[Number(index)] ?? ''));
  return parseInline(mrkdwn);
}
