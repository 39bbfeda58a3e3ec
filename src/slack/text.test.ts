import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cut,
  cutMarkup,
  escaped,
  firstLine,
  join,
  link,
  md,
  mentionedIn,
  permalink,
  plain,
  strong,
  trusted,
  writtenAt,
} from './text.ts';

const anything = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('text of people in our markup', () => {
  it('never comes alive', () => {
    fc.assert(fc.property(anything, (text) => !/[<>]/.test(md`a ${text} b`.mrkdwn)));
    expect(md`${'<!channel> & co'}`.mrkdwn).toBe('&lt;!channel&gt; &amp; co');
  });

  it('reads the same when it comes back', () => {
    fc.assert(fc.property(anything, (text) => plain(escaped(text)) === text));
  });

  it('stands next to markup of ours, and nothing stands for nothing', () => {
    expect(md`${trusted('*a*')} ${null}${undefined}${3}`.mrkdwn).toBe('*a* 3');
    expect(join([md`a`, null, false, md``, md`b`]).mrkdwn).toBe('a · b');
  });

  it('stands out whole, or with its own emphasis where it has some', () => {
    expect(strong('checkout & login')).toEqual(trusted('*checkout &amp; login*'));
    expect(strong('*checkout* is down').mrkdwn).toBe('*checkout* is down');
    expect(strong('run `kubectl get *`').mrkdwn).toBe('run `kubectl get *`');
  });

  it('cannot break out of a link', () => {
    expect(link('https://x.example/a|b>c', 'a <b>|').mrkdwn).toBe('<https://x.example/a%7Cb%3Ec|a &lt;b&gt;|>');
  });
});

describe('plain text of what people wrote', () => {
  const name = (user: string) => (user === 'UBO' ? 'Bo' : 'somebody');
  it.each([
    ['<@UBO> and <@U9|nick>', '@Bo and @somebody'],
    ['<!channel> <!here|here> <!subteam^S1> <!subteam^S1|@sre>', '@channel here @group @sre'],
    ['<#C1|triage> <#C2> <#C3|>', '#triage #channel #channel'],
    ['<https://a.example/x?b=1&amp;c=2>', 'https://a.example/x?b=1&c=2'],
    ['<https://a.example/x|our board>', 'our board (https://a.example/x)'],
    ['<http://a.example|a.example>', 'a.example'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['&lt;@UBO&gt; &amp;lt;', '<@UBO> &lt;'],
  ])('%s', (wire, text) => expect(plain(wire, name)).toBe(text));

  it('knows who is mentioned', () => {
    expect(mentionedIn('<@UBO> <@W2|x> &lt;@U3&gt; <!channel>')).toEqual(['UBO', 'W2']);
  });
});

describe('cutting', () => {
  it('counts as Slack does, and keeps what fits', () => {
    expect(cut('𝕏𝕏𝕏', 3)).toBe('𝕏𝕏𝕏');
    expect(cut('𝕏𝕏𝕏𝕏', 3)).toBe('𝕏𝕏…');
  });

  it('never leaves half an entity, link or date', () => {
    const piece = fc.oneof(
      anything.map((text) => escaped(text)),
      fc.constantFrom('<!date^1^{time}|x>', '<https://a.example/?a=1&b=2|label>', '&amp;', '&lt;'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 1, max: 80 }), (pieces, max) => {
        const left = cutMarkup(trusted(pieces.join('')), max);
        expect([...left].length).toBeLessThanOrEqual(max);
        const outside = left.replace(/<[^<>]*>/g, '');
        expect(outside).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it('takes the first line that says something', () => {
    expect(firstLine('\n  \n hello \nyou')).toBe('hello');
    expect(firstLine(' \n')).toBe('');
    expect(firstLine('```\nnpm ERR! 502\n```')).toBe('npm ERR! 502');
    expect(firstLine('> - checkout is down')).toBe('checkout is down');
    expect(firstLine('-- \n-5 °C')).toBe('-5 °C');
    expect(firstLine('???')).toBe('???');
  });
});

describe('a message', () => {
  it('tells by its ts when it was written, to the millisecond', () => {
    expect(writtenAt('1772438400.123456')).toBe(1_772_438_400_123);
    expect(writtenAt('1772438400')).toBe(1_772_438_400_000);
    expect(writtenAt('1772438400.9')).toBe(1_772_438_400_900);
  });

  it('has an address, inside its thread too', () => {
    const home = { url: 'https://home.slack.com/' };
    expect(permalink(home, 'C1', '1.000002')).toBe('https://home.slack.com/archives/C1/p1000002');
    expect(permalink(home, 'C1', '2.000003', '1.000002')).toBe(
      'https://home.slack.com/archives/C1/p2000003?thread_ts=1.000002&cid=C1',
    );
    expect(permalink(home, 'C1', '1.000002', '1.000002')).not.toContain('thread_ts');
  });
});
