import { expect, it } from 'vitest';
import { parseMarkdown } from './markdown.ts';
import type { Inline } from './mrkdwn.ts';

const text = (value: string): Inline => ({ kind: 'text', text: value });

it('reads headings, lists, quotes, rules and fenced code', () => {
  expect(
    parseMarkdown('## Cause\nDisk *full*.\nAgain.\n\n- one\n- two\n1. first\n> said\n---\n```sh\ndf -h\n```'),
  ).toEqual([
    { kind: 'heading', level: 2, children: [text('Cause')] },
    {
      kind: 'paragraph',
      children: [
        text('Disk '),
        { kind: 'italic', children: [text('full')] },
        text('.'),
        { kind: 'break' },
        text('Again.'),
      ],
    },
    { kind: 'list', ordered: false, items: [[text('one')], [text('two')]] },
    { kind: 'list', ordered: true, items: [[text('first')]] },
    { kind: 'quote', children: [text('said')] },
    { kind: 'rule' },
    { kind: 'pre', text: 'df -h' },
  ]);
});

it('reads bold, strike, links and code, and never reads inside code', () => {
  expect(parseMarkdown('**a** ~~b~~ [c](https://x.test/) `**d** <e>`')).toEqual([
    {
      kind: 'paragraph',
      children: [
        { kind: 'bold', children: [text('a')] },
        text(' '),
        { kind: 'strike', children: [text('b')] },
        text(' '),
        { kind: 'link', url: 'https://x.test/', label: 'c' },
        text(' '),
        { kind: 'code', text: '**d** <e>' },
      ],
    },
  ]);
});

it('separates paragraphs by an empty line', () => {
  expect(parseMarkdown('a\n\nb').map((part) => part.kind)).toEqual(['paragraph', 'paragraph']);
});
