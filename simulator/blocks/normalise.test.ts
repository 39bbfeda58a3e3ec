import { describe, expect, it } from 'vitest';
import { normaliseBlocks, richTextOf } from './normalise.ts';
import { everywhere, inMessagesOnly, outsideModals } from './samples.ts';
import { validateBlocks } from './validate.ts';

const counter = () => {
  let count = 0;
  return () => `id${++count}`;
};
const inline = (text: string) => {
  const [section] = richTextOf(text).elements as { elements: unknown[] }[];
  return section?.elements;
};

describe('what Slack stores of blocks', () => {
  it('fills in missing ids and keeps those that are there', () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Go' } };
    const blocks = [
      { type: 'actions', elements: [button, { ...button, action_id: 'mine' }] },
      { type: 'divider', block_id: 'kept' },
    ];
    const [actions, divider] = normaliseBlocks(blocks, counter());
    expect(actions).toMatchObject({ block_id: 'id1', elements: [{ action_id: 'id2' }, { action_id: 'mine' }] });
    expect(divider).toEqual({ type: 'divider', block_id: 'kept' });
  });

  it('adds the defaults of texts and respects what was said', () => {
    const fields = [
      { type: 'plain_text', text: 'a' },
      { type: 'plain_text', text: 'b', emoji: false },
      { type: 'mrkdwn', text: 'c' },
      { type: 'mrkdwn', text: 'd', verbatim: true },
    ];
    expect(normaliseBlocks([{ type: 'section', fields }], counter())[0]?.fields).toEqual([
      { type: 'plain_text', text: 'a', emoji: true },
      { type: 'plain_text', text: 'b', emoji: false },
      { type: 'mrkdwn', text: 'c', verbatim: false },
      { type: 'mrkdwn', text: 'd', verbatim: true },
    ]);
  });

  it('gives no action_id to texts and images', () => {
    const image = { type: 'image', image_url: 'https://e.example', alt_text: 'a' };
    const [context] = normaliseBlocks([{ type: 'context', elements: [image] }], counter());
    expect(context?.elements).toEqual([image]);
  });

  it('names the blocks inside containers', () => {
    const container = { type: 'container', child_blocks: [{ type: 'divider' }] };
    expect(normaliseBlocks([container], counter())[0]).toMatchObject({ child_blocks: [{ block_id: 'id2' }] });
  });

  it('leaves its argument alone', () => {
    const blocks = [{ type: 'divider' }];
    normaliseBlocks(blocks, counter());
    expect(blocks).toEqual([{ type: 'divider' }]);
  });

  it('stores Markdown as rich text', () => {
    const [stored] = normaliseBlocks([{ type: 'markdown', text: 'hi' }], counter());
    expect(stored).toMatchObject({ type: 'rich_text', block_id: 'id1' });
  });

  it('stores nothing that it would refuse', () => {
    const samples = [everywhere, outsideModals, inMessagesOnly].flatMap((blocks) => Object.values(blocks));
    for (const sample of samples) expect(validateBlocks(normaliseBlocks([sample], counter()), 'message')).toEqual([]);
  });
});

describe('the rich text of a message', () => {
  it('reads mentions, links, dates and emoji', () => {
    expect(inline('<@U1> <#C1|general> <!subteam^S1|@ops> <!here> <https://e.example|site> :wave:')).toEqual([
      { type: 'user', user_id: 'U1' },
      { type: 'text', text: ' ' },
      { type: 'channel', channel_id: 'C1' },
      { type: 'text', text: ' ' },
      { type: 'usergroup', usergroup_id: 'S1' },
      { type: 'text', text: ' ' },
      { type: 'broadcast', range: 'here' },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'https://e.example', text: 'site' },
      { type: 'text', text: ' ' },
      { type: 'emoji', name: 'wave' },
    ]);
    expect(inline('<!date^1725000000^{date_long} {time}|soon>:wave::skin-tone-3:')).toEqual([
      { type: 'date', timestamp: 1_725_000_000, format: '{date_long} {time}', fallback: 'soon' },
      { type: 'emoji', name: 'wave', skin_tone: 3 },
    ]);
  });

  it('reads styles, also nested, and leaves underscores in words alone', () => {
    expect(inline('*a _b_* ~c~ `d*` snake_case_name a_b_ c')).toEqual([
      { type: 'text', text: 'a ', style: { bold: true } },
      { type: 'text', text: 'b', style: { bold: true, italic: true } },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'c', style: { strike: true } },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'd*', style: { code: true } },
      { type: 'text', text: ' snake_case_name a_b_ c' },
    ]);
  });

  it('shows escaped characters as themselves, so an escaped mention mentions nobody', () => {
    expect(inline('&lt;!channel&gt; &amp;lt;')).toEqual([{ type: 'text', text: '<!channel> &lt;' }]);
  });

  it('sets code blocks and quotes apart', () => {
    expect(richTextOf('see\n```\nx = 1\n```\n&gt; said\nafter').elements).toEqual([
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'see\n' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x = 1' }], border: 0 },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'after' }] },
    ]);
  });
});
