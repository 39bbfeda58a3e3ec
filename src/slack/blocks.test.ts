import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions, content, context, divider, header, linesWithin, linkButton, section } from './blocks.ts';
import { md } from './text.ts';

describe('blocks', () => {
  it('are cut to what Slack takes', () => {
    expect(section(md`${'x'.repeat(5000)}`)).toMatchObject({ text: { text: expect.stringMatching(/^x{2999}…$/) } });
    expect(header('x'.repeat(200))).toMatchObject({ text: { text: `${'x'.repeat(149)}…` } });
    expect(context(...Array.from({ length: 12 }, () => md`a`)).elements).toHaveLength(10);
    expect(linkButton('x'.repeat(100), 'https://a.example').text.text).toHaveLength(75);
  });

  it('without buttons have no row of buttons', () => {
    expect(actions(null, undefined, false)).toEqual([]);
    expect(actions(...Array.from({ length: 30 }, (_, i) => linkButton(`${i}`, 'https://a.example')))[0]).toMatchObject({
      elements: { length: 25 },
    });
  });
});

describe('a message', () => {
  it('has a text for the notification, and blocks only when there are some', () => {
    expect(content(md`a`)).toEqual({ text: 'a' });
    expect(content(md`${'x'.repeat(9000)}`).text).toHaveLength(3900);
    expect(content(md`a`, [divider()])).toEqual({ text: 'a', blocks: [divider()] });
  });

  it('never has more blocks or text than Slack takes, and keeps its buttons', () => {
    const blocks = Array.from({ length: 49 }, () => section(md`${'x'.repeat(500)}`));
    const row = actions(linkButton('Open', 'https://a.example'));
    const kept = content(md`a`, [...blocks, ...row, ...blocks]).blocks ?? [];
    expect(kept.length).toBeLessThanOrEqual(50);
    const said = kept.slice(0, -1).map((block) => (block as { text: { text: string } }).text.text);
    expect(said.join('').length).toBeGreaterThan(8000);
    expect(said.join('').length).toBeLessThanOrEqual(9000);
    expect(kept.at(-1)).toEqual(row[0]);
  });
});

describe('lines', () => {
  it('are shown from the first as far as they fit, and say how many that are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 900 }), { maxLength: 40 }), (texts) => {
        const given = texts.map((text) => md`-${text}`);
        const { blocks, shown } = linesWithin(given);
        const said = blocks.map((block) => (block as { text: { text: string } }).text.text).join('\n');
        expect(said).toBe(
          given
            .slice(0, shown)
            .map((line) => line.mrkdwn)
            .join('\n'),
        );
        expect(content(md`a`, blocks).blocks ?? []).toEqual(blocks);
        if (texts.join('').length < 1000) expect(shown).toBe(texts.length);
      }),
    );
  });
});
