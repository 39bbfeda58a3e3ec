import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** Acme's critical tickets are promised an answer within an hour, medium ones within four, around the clock. */
async function withTicket(priority: string, options: Parameters<typeof startWorld>[0] = {}): Promise<World> {
  const w = await startWorld(options);
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority });
  return w;
}

const triage = (w: World, ...words: string[]) => w.in('#triage').expect(['SUP-1', 'login is slow', ...words]);
const WARNING = 'first response due in';
const BREACH = 'first response was due';

it('at half of the time first line hears, at four fifths the lead too, each once', async () => {
  await using w = await withTicket('critical');
  await w.advance({ minutes: 29 });
  expect(w.slack.dm('UBO')).toEqual([]);
  await w.advance({ minutes: 1 });
  w.dm('bo').expect(['⏳ *SUP-1* (Acme, Critical): first response due in 30', 'You are on support now.', 'Claim']);
  await w.advance({ minutes: 17 });
  expect(w.dm('bo').count(WARNING)).toBe(1);
  expect(w.slack.dm('UDEE')).toEqual([]);
  await w.advance({ minutes: 2 });
  w.dm('bo').expect('first response due in 12');
  w.dm('dee').expect(['first response due in 12', 'You lead the desk.']);
  expect(w.dm('bo').count(WARNING)).toBe(2);
});

it('whoever has it hears, once, also when they are on shift', async () => {
  await using w = await withTicket('critical');
  await w.clicks('bo', triage(w, 'Claim'), 'Claim');
  await w.advance({ minutes: 31 });
  w.dm('bo').expect([WARNING]);
  expect(w.dm('bo').count(WARNING)).toBe(1);
});

it('an answer in time ends it', async () => {
  await using w = await startWorld();
  const { ts } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  await w.says('bo', '#acme-support', 'Looking.', ts);
  await w.advance({ hours: 3 });
  triage(w, 'First response met');
  expect(w.slack.dm('UBO')).toEqual([]);
});

it('after the promise broke everybody concerned hears once, with who leads, and never a warning again', async () => {
  await using w = await withTicket('critical');
  await w.advance({ minutes: 61 });
  for (const person of ['bo', 'dee'] as const) {
    w.dm(person).expect([BREACH, 'nobody has it']);
    expect(w.dm(person).count(BREACH)).toBe(1);
  }
  w.dm('bo').expect('in 30');
  w.dm('bo').expect('in 12');
  w.dm('dee').expect('in 12');
  w.in('#triage').expect(['❗', BREACH, 'Lead: Dee']);
  triage(w, '❗ First response was due');
  await w.advance({ hours: 7 });
  expect(w.dm('bo').count(BREACH)).toBe(1);
  expect(w.in('#triage').count('Lead: Dee')).toBe(1);
});

it('a breach is said in the thread of the card and in the channel, and stays true there', async () => {
  await using w = await withTicket('critical');
  await w.advance({ minutes: 61 });
  const card = triage(w, 'Assign…');
  const breach = w.in('#triage').expect(['❗', BREACH, 'Lead: Dee', 'Claim'], { thread: card.ts });
  expect(breach.subtype).toBe('thread_broadcast');
  await w.clicks('bo', breach, 'Claim');
  const after = w.in('#triage').expect([BREACH, 'Bo has it.'], { thread: card.ts });
  expect([after.ts, after.subtype, JSON.stringify(after.blocks).includes('Claim')]).toEqual([
    breach.ts,
    'thread_broadcast',
    false,
  ]);
  w.ignorePosts();
});

it.each(['its card was deleted', 'the team has moved to another channel'])(
  'a breach is said in the channel where %s',
  async (what) => {
    await using w = await withTicket('critical');
    const card = triage(w);
    if (what === 'its card was deleted') {
      const bot = new WebClient(w.slack.botToken, { slackApiUrl: w.slack.apiUrl });
      await bot.chat.delete({ channel: card.channel, ts: card.ts });
    } else {
      w.slack.addChannel({ id: 'CNEW', name: 'new-triage', members: ['UBO', 'UDEE'] });
      await w.importPeople((text) => text.replace('triage: CTRIAGE', 'triage: CNEW'));
    }
    await w.advance({ minutes: 61 });
    const channel = what === 'its card was deleted' ? '#triage' : '#new-triage';
    w.in(channel).expect(['❗', BREACH, 'Lead: Dee', 'Claim']);
    w.ignorePosts();
  },
);

