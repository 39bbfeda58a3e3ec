import { describe, expect, it } from 'vitest';
import { messageLimits } from '../limits.ts';
import { type MessageArguments, type MessageMethod, validateMessage } from './message.ts';

const x = (length: number) => 'x'.repeat(length);
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const table = (text = 'c') => ({ type: 'table', rows: [[{ type: 'raw_text', text }]] });
const error = (args: MessageArguments, method: MessageMethod = 'chat.postMessage') =>
  validateMessage(args, method)?.error ?? null;

describe('messages', () => {
  it('refuses an over-long section text with both lists of faults', () => {
    expect(validateMessage({ text: 'hi', blocks: [section(x(3001))] }, 'chat.postMessage')).toEqual({
      error: 'invalid_blocks',
      errors: [
        'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
        'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      ],
      response_metadata: {
        messages: [
          '[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]',
          '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
        ],
      },
    });
  });

  it('refuses a message without content', () => {
    for (const args of [
      {},
      { text: '' },
      { text: ' \n' },
      { blocks: [] },
      { text: null, blocks: null, attachments: [] },
    ]) {
      expect(error(args)).toBe('no_text');
    }
  });

  it('takes text, blocks, attachments or markdown alone', () => {
    expect(error({ text: 'hi' })).toBeNull();
    expect(error({ blocks: [section('hi')] })).toBeNull();
    expect(error({ attachments: [{ text: 'hi', color: '#f00' }] })).toBeNull();
    expect(error({ markdown_text: '**hi**' })).toBeNull();
    expect(error({ text: 'hi', blocks: [] }, 'chat.update')).toBeNull();
  });

  it('refuses blocks that are no list', () => {
    for (const blocks of [{}, 'not json', 1]) expect(error({ text: 'hi', blocks })).toBe('invalid_blocks_format');
  });

  it('refuses markdown_text next to text or blocks', () => {
    expect(error({ markdown_text: 'a', text: 'b' })).toBe('markdown_text_conflict');
    expect(error({ markdown_text: 'a', blocks: [section('b')] })).toBe('markdown_text_conflict');
  });

  it('refuses markdown_text over 12,000 characters', () => {
    expect(error({ markdown_text: x(12_000) })).toBeNull();
    expect(error({ markdown_text: x(12_001) })).toBe('msg_too_long');
  });

  it('refuses a text over 4,000 characters in updates and ephemeral posts, and lets a new post be cut', () => {
    expect(error({ text: '🎫'.repeat(4_000) }, 'chat.update')).toBeNull();
    expect(error({ text: x(4_001) }, 'chat.update')).toBe('msg_too_long');
    expect(error({ text: x(4_001) }, 'chat.postEphemeral')).toBe('msg_too_long');
    expect(error({ text: x(50_000) }, 'chat.postMessage')).toBeNull();
  });

  it('refuses blocks that carry too much text together', () => {
    const blocks = Array.from({ length: 5 }, () => section(x(2_640)));
    expect(error({ blocks })).toBeNull();
    expect(error({ blocks: [...blocks, section('x')] })).toBe('msg_blocks_too_long');
  });

  it('refuses over 12,000 characters of Markdown in all blocks together', () => {
    const markdown = { type: 'markdown', text: x(6_000) };
    expect(error({ blocks: [markdown, markdown] })).toBeNull();
    expect(error({ blocks: [markdown, markdown, { type: 'markdown', text: 'x' }] })).toBe('msg_blocks_too_long');
  });

  it('refuses a second table, also in an attachment', () => {
    const refusal = {
      error: 'invalid_attachments',
      response_metadata: { messages: ['[ERROR] only_one_table_allowed'] },
    };
    expect(validateMessage({ blocks: [table()] }, 'chat.postMessage')).toBeNull();
    expect(validateMessage({ blocks: [table(), table()] }, 'chat.postMessage')).toEqual(refusal);
    const attachments = [{ blocks: [table()] }];
    expect(validateMessage({ blocks: [table()], attachments }, 'chat.postMessage')).toEqual(refusal);
  });

  it('refuses over 10,000 characters in a table', () => {
    expect(error({ blocks: [table(x(10_000))] })).toBeNull();
    expect(error({ blocks: [table(x(10_001))] })).toBe('msg_blocks_too_long');
  });

  it('counts tables by limits of their own', () => {
    const row = [{ type: 'raw_text', text: x(10_000) }];
    const dataTable = (text: string) => ({
      type: 'data_table',
      caption: 'c',
      rows: [row, [{ type: 'raw_text', text }]],
    });
    expect(error({ blocks: [section(x(3_000)), section(x(3_000)), dataTable(x(10_000))] })).toBeNull();
    expect(error({ blocks: [dataTable(x(10_001))] })).toBe('msg_blocks_too_long');
  });

  it('refuses a third chart', () => {
    const chart = {
      type: 'data_visualization',
      title: 'SLA',
      chart: { type: 'pie', segments: [{ label: 'met', value: 1 }] },
    };
    expect(error({ blocks: [chart, chart] })).toBeNull();
    expect(validateMessage({ blocks: [chart, chart, chart] }, 'chat.postMessage')?.errors).toEqual([
      'too many data_visualization blocks [json-pointer:/blocks/2]',
    ]);
  });

  it('refuses more than 100 attachments, and attachments that are no objects', () => {
    expect(error({ attachments: Array(101).fill({ text: 'a' }) })).toBe('too_many_attachments');
    expect(error({ attachments: ['a'] })).toBe('invalid_attachments');
    expect(error({ attachments: 'a' })).toBe('invalid_attachments');
  });

  it('refuses faulty blocks in an attachment and points into it', () => {
    const refusal = validateMessage({ attachments: [{ blocks: [{ type: 'alert' }] }] }, 'chat.postEphemeral');
    expect(refusal?.error).toBe('invalid_attachments');
    expect(refusal?.errors).toEqual(['unsupported type: alert [json-pointer:/attachments/0/blocks/0/type]']);
  });

  it('takes metadata with an event, and an empty object that removes it', () => {
    expect(error({ text: 'hi', metadata: { event_type: 'post', event_payload: { id: '1', list: [1] } } })).toBeNull();
    expect(error({ text: 'hi', metadata: {} }, 'chat.update')).toBeNull();
  });

  it('refuses malformed and over-large metadata', () => {
    const metadata = (length: number) => ({ event_type: 'a', event_payload: { big: x(length) } });
    const room = messageLimits.metadataBytes - JSON.stringify(metadata(0)).length;
    expect(error({ text: 'hi', metadata: 'not json' })).toBe('invalid_metadata_format');
    expect(error({ text: 'hi', metadata: { event_type: 'post' } })).toBe('invalid_metadata_schema');
    expect(error({ text: 'hi', metadata: { event_type: 'a', event_payload: {}, more: 1 } })).toBe(
      'invalid_metadata_schema',
    );
    expect(error({ text: 'hi', metadata: metadata(room) })).toBeNull();
    expect(error({ text: 'hi', metadata: metadata(room + 1) })).toBe('metadata_too_large');
  });
});
