import { expect, it } from 'vitest';
import { inlinesOf } from './rich-text.ts';

it('nests styles in one order and keeps line ends', () => {
  expect(inlinesOf([{ type: 'text', text: 'a\nb', style: { strike: true, bold: true } }])).toEqual([
    {
      kind: 'bold',
      children: [
        { kind: 'strike', children: [{ kind: 'text', text: 'a' }, { kind: 'break' }, { kind: 'text', text: 'b' }] },
      ],
    },
  ]);
});

it('reads code, links, mentions, emoji and dates', () => {
  expect(
    inlinesOf([
      { type: 'text', text: 'x', style: { code: true } },
      { type: 'link', url: 'https://x.test' },
      { type: 'user', user_id: 'U1' },
      { type: 'channel', channel_id: 'C1' },
      { type: 'usergroup', usergroup_id: 'S1' },
      { type: 'broadcast', range: 'channel' },
      { type: 'emoji', name: 'eyes' },
      { type: 'emoji', name: 'our-logo' },
      { type: 'date', timestamp: 5, format: '{time}', fallback: 'then' },
    ]),
  ).toEqual([
    { kind: 'code', text: 'x' },
    { kind: 'link', url: 'https://x.test', label: 'https://x.test' },
    { kind: 'user', id: 'U1' },
    { kind: 'channel', id: 'C1', label: undefined },
    { kind: 'group', id: 'S1', label: undefined },
    { kind: 'broadcast', range: 'channel' },
    { kind: 'emoji', name: 'eyes', character: '👀' },
    { kind: 'text', text: ':our-logo:' },
    { kind: 'date', unix: 5, format: '{time}', link: undefined, fallback: 'then' },
  ]);
});

it('shows what it does not know as its text', () => {
  expect(inlinesOf([{ type: 'color', value: '#ff0000' }])).toEqual([{ kind: 'text', text: '#ff0000' }]);
});
