import { sayDate } from '../simulator/client/text/dates.ts';
import type { Inline, Stretch } from '../simulator/client/text/mrkdwn.ts';
import { parseMrkdwn } from '../simulator/client/text/mrkdwn.ts';
import type { Block, Message } from '../simulator/protocol.ts';
import type { Paint } from './paint.ts';

/** Through whose eyes something is read: times are told in their zone, people and channels by name. */
export interface Reader {
  zone: string;
  now: number;
  nameOf(id: string): string;
}

type Fields = Record<string, unknown>;

/** The lines a message shows to a reader, as Slack would draw them: its blocks, or its text where that is all there is. */
export function readMessage(message: Message, reader: Reader, paint: Paint): string[] {
  const drawn = (message.blocks ?? []).filter((block) => block.type !== 'rich_text');
  return drawn.length > 0 ? readBlocks(drawn, reader, paint) : readMrkdwn(message.text, reader, paint);
}

export const readBlocks = (blocks: readonly Block[], reader: Reader, paint: Paint): string[] =>
  blocks.flatMap((block) => readBlock(block, reader, paint));

function readBlock(block: Block, reader: Reader, paint: Paint): string[] {
  switch (block.type) {
    case 'section': {
      const fields = listOf(block.fields).flatMap((field) => readText(field, reader, paint));
      const beside = isFields(block.accessory) ? [readControl(block.accessory, paint)] : [];
      return [...readText(block.text, reader, paint), ...fields, ...beside];
    }
    case 'context':
      return [
        listOf(block.elements)
          .map((element) => readText(element, reader, paint).join(' '))
          .join('  '),
      ];
    case 'header':
      return readText(block.text, reader, paint).map(paint.bold);
    case 'actions':
      return [
        listOf(block.elements)
          .map((element) => readControl(element, paint))
          .join('  '),
      ];
    case 'divider':
      return [];
    default:
      return [`[${block.type}]`];
  }
}

/** A button or select as it looks before it is used. */
export function readControl(element: Fields, paint: Paint): string {
  const isSelect = String(element.type).endsWith('select');
  const label = element.type === 'overflow' ? '⋯' : textOf(element.text) || textOf(element.placeholder);
  return paint.control(`[${label}${isSelect ? ' ▾' : ''}]`);
}

/** The words of a text object without its markup. */
export const textOf = (value: unknown): string => (isFields(value) ? String(value.text ?? '') : '');

function readText(value: unknown, reader: Reader, paint: Paint): string[] {
  if (!isFields(value)) return [];
  const text = String(value.text ?? '');
  return value.type === 'mrkdwn' ? readMrkdwn(text, reader, paint) : text.split('\n');
}

function readMrkdwn(text: string, reader: Reader, paint: Paint): string[] {
  return parseMrkdwn(text).flatMap((stretch) => readStretch(stretch, reader, paint));
}

function readStretch(stretch: Stretch, reader: Reader, paint: Paint): string[] {
  if (stretch.kind === 'pre') return stretch.text.split('\n');
  const mark = stretch.kind === 'quote' ? '│ ' : '';
  const lines = stretch.children.map((inline) => readInline(inline, reader, paint)).join('');
  return lines.split('\n').map((line) => mark + line);
}

function readInline(inline: Inline, reader: Reader, paint: Paint): string {
  const inner = (children: Inline[]) => children.map((child) => readInline(child, reader, paint)).join('');
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text;
    case 'bold':
      return paint.bold(inner(inline.children));
    case 'italic':
    case 'strike':
      return inner(inline.children);
    case 'link':
      return paint.link(inline.label);
    case 'user':
      return paint.bold(`@${reader.nameOf(inline.id)}`);
    case 'channel':
    case 'group':
      return inline.label ?? reader.nameOf(inline.id);
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return sayDate(inline.unix, inline.format, reader);
    case 'emoji':
      return inline.character;
    case 'break':
      return '\n';
  }
}

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
