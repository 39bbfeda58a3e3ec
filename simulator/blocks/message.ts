import { messageLimits } from '../limits.ts';
import { characters, isObject } from './check.ts';
import { blocksIn, textLength } from './payload.ts';
import { type Refusal, refusedWithErrors } from './refusal.ts';
import type { Fault } from './schema.ts';
import { validateBlocks } from './validate.ts';

export type MessageMethod = 'chat.postMessage' | 'chat.update' | 'chat.postEphemeral';

/** The arguments of `chat.*` after JSON strings have been read; what is not JSON stays a string. */
export interface MessageArguments {
  text?: unknown;
  blocks?: unknown;
  attachments?: unknown;
  markdown_text?: unknown;
  metadata?: unknown;
}

/** How `chat.*` answer content they do not take; null when they take it. Texts that `chat.postMessage` merely cuts are taken. */
export function validateMessage(args: MessageArguments, method: MessageMethod): Refusal | null {
  const blocks = args.blocks ?? undefined;
  const attachments = args.attachments ?? undefined;
  const text = typeof args.text === 'string' ? args.text : '';
  const markdown = typeof args.markdown_text === 'string' ? args.markdown_text : '';

  if (markdown !== '' && (text !== '' || blocks !== undefined)) return { error: 'markdown_text_conflict' };
  if (blocks !== undefined && !Array.isArray(blocks)) return { error: 'invalid_blocks_format' };
  if (attachments !== undefined && !Array.isArray(attachments)) return { error: 'invalid_attachments' };
  const isEmpty = (list: unknown[] | undefined) => list === undefined || list.length === 0;
  if (text.trim() === '' && markdown.trim() === '' && isEmpty(blocks) && isEmpty(attachments)) {
    return { error: 'no_text' };
  }
  return (
    textRefusal(text, markdown, method) ??
    blocksRefusal(blocks ?? []) ??
    attachmentsRefusal(attachments ?? []) ??
    lengthRefusal(blocks ?? [], attachments ?? []) ??
    metadataRefusal(args.metadata)
  );
}

function textRefusal(text: string, markdown: string, method: MessageMethod): Refusal | null {
  const isTooLong = method !== 'chat.postMessage' && characters(text) > messageLimits.textRefusedAt;
  return isTooLong || characters(markdown) > messageLimits.markdownText ? { error: 'msg_too_long' } : null;
}

function blocksRefusal(blocks: unknown[]): Refusal | null {
  const faults = validateBlocks(blocks, 'message');
  const charts = blocksIn(blocks, '/blocks').filter(({ value }) => value.type === 'data_visualization');
  const surplus = charts
    .slice(messageLimits.dataVisualizations)
    .map(({ pointer }) => ({ message: 'too many data_visualization blocks', pointer }));
  const all = faults.length > 0 ? faults : surplus;
  return all.length > 0 ? refusedWithErrors('invalid_blocks', all) : null;
}

function attachmentsRefusal(attachments: unknown[]): Refusal | null {
  if (attachments.length > messageLimits.attachments) return { error: 'too_many_attachments' };
  const faults = attachments.flatMap((attachment, index): Fault[] => {
    const pointer = `/attachments/${index}`;
    if (!isObject(attachment)) return [{ message: 'must provide an object', pointer }];
    return attachment.blocks === undefined ? [] : validateBlocks(attachment.blocks, 'message', `${pointer}/blocks`);
  });
  return faults.length > 0 ? refusedWithErrors('invalid_attachments', faults) : null;
}

/** Limits that count over the whole message, attachments included. */
function lengthRefusal(blocks: unknown[], attachments: unknown[]): Refusal | null {
  const everything = [
    ...blocksIn(blocks, '/blocks'),
    ...attachments.flatMap((attachment) => (isObject(attachment) ? blocksIn(attachment.blocks, '/attachments') : [])),
  ].map(({ value }) => value);
  const ofType = (type: string) => everything.filter((block) => block.type === type);
  const tables = ofType('table');
  const dataTables = ofType('data_table');
  if (tables.length + dataTables.length > messageLimits.tables) {
    return { error: 'invalid_attachments', response_metadata: { messages: ['[ERROR] only_one_table_allowed'] } };
  }
  const isTooLong =
    textLength(ofType('markdown')) > messageLimits.markdownText ||
    textLength(tables) > messageLimits.tableCharacters ||
    textLength(dataTables) > messageLimits.dataTableCharacters ||
    textLength(blocks.filter((block) => !isTable(block))) > messageLimits.textOfAllBlocks;
  return isTooLong ? { error: 'msg_blocks_too_long' } : null;
}

/** Tables have limits of their own. */
const isTable = (block: unknown): boolean => isObject(block) && (block.type === 'table' || block.type === 'data_table');

function metadataRefusal(metadata: unknown): Refusal | null {
  if (metadata === undefined || metadata === null) return null;
  if (!isObject(metadata)) return { error: 'invalid_metadata_format' };
  if (Object.keys(metadata).length === 0) return null;
  const { event_type: type, event_payload: payload, entities, ...unknown } = metadata;
  const hasEvent = typeof type === 'string' && type !== '' && isObject(payload);
  const hasNoEvent = type === undefined && payload === undefined && Array.isArray(entities);
  if (Object.keys(unknown).length > 0 || !(hasEvent || hasNoEvent)) return { error: 'invalid_metadata_schema' };
  return Buffer.byteLength(JSON.stringify(metadata)) > messageLimits.metadataBytes
    ? { error: 'metadata_too_large' }
    : null;
}
