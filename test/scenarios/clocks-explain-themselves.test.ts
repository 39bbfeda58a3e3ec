import { describe, expect, it } from 'vitest';
import type { Message } from '../../simulator/protocol.ts';
import { shown } from '../world/claims.ts';
import { startWorld, type World } from '../world/world.ts';

const PROMISES = 'first_response: { critical: 1h, high: 2h, medium: 4h, low: 24h }';

/** A ticket of Ana's with a promised resolution, held for a while by Bo. */
async function heldTicket(): Promise<World> {
  const w = await startWorld({
    at: '2026-03-02T09:00',
    editPolicy: (text) => text.replace(PROMISES, `${PROMISES}\n      resolution: { medium: 8h }`),
  });
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  w.ignorePosts();
  await w.until('2026-03-02T10:00');
  await w.clicks('bo', card(w), 'Hold…');
  await w.submits('bo', { reason: 'access', note: 'a login & <!channel>' });
  await w.until('2026-03-02T11:00');
  await w.clicks('bo', card(w), 'Resume');
  await w.until('2026-03-02T12:00');
  return w;
}

const card = (w: World) => w.in('#triage').expect(['SUP-1', 'Assign…']);
const explained = (answer: unknown): string[] => shown({ text: '', ...(answer as object) } as Message).split('\n');

/** All that counted and did not, in order, with the people of the desk by name and their words as they wrote them. */
function mustExplain(lines: string[]): void {
  const plain = lines.map((line) => line.replace(/<!date\^[^|]*\|Mon 2 Mar 2026, (\d\d:\d\d) CET>/g, '$1'));
  const first = plain.findIndex((line) => line.startsWith('*First response: '));
  expect(plain.slice(first)).toEqual([
    expect.stringMatching(
      /^\*First response: 4 h in the hours of calendar around-the-clock \(Europe\/Berlin\), policy \w+\*$/,
    ),
    "Started 09:00 with the customer's message",
    'Counted from 09:00 to 12:00: 3 h',
    'Used 3 h of 4 h (75 %)',
    'Due 13:00',
    expect.stringMatching(/^\*Resolution: 8 h in the hours of calendar around-the-clock /),
    "Started 09:00 with the customer's message",
    'Counted from 09:00 to 10:00: 1 h',
    'Paused from 10:00 to 11:00: Access to their environment, by Bo (a login &amp; &lt;!channel&gt;)',
    'Counted from 11:00 to 12:00: 1 h',
    'Used 2 h of 8 h (25 %)',
    'Due 18:00',
    '*Premium* · ways to reach us: ticket, video, chat, phone · response team: dedicated',
  ]);
}

describe('why clocks read as they do', () => {
  it('is a button on the card of the team', async () => {
    await using w = await heldTicket();
    await w.clicks('bo', card(w), 'Explain clock');
    mustExplain(explained(w.as('bo').views().at(-1)));
  });

  it.each(['/ticket due 1', '/ticket due SUP-1'])('answers %s, to the one who asks', async (line) => {
    await using w = await heldTicket();
    await w.types('bo', line);
    mustExplain(explained(w.slack.ephemerals('UBO').at(-1)));
  });

  it('is told of a ticket that is over, and of one without a promise', async () => {
    await using w = await startWorld({
      editPolicy: (text) => text.replace('{ key: question,', '{ key: question, sla: none,'),
    });
    w.ignorePosts();
    const { ts } = await w.opensTicket('ana', '#acme-support', 'disk is filling up');
    await w.says('bo', '#acme-support', 'Looking.', ts);
    await w.clicks('bo', card(w), 'Resolve…');
    await w.submits('bo', { note: 'Done.' });
    await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Reopen']), 'Explain clock');
    expect(explained(w.as('bo').views().at(-1)).at(-2)).toMatch(/^Met /);

    await w.opensTicket('ana', '#acme-support', 'how do I scale?', { type: 'question' });
    expect(shown(w.in('#triage').expect(['SUP-2', 'Assign…']))).not.toContain('Explain clock');
    await w.types('bo', '/ticket due 2');
    expect(explained(w.slack.ephemerals('UBO').at(-1))).toContain('Nothing is promised for it.');
  });
});
