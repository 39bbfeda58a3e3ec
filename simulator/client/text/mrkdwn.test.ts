import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, type Inline, parseInline, parseMrkdwn, plainText, unescapeText } from './mrkdwn.ts';

const text = (value: string): Inline => ({ kind: 'text', text: value });

describe('styles', () => {
  it('are bold, italic and strike, also inside each other', () => {
    expect(parseInline('*a _b_* ~c~')).toEqual([
      { kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] },
      text(' '),
      { kind: 'strike', children: [text('c')] },
    ]);
  });

  it.each(['snake_case_name', '2 * 3 * 4', '**', '* a *', 'a*b*c', '*open', '_ _', 'x = a~b~c'])(
    'leave %s alone',
    (source) => expect(parseInline(source)).toEqual([text(source)]),
  );

  it('end before punctuation and may hold markup', () => {
    expect(parseInline('*<https://x.test|SUP-1>*: done')).toEqual([
      { kind: 'bold', children: [{ kind: 'link', url: 'https://x.test', label: 'SUP-1' }] },
      text(': done'),
    ]);
  });

  it('do not reach into addresses or code', () => {
    expect(parseInline('_a <https://x.test/a_b_c> `_d_`_')).toEqual([
      {
        kind: 'italic',
        children: [
          text('a '),
          { kind: 'link', url: 'https://x.test/a_b_c', label: 'https://x.test/a_b_c' },
          text(' '),
          { kind: 'code', text: '_d_' },
        ],
      },
    ]);
  });
});

describe('tokens', () => {
  it('are people, channels, groups and calls', () => {
    expect(parseInline('<@U1><@U2|ana><#C1><#C2|acme><!subteam^S1|@sre><!here>')).toEqual([
      { kind: 'user', id: 'U1' },
      { kind: 'user', id: 'U2' },
      { kind: 'channel', id: 'C1', label: undefined },
      { kind: 'channel', id: 'C2', label: 'acme' },
      { kind: 'group', id: 'S1', label: '@sre' },
      { kind: 'broadcast', range: 'here' },
    ]);
  });

  it('are dates with format, link and fallback', () => {
    expect(parseInline('<!date^1772460725^{date_short_pretty} at {time}^https://x.test/|later>')).toEqual([
      {
        kind: 'date',
        unix: 1772460725,
        format: '{date_short_pretty} at {time}',
        link: 'https://x.test/',
        fallback: 'later',
      },
    ]);
  });

  it('are links with escaped signs in address and label', () => {
    expect(parseInline('<https://x.test/?a=1&amp;b=2|A &lt;b&gt;>')).toEqual([
      { kind: 'link', url: 'https://x.test/?a=1&b=2', label: 'A <b>' },
    ]);
  });

  it('stay text when they are none', () => {
    expect(parseInline('a <b c> d')).toEqual([text('a <b c> d')]);
  });

  it('are never made from escaped signs', () => {
    expect(parseInline('&lt;!channel&gt; &amp;lt;')).toEqual([text('<!channel> &lt;')]);
  });
});

it('links bare addresses without the full stop behind them', () => {
  expect(parseInline('see https://x.test/a.')).toEqual([
    text('see '),
    { kind: 'link', url: 'https://x.test/a', label: 'https://x.test/a' },
    text('.'),
  ]);
});

it('shows known emoji and keeps unknown ones', () => {
  expect(parseInline(':eyes: at 10:30:15 :our-logo:')).toEqual([
    { kind: 'emoji', name: 'eyes', character: '👀' },
    text(' at 10:30:15 :our-logo:'),
  ]);
});

it('gathers quotes, lines and preformatted text', () => {
  expect(parseMrkdwn('first\n&gt; said\n&gt; twice\nthen\n```\n*raw* &lt;b&gt;\n```\nend')).toEqual([
    { kind: 'lines', children: [text('first')] },
    { kind: 'quote', children: [text('said'), { kind: 'break' }, text('twice')] },
    { kind: 'lines', children: [text('then')] },
    { kind: 'pre', text: '*raw* <b>' },
    { kind: 'lines', children: [text('end')] },
  ]);
});

it('keeps an empty line between two lines', () => {
  expect(parseMrkdwn('a\n\nb')).toEqual([
    { kind: 'lines', children: [text('a'), { kind: 'break' }, { kind: 'break' }, text('b')] },
  ]);
});

it('says tokens in words where no markup is shown', () => {
  expect(plainText('<https://x.test|site> &amp; <https://y.test>')).toBe('site & https://y.test');
});

it('gives back escaped words of a person exactly as typed', () => {
  const said = (inlines: Inline[]): string =>
    inlines
      .map((inline) => ('children' in inline ? said(inline.children) : 'text' in inline ? inline.text : ''))
      .join('');
  const safe = fc.string({ unit: fc.constantFrom('a', ' ', '<', '>', '&', '!', '@', '|', '#', '1') });
  fc.assert(
    fc.property(safe, (typed) => {
      expect(said(parseInline(escapeText(typed)))).toBe(typed);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (typed) => {
      expect(unescapeText(escapeText(typed))).toBe(typed);
    }),
  );
});

it('reads any text without failing or losing time', () => {
  const marks = fc.string({
    unit: fc.constantFrom('*', '_', '~', '`', '<', '>', ':', '|', '^', '!', 'a', ' ', '\n'),
    maxLength: 400,
  });
  fc.assert(
    fc.property(marks, (source) => {
      expect(Array.isArray(parseMrkdwn(source))).toBe(true);
    }),
  );
});
