/** How words are set off from each other. Every function returns the text with nothing but marks around it. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  control(text: string): string;
  link(text: string): string;
  /** What people are told apart by. */
  name(text: string): string;
}

const same = (text: string): string => text;

/** For files and pipes, and for comparing. */
export const plain: Paint = { bold: same, dim: same, good: same, bad: same, control: same, link: same, name: same };

const ESCAPE = '\u001b[';
const mark =
  (on: number, off: number) =>
  (text: string): string =>
    `${ESCAPE}${on}m${text}${ESCAPE}${off}m`;

const colours: Paint = {
  bold: mark(1, 22),
  dim: mark(2, 22),
  good: mark(32, 39),
  bad: mark(31, 39),
  control: mark(36, 39),
  link: mark(4, 24),
  name: mark(33, 39),
};

/** Colours where a person sees them on a terminal that has them; `NO_COLOR` switches them off. */
export function paintFor(stream: { isTTY?: boolean; hasColors?(): boolean }): Paint {
  return stream.isTTY && stream.hasColors?.() ? colours : plain;
}

const MARK = `${ESCAPE.replace('[', '\\[')}\\d+m`;
const MARKS = new RegExp(MARK, 'g');

/** How many columns a text takes, marks not counted; emoji take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text.replace(MARKS, ''))) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE = /\p{Emoji_Presentation}|\uFE0F/u;

/** A line as several of at most `width` columns, broken between words but never inside a `[button]`. */
export function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const [, gap = '', word = ''] of line.matchAll(WORDS)) {
    if (word !== '' && current.trim() !== '' && widthOf(current + gap + word) > width) {
      lines.push(current);
      current = word;
    } else current += gap + word;
  }
  return [...lines, current];
}

/** A gap and the word after it; `[two words]` are one, whatever they are marked with. */
const WORDS = new RegExp(`( *)((?:${MARK})*(?:\\[[^\\]]*\\]|[^ ])[^ ]*|$)`, 'g');
