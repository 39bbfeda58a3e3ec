import type { Button, ContextBlock, KnownBlock, PlainTextElement, SectionBlock } from '@slack/types';
import type { Content } from '../outbox/post.ts';
import { cut, cutMarkup, join, type Mrkdwn } from './text.ts';

/** Slack's limits as far as our blocks can meet them; texts are cut rather than refused. */
const LIMIT = {
  section: 3000,
  header: 150,
  context: 2000,
  button: 75,
  blocks: 50,
  homeBlocks: 100,
  allText: 9000,
  lines: 7000,
  notification: 3900,
};

export const plainText = (text: string, max = LIMIT.header): PlainTextElement => ({
  type: 'plain_text',
  text: cut(text, max),
  emoji: true,
});

const mrkdwn = (text: Mrkdwn, max: number) => ({ type: 'mrkdwn' as const, text: cutMarkup(text, max) });

export const section = (text: Mrkdwn, accessory?: SectionBlock['accessory']): KnownBlock => ({
  type: 'section',
  text: mrkdwn(text, LIMIT.section),
  ...(accessory ? { accessory } : {}),
});

export const header = (text: string): KnownBlock => ({ type: 'header', text: plainText(text) });

export const divider = (): KnownBlock => ({ type: 'divider' });

export const context = (...texts: Mrkdwn[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, 10).map((text) => mrkdwn(text, LIMIT.context)),
});

/** A row of buttons and selects; nothing at all when none is left. */
export function actions(...elements: (ActionElement | null | undefined | false)[]): KnownBlock[] {
  const there = elements.filter((element): element is ActionElement => Boolean(element));
  return there.length === 0 ? [] : [{ type: 'actions', elements: there.slice(0, 25) }];
}

export type ActionElement = Extract<KnownBlock, { type: 'actions' }>['elements'][number];

/** A button that only opens a link. */
export const linkButton = (label: string, url: string): Button => ({
  type: 'button',
  text: plainText(label, LIMIT.button),
  url,
  action_id: 'open-link',
});

/**
 * Lines, several a section since a block each would soon meet Slack's limits, and how many of them found room in `budget`
 * characters and Slack's section length.
 */
export function linesWithin(lines: Mrkdwn[], budget = LIMIT.lines): { blocks: KnownBlock[]; shown: number } {
  const blocks: KnownBlock[] = [];
  let together: Mrkdwn[] = [];
  let shown = 0;
  let left = budget;
  const close = () => {
    if (together.length > 0) blocks.push(section(join(together, '\n')));
    together = [];
  };
  for (const line of lines) {
    left -= JSON.stringify(line.mrkdwn).length;
    if (left < 0) break;
    if (together.length === 5 || join([...together, line], '\n').mrkdwn.length > LIMIT.section) close();
    together.push(line);
    shown += 1;
  }
  close();
  return { blocks, shown };
}

/** What a Home tab shows; blocks beyond Slack's count are cut at the end. */
export const homeContent = (blocks: KnownBlock[]): Content => ({
  text: 'Home',
  blocks: blocks.slice(0, LIMIT.homeBlocks),
});

/** A whole message: `text` is what a notification shows; blocks beyond Slack's count or size are cut at the end. */
export function content(text: Mrkdwn, blocks: KnownBlock[] = []): Content {
  const kept: KnownBlock[] = [];
  let characters = 0;
  for (const block of blocks.slice(0, LIMIT.blocks)) {
    characters += charactersIn(block);
    if (characters > LIMIT.allText && block.type !== 'actions') continue;
    kept.push(block);
  }
  return { text: cutMarkup(text, LIMIT.notification), ...(kept.length > 0 ? { blocks: kept } : {}) };
}

/** Characters of all texts in a block, those that buttons carry included: no fewer than Slack counts. */
function charactersIn(part: unknown): number {
  if (typeof part === 'string') return part.length;
  if (typeof part !== 'object' || part === null) return 0;
  let characters = 0;
  for (const inner of Object.values(part)) characters += charactersIn(inner);
  return characters;
}
