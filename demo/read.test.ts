import { describe, expect, it } from 'vitest';
import type { Block, Message } from '../simulator/protocol.ts';
import { plain } from './paint.ts';
import { type Reader, readMessage } from './read.ts';

const reader: Reader = {
  zone: 'Europe/Berlin',
  now: Date.UTC(2026, 2, 2, 9),
  nameOf: (id) => (id === 'U1' ? 'Ana' : id),
};
const message = (text: string, blocks?: Block[]): Message => ({
  type: 'message',
  ts: '1.0',
  text,
  ...(blocks ? { blocks } : {}),
});

describe('reading a message', () => {
  it('shows blocks in the place of the text, and controls as they look', () => {
    const blocks: Block[] = [
      { type: 'section', text: { type: 'mrkdwn', text: '*SUP-1* is open\nsee <https://x.example|the thread>' } },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: 'first' },
          { type: 'plain_text', text: 'second' },
        ],
      },
      {
        type: 'actions',
        elements: [
          { type: 'button', text: { type: 'plain_text', text: 'Claim' } },
          { type: 'static_select', placeholder: { type: 'plain_text', text: 'Priority' } },
          { type: 'overflow', options: [] },
        ],
      },
    ];
    expect(readMessage(message('notification', blocks), reader, plain)).toEqual([
      'SUP-1 is open',
      'see the thread',
      'first  second',
      '[Claim]  [Priority ▾]  [⋯]',
    ]);
  });

  it("tells names and the reader's own time", () => {
    const due = `<!date^${Date.UTC(2026, 2, 2, 17) / 1000}^{date_short_pretty} {time}|later>`;
    expect(readMessage(message(`<@U1> &amp; co, due ${due}`), reader, plain)).toEqual(['@Ana & co, due today 18:00']);
    const abroad = { ...reader, zone: 'America/New_York' };
    expect(readMessage(message(`due ${due}`), abroad, plain)).toEqual(['due today 12:00']);
  });

  it('names a block it cannot draw instead of leaving it out', () => {
    expect(readMessage(message('text', [{ type: 'video' }]), reader, plain)).toEqual(['[video]']);
  });
});
