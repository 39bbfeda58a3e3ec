import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../simulator/protocol.ts';
import { type Found, shown } from '../world/claims.ts';
import { type Person, startWorld, type World } from '../world/world.ts';

const TARGETS = 'first_response: { critical: 1h, high: 2h, medium: 4h, low: 24h }';
/** Promises of Acme's contract in office hours, with next answers and a resolution. */
const inOfficeHours = (text: string): string =>
  text
    .replace('- 2026-12-25\n', '- { date: 2026-12-25, name: Christmas Day }\n')
    .replace(
      `calendar: around-the-clock\n    targets:\n      ${TARGETS}\n\nhold`,
      `calendar: office\n    targets:\n      ${TARGETS}\n      next_response: { medium: 2h }\n      resolution: { medium: 30h }\n\nhold`,
    );

async function ticketBeforeChristmas(): Promise<World> {
  const w = await startWorld({ at: '2026-12-23T16:00', editPolicy: inOfficeHours });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  return w;
}

/** Each paragraph, with readable instants. */
const said = (view: unknown): string[] =>
  shown({ text: '', ...(view as object) } as Message)
    .replace(/<!date\^[^|]*\|(\w{3} \d+ \w+) \d+, (\d\d:\d\d) CES?T>/g, '⟨$1 $2⟩')
    .trim()
    .split('\n');

const theirCard = (w: World): Found => w.in('#acme-support').expect(['SUP-1', 'opened by Ana']);
const ourCard = (w: World): Found => w.in('#triage').expect(['SUP-1', 'Assignee']);
const thread = (w: World): string => theirCard(w).thread_ts ?? '';

async function asks(w: World, person: Person, card = theirCard(w)): Promise<string[]> {
  await w.clicks(person, card, 'When do I hear from you?');
  return said(w.as(person).views().at(-1));
}

const HOURS = '(Mon–Fri 08:00–18:00, Berlin time, not on holidays)';
const CONTRACT = [
  '*Your contract: Premium* – For production and critical workloads',
  'First answer: Critical 1 h · High 2 h · Medium 4 h · Low 24 h of our support hours',
  'Ways to reach us: ticket · video · chat · phone',
  'Response team: dedicated',
  'Included: recommendations for improvement · training and enablement sessions · technical account manager · key account manager',
];

describe('a customer who asks when they hear', () => {
  it('reads what was promised, when we are closed, by when they hear, and what their contract holds', async () => {
    await using w = await ticketBeforeChristmas();
    expect(await asks(w, 'ana')).toEqual([
      '*SUP-1* disk is filling up',
      `*First answer within 4 h of our support hours* ${HOURS}`,
      'You wrote ⟨Wed 23 Dec 16:00⟩. *You hear from us by ⟨Thu 24 Dec 10:00⟩.*',
      'We are closed from ⟨Wed 23 Dec 18:00⟩ to ⟨Thu 24 Dec 08:00⟩.',
      `*Solved within 30 h of our support hours* ${HOURS}`,
      'You wrote ⟨Wed 23 Dec 16:00⟩. *We mean to have it solved by ⟨Tue 29 Dec 16:00⟩.*',
      'We are closed from ⟨Wed 23 Dec 18:00⟩ to ⟨Thu 24 Dec 08:00⟩.',
      'We are closed from ⟨Thu 24 Dec 18:00⟩ to ⟨Mon 28 Dec 08:00⟩ (Christmas Day).',
      'We are closed from ⟨Mon 28 Dec 18:00⟩ to ⟨Tue 29 Dec 08:00⟩.',
      ...CONTRACT,
    ]);
  });

  it('reads who answered and since when we wait for them, and afterwards for how long we did', async () => {
    await using w = await ticketBeforeChristmas();
    await w.says('bo', '#acme-support', 'Looking.', thread(w));
    await w.until('2026-12-23T17:00');
    await w.says('art', '#acme-support', 'And?', thread(w));
    await w.clicks('bo', ourCard(w), 'Hold…');
    await w.submits('bo', { reason: 'access', note: 'a login' });
    const held = await asks(w, 'art');
    expect(held.slice(1, 7)).toEqual([
      `*First answer within 4 h of our support hours* ${HOURS}`,
      'You wrote ⟨Wed 23 Dec 16:00⟩. ✅ Bo answered ⟨Wed 23 Dec 16:00⟩.',
      `*Next answer within 2 h of our support hours* ${HOURS}`,
      'You wrote again ⟨Wed 23 Dec 17:00⟩. We wait for *access to your environment* since ⟨Wed 23 Dec 17:00⟩, and the time stands still. Once we have it, you hear from us within 2 h of our support hours.',
      `*Solved within 30 h of our support hours* ${HOURS}`,
      'You wrote ⟨Wed 23 Dec 16:00⟩. We wait for *access to your environment* since ⟨Wed 23 Dec 17:00⟩, and the time stands still. Once we have it, we mean to have it solved within 29 h of our support hours.',
    ]);

    await w.until('2026-12-24T09:00');
    await w.says('ana', '#acme-support', 'You have a login now.', thread(w));
    const resumed = await asks(w, 'ana');
    expect(resumed.slice(4, 7)).toEqual([
      'You wrote again ⟨Wed 23 Dec 17:00⟩. *You hear from us by ⟨Thu 24 Dec 11:00⟩.*',
      'We waited for *access to your environment* from ⟨Wed 23 Dec 17:00⟩ to ⟨Thu 24 Dec 09:00⟩.',
      'We were closed from ⟨Wed 23 Dec 18:00⟩ to ⟨Thu 24 Dec 08:00⟩.',
    ]);
  });

  it('is told honestly that we are late, with nothing of how we work inside', async () => {
    await using w = await ticketBeforeChristmas();
    await w.until('2026-12-24T10:30');
    const late = await asks(w, 'ana');
    expect(late[2]).toMatch(
      /^You wrote ⟨Wed 23 Dec 16:00⟩\. We promised it by ⟨Thu 24 Dec 10:00⟩ and are late\. We are sorry\. \w+ is on support now\.$/,
    );
    await w.clicks('bo', ourCard(w), 'Claim');
    await w.says('bo', '#acme-support', 'Sorry, here I am.', thread(w));
    expect((await asks(w, 'ana'))[2]).toBe(
      'You wrote ⟨Wed 23 Dec 16:00⟩. ✅ Bo answered ⟨Thu 24 Dec 10:30⟩, later than promised. We are sorry.',
    );
    for (const inner of [/breach/i, /policy/i, /calendar/i, /Weekday support/, /running|paused/]) {
      expect(late.join('\n')).not.toMatch(inner);
    }
  });

  it('is told where no time is promised', async () => {
    const without = (text: string) => text.replace('{ key: question,', '{ key: question, sla: none,');
    await using w = await startWorld({ editPolicy: without });
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'how do I scale?', { type: 'question' });
    expect(await asks(w, 'ana')).toContain('No time is promised for this request. We answer as soon as we can.');
  });
});

