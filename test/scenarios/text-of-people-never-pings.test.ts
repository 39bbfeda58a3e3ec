import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** What people write so that it would ping, link or break out of its place, in wire form as Slack delivers it. */
const NASTY = [
  '&lt;!channel&gt; &lt;@UBO&gt; &lt;!subteam^S1&gt; &lt;#CTRIAGE&gt;',
  '<!channel> <!here> <@UBO> <@UDEE|dee> <#CTRIAGE|triage> <!subteam^S1|@sre> <!everyone>',
  '<https://evil.example|Your bank> and <mailto:a@b.example|mail>',
  '`code` ```block``` *bold* ~no~ _it_ `unclosed',
  '&amp;lt;!channel&amp;gt; double escaped',
  '> quoted\n```\n<!channel>\n```',
  ':rotating_light: :fire:',
  `${'<!channel> '.repeat(200)}`,
  '&lt;!date^1^{date}|x&gt; | ^ { } \u202e\u0000',
  '𝕏'.repeat(400),
  '&amp;&lt;&gt;'.repeat(300),
];

const SECRET = 'PINGME';
/** Mentions and links that Slack brings to life. Dates and links of our own are fine; the offer calls whom it answers, the handover whoever takes over. */
const ALIVE = /<(?:[@#]|!(?!date\^))[^>]*>/g;

/** Every text that Slack reads as markup, of every post, whisper and open form. */
function markup(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markup);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, verbatim: _, ...rest } = value as Record<string, unknown>;
  const own = typeof text === 'string' && type !== 'plain_text' && type !== 'text' ? [text] : [];
  return [...own, ...(type === 'rich_text' ? [] : markup(Object.values({ ...rest, text })))];
}

function everythingShown(w: World): string[] {
  const { channels, ephemerals } = w.slack.snapshot();
  const posts = channels.flatMap(({ messages }) => messages.filter(({ user }) => user === w.slack.botUserId));
  const people = ['UANA', 'UART', 'UBO', 'UCY', 'UDEE', 'UELI'];
  return markup([...posts, ...ephemerals, ...people.flatMap((person) => w.slack.views(person))]);
}

function mustBeDead(w: World): void {
  const calls = (text: string) =>
    text.replace(/Shall I open a ticket for this, <@UANA>\?|<@U\w+>, please accept\./g, '');
  for (const text of everythingShown(w)) {
    expect(calls(text).match(ALIVE) ?? [], text).toEqual([]);
    expect(text).not.toContain('<https://evil.example');
    expect(text.replace(/<[^<>]*>/g, ''), 'nothing is cut in the middle of markup').not.toMatch(
      /[<>]|&(?!amp;|lt;|gt;)/,
    );
  }
}

describe('what people write is shown again as text', () => {
  it.each(NASTY.map((text, i) => [i, text] as const))('on every surface (%i)', async (_, nasty) => {
    await using w = await startWorld();
    w.ignorePosts();
    const typed = nasty.slice(0, 140).replaceAll('\n', ' ').replaceAll('\u0000', '');
    const message = await w.says('ana', '#acme-support', nasty);
    const offer = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
    await w.clicks('ana', offer, 'Open a ticket');
    mustBeDead(w);
    await w.submits('ana', { priority: 'critical', description: `${SECRET} ${nasty}`.slice(0, 3000) });
    const triage = () => w.in('#triage').expect(['SUP-1', 'First line']);
    const card = () => w.in('#acme-support').expect(['*SUP-1*', 'Add details']);
    await w.clicks('ana', card(), 'Add details');
    await w.submits('ana', { text: typed });
    await w.types('bo', `/ticket ${typed}`);
    await w.types('bo', `/oncall ${typed}`);
    await w.types('bo', '/ticket list');
    await w.types('bo', '/ticket 1');
    await w.advance({ minutes: 31 });
    await w.clicks('bo', triage(), 'Escalate…');
    await w.submits('bo', { reason: typed, tried: typed, wanted: typed });
    await w.clicks('cy', w.dm('cy').expect('Accept'), 'Not me…');
    await w.submits('cy', { why: typed });
    await w.advance({ hours: 1 });
    await w.clicks('bo', triage(), 'Hold…');
    await w.submits('bo', { reason: 'data', note: typed });
    await w.until('2026-03-02T17:31');
    await w.clicks('bo', w.dm('bo').expect('Your shift ends'), 'Add notes');
    await w.submits('bo', { text: `${typed} ${nasty}`.slice(0, 3000) });
    await w.clicks('bo', w.dm('bo').expect('with your notes'), 'Preview');
    mustBeDead(w);
    await w.until('2026-03-02T18:01');
    w.in('#handover').expect(['SUP-1', 'Notes from Bo']);
    await w.clicks('bo', triage(), 'Resolve…');
    await w.submits('bo', { note: typed });
    mustBeDead(w);
  });

  it('whatever it is', async () => {
    await using w = await startWorld({ editPeople: (text) => text.replace('CACME: ask', 'CACME: auto') });
    w.ignorePosts();
    w.slack.faults.enforceRateLimits(false);
    const piece = fc.oneof(
      fc.constantFrom('<!channel>', '&lt;!here&gt;', '<@UBO>', '<@UBO|bo>', '<#CTRIAGE|t>', '<https://evil.example|x>'),
      fc.constantFrom('<', '>', '|', '&amp;', '&lt;', '`', '*', '\n', '^', '!', '@U', '<!date^1^{time}|', '<<!here>>'),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    );
    const text = fc
      .array(piece, { minLength: 1, maxLength: 60 })
      .map((pieces) => pieces.join(''))
      .filter((words) => words.trim() !== '');
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        await w.says('ana', '#acme-support', words);
        await w.types('bo', '/ticket list');
        mustBeDead(w);
      }),
      { numRuns: 25 },
    );
    expect(w.in('#triage').count('First line')).toBeGreaterThanOrEqual(25);
  }, 60_000);

  it('names of people and customers too', async () => {
    await using w = await startWorld({
      editPeople: (text) => text.replace('name: Acme', "name: '<!channel> & <@UBO>'"),
      prepare: (slack) => {
        slack.changePerson('UANA', { realName: '<!here> <@UDEE>' });
        slack.changePerson('UBO', { realName: '*Bo* <!channel>' });
      },
    });
    w.ignorePosts();
    const message = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
    await w.says('bo', '#acme-support', 'On it', message.ts);
    await w.types('bo', '/ticket list');
    await w.types('bo', '/oncall');
    await w.until('2026-03-02T18:01');
    mustBeDead(w);
  });
});

it('a summary with an emphasis of its own stands on the card as it was written', async () => {
  await using w = await startWorld();
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', '*checkout* is down', {});
  const { blocks } = w.in('#triage').expect(['SUP-1', 'Assignee:']);
  expect(markup(blocks)).toContain('*checkout* is down');
});