it('after a downtime the breach is told, and no warning that came too late', async () => {
  await using w = await withTicket('critical');
  await w.restart(() => w.clock.moveTo(w.clock.now() + 2 * 3_600_000));
  w.dm('bo').expect(BREACH);
  w.dm('dee').expect(BREACH);
  w.in('#triage').expect([BREACH, 'Lead: Dee']);
  expect(w.dm('bo').count(WARNING)).toBe(0);
  triage(w, '❗ First response was due');
});

it('of two warnings missed in a downtime only the more urgent is told', async () => {
  await using w = await withTicket('critical');
  await w.restart(() => w.clock.moveTo(w.clock.now() + 50 * 60_000));
  w.dm('bo').expect('first response due in 10');
  w.dm('dee').expect('first response due in 10');
  expect(w.dm('bo').count(WARNING)).toBe(1);
});

it('a change of priority warns anew for the new promise, and never twice for one', async () => {
  await using w = await withTicket('medium');
  const change = async (priority: string) => {
    const { channel, ts } = triage(w, 'Assign…');
    await w.as('bo').select(channel, ts, 'ticket-priority', JSON.stringify({ ticketId: 1, priority }));
    await w.settle();
  };
  await w.advance({ minutes: 121 });
  w.dm('bo').expect('(Acme, Medium): first response due in');
  await change('high');
  w.dm('bo').expect(['(Acme, High)', BREACH]);
  w.dm('dee').expect(BREACH);
  w.in('#triage').expect([BREACH, 'Lead: Dee']);
  await change('medium');
  await change('high');
  await w.advance({ minutes: 30 });
  expect(w.dm('bo').count(BREACH)).toBe(1);
  expect(w.in('#triage').count('Lead: Dee')).toBe(1);
});

it('at night whoever carries first line hears', async () => {
  await using w = await withTicket('critical', { at: '2026-03-02T22:00' });
  triage(w, 'First line: Eli');
  await w.advance({ minutes: 31 });
  w.dm('eli').expect([WARNING, 'You are on support now.']);
  expect(w.slack.dm('UBO')).toEqual([]);
});

it('with nobody on, the triage channel hears', async () => {
  await using w = await withTicket('critical', {
    at: '2026-03-07T12:00',
    editPeople: (text) => text.replace('on-call: [UELI, UFAY]', 'on-call: []'),
  });
  triage(w, 'First line: nobody on now');
  await w.advance({ minutes: 31 });
  w.in('#triage').expect(['⏳ *SUP-1*', 'first response due', 'Nobody is on; whoever is here, please take it.']);
});

it('nothing is due while we wait for the customer, and the rest of the time counts from their answer', async () => {
  const pausing = (text: string) =>
    text
      .replace(
        'first_response: { critical: 1h, high: 2h',
        'resolution: { critical: 4h }\n      first_response: { critical: 1h, high: 2h',
      )
      .replace('reminders:\n', 'reminders:\n  resolution:\n    - { at: 50%, to: [assignee] }\n')
      .replace('breaches:\n', 'breaches:\n  resolution: [assignee]\n');
  await using w = await startWorld({ editPolicy: pausing });
  const { ts } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  await w.says('bo', '#acme-support', 'Looking.', ts);
  await w.advance({ hours: 1 });
  await w.clicks('bo', triage(w), 'Hold…');
  await w.submits('bo', { reason: 'data' });
  w.in('#acme-support').expect('needs something from you');
  triage(w, '⏸ Resolution paused');
  await w.advance({ hours: 20 });
  expect(w.slack.dm('UBO').filter(({ text }) => text.includes('due'))).toEqual([]);
  await w.says('ana', '#acme-support', 'Here it is.', ts);
  triage(w, '⏳ Resolution due');
  w.in('#handover').expect('Weekday support');
  await w.advance({ minutes: 61 });
  w.dm('bo').expect(['resolution due in', 'It is assigned to you.']);
  w.ignorePosts();
});