describe('what others were promised', () => {
  const NONE = (key: string) => `There is no ticket ${key} in this channel. Use the card in your ticket's thread.`;

  it('stays hidden from people of another customer who got hold of the button', async () => {
    await using w = await ticketBeforeChristmas();
    const slack = new WebClient(w.config.botToken, { slackApiUrl: w.config.apiUrl });
    const card = theirCard(w);
    const { ts } = await slack.chat.postMessage({ channel: 'CGLOBEX', text: 'leaked', blocks: card.blocks as never });
    const read = await asks(w, 'gil', { ...card, channel: 'CGLOBEX', ts: ts as string });
    expect(read).toEqual([NONE('SUP-1')]);
  });

  it("is told by /ticket due to who isn't staff in that customer's channels alone", async () => {
    await using w = await ticketBeforeChristmas();
    await w.importPeople((text) => text.replace('  UCY: staff\n', '').replace('[UCY]', '[]'));
    const answer = async (line: string, channel: string) => {
      await w.types('cy', line, channel);
      return w.slack.ephemerals('UCY').at(-1);
    };
    expect(said(await answer('/ticket due 1', '#acme-support'))).toContain(
      'You wrote ⟨Wed 23 Dec 16:00⟩. *You hear from us by ⟨Thu 24 Dec 10:00⟩.*',
    );
    expect((await answer('/ticket due 1', '#globex-support'))?.text).toBe(NONE('SUP-1'));
    expect((await answer('/ticket due 1', '#triage'))?.text).toBe(NONE('SUP-1'));
    expect((await answer('/ticket due 9', '#acme-support'))?.text).toBe(NONE('SUP-9'));
  });
});

it('a promise around the clock is told outside the office hours too, where nobody is on', async () => {
  await using w = await startWorld({
    at: '2026-03-07T10:00',
    policy: 'starter',
    editPolicy: (text) => text.replace(/ {4}notices: .*\n/, ''),
    editPeople: (text) => text.replaceAll(/tier: \w+/g, 'tier: standard').replace(/\n {2}(ops-duty|on-call): .*/g, ''),
  });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'production is down', { priority: 'urgent' });
  const urgent = shown(w.in('#acme-support').expect(['*SUP-1*', 'opened by']));
  expect(urgent).toContain('First answer by ');
  expect(urgent).toContain('|Sat 7 Mar 2026, 11:00 CET>. Is production down? Press Escalate');
  expect(urgent).not.toContain('We are back');
  await w.opensTicket('ana', '#acme-support', 'a question', { priority: 'normal' });
  const normal = shown(w.in('#acme-support').expect(['*SUP-2*', 'opened by']));
  expect(normal).toContain('We are back ');
});
