import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/database.ts';
import { addAbsence } from '../../src/rotations/away.ts';
import { onNow } from '../../src/rotations/service.ts';
import { swapShifts } from '../../src/rotations/swap.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

const handovers = (w: World) =>
  w.slack.messages('#handover').map(({ text, ts }) => ({ text: text.split('\n')[0] ?? '', at: Number(ts) * 1000 }));

describe('in the morning', () => {
  it('one message tells what the night was, what is due today, and who hands to whom', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-02T22:00');
    const message = await w.opensTicket('ana', '#acme-support', 'checkout is down', { priority: 'critical' });
    await w.says('eli', '#acme-support', 'Looking.', message.ts);
    await w.clicks('eli', w.in('#triage').expect(['SUP-1', 'Escalate…']), 'Escalate…');
    await w.submits('eli', { reason: 'needs a second pair of eyes' });
    await w.clicks('cy', w.dm('cy').expect('Accept'), 'Accept');
    await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'medium' });
    await w.until('2026-03-03T07:31');
    await w.clicks('eli', w.dm('eli').expect(['Your shift ends', '2 tickets change hands.']), 'Add notes');
    await w.submits('eli', { text: 'A quiet night but for the checkout.' });
    await w.until('2026-03-03T08:01');
    expect(handovers(w).filter(({ at }) => at >= berlin('2026-03-03T08:00'))).toHaveLength(1);
    const post = w
      .in('#handover')
      .expect([
        '*Weekday support: Eli (On-call) → Fay until',
        '*On-call: Eli → Fay until',
        '2 came in, 1 answered, 1 call, 1 taken.',
        'SUP-1',
        'SUP-2',
        '*Notes from Eli*: A quiet night but for the checkout.',
        '<@UFAY>, please accept.',
      ]);
    expect(JSON.stringify(post.blocks)).toMatch(/🌙 Since <!date[^>]*18:00 CET>/);
    await w.clicks('fay', post, 'Accept handover');
    expect(JSON.stringify(w.in('#handover').expect('accepted by Fay').blocks)).not.toContain('Accept handover');
    await w.until('2026-03-03T09:00');
    expect(w.slack.dm('UFAY').filter(({ text }) => text.includes('accept'))).toHaveLength(0);
  });

  it('two who take over each accept their own part', async () => {
    await using w = await startWorld({ at: '2026-03-03T17:00' });
    w.ignorePosts();
    await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
    await w.until('2026-03-04T08:01');
    const post = w
      .in('#handover')
      .expect(['Weekday support: Fay (On-call) → Bo', 'On-call: Fay → Eli', 'Accept (Bo)', 'Accept (Eli)']);
    await w.clicks('bo', post, 'Accept (Bo)');
    await w.until('2026-03-04T08:16');
    w.in('#handover').expect(['accepted by Bo', '<@UELI>, please accept.']);
    w.dm('eli').expect(['*On-call* is yours since', 'Please accept']);
    expect(w.slack.dm('UBO').filter(({ text }) => text.includes('Please accept'))).toHaveLength(0);
    await w.clicks('eli', w.in('#handover').expect('Accept handover'), 'Accept handover');
    w.in('#handover').expect(['accepted by Bo', 'accepted by Eli']);
  });

  it('of a quiet night says so in one line', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-03T08:01');
    w.in('#handover').expect(['Weekday support: Eli (On-call) → Fay', 'Nothing open. Nothing came in since']);
  });

  it('of Monday goes back to Friday, and on the weekend the on-call hands over daily', async () => {
    await using w = await startWorld({ at: '2026-03-06T17:00' });
    w.ignorePosts();
    await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
    await w.until('2026-03-09T08:01');
    const words = handovers(w).map(({ text }) => /^\*([\w -]+): (\w+)/.exec(text)?.slice(1).join(' '));
    expect(words).toEqual(['Weekday support Bo', 'On-call Eli', 'On-call Fay', 'Weekday support Eli']);
    const monday = w.in('#handover').expect('Weekday support: Eli (On-call) → Fay');
    expect(JSON.stringify(monday.blocks)).toMatch(/🌙 Since <!date[^>]*Fri 6 Mar 2026, 18:00 CET>/);
  });
});

describe('when the clocks change', () => {
  it.each([
    ['forward', '2026-03-28T07:00', '2026-03-29T12:00', 23],
    ['back', '2026-10-24T07:00', '2026-10-25T12:00', 25],
  ])('%s, the on-call hands over once, at the same time on the wall', async (_, from, to, hours) => {
    await using w = await startWorld({ at: from });
    w.ignorePosts();
    await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
    await w.until(to);
    const [first, second, ...more] = handovers(w);
    expect(more).toEqual([]);
    expect(Math.round(((second?.at ?? 0) - (first?.at ?? 0)) / 3_600_000)).toBe(hours);
    expect(second?.text).toContain('On-call');
  });

  it.each([
    ['is skipped', '2026-03-28T12:00', '2026-03-29T12:00', '2026-03-29T03:30'],
    ['comes twice', '2026-10-24T12:00', '2026-10-25T12:00', '2026-10-25T02:30+02:00'],
  ])('a hand-off at half past two that %s is one', async (_, from, to, at) => {
    const nightly = (text: string) => text.replace(/(label: On-call\n.*\n.*at: )08:00/, '$102:30');
    await using w = await startWorld({ at: from, editPolicy: nightly });
    w.ignorePosts();
    await w.until(to);
    expect(handovers(w).map(({ at }) => Math.floor(at / 60_000))).toEqual([berlin(at) / 60_000]);
  });
});

it('nobody hands over to themselves: whoever goes on into the night, and into the day after it, is not asked to accept', async () => {
  await using w = await startWorld({
    at: '2026-03-02T17:00',
    editPeople: (text) => text.replace('[UELI, UFAY]', '[UBO, UFAY]'),
  });
  w.ignorePosts();
  await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
  await w.until('2026-03-02T20:00');
  const evening = w.in('#handover').expect('Weekday support: Bo goes on (On-call), Fay takes over');
  expect(JSON.stringify(evening.blocks)).not.toMatch(/accept/i);
  await w.until('2026-03-03T07:45');
  w.dm('bo').expect(['Your shift ends', '1 ticket changes hands.']);
  await w.until('2026-03-03T20:00');
  w.in('#handover').expect('Weekday support: Fay goes on (On-call), Bo takes over');
  const told = (user: string) => w.slack.dm(user).filter(({ text }) => /shift end|accept/.test(text));
  expect([told('UBO').length, told('UFAY').map(({ text }) => /Please accept/.test(text))]).toEqual([1, [true]]);
  expect(told('UDEE').map(({ text }) => /Fay has not accepted/.test(text))).toEqual([true]);
});

it('somebody who is away over a hand-off is passed over, and the handover says who is away', async () => {
  const skipping = (text: string) => text.replace('    role: on_call\n', '    role: on_call\n    absences: skip\n');
  await using w = await startWorld({ at: '2026-03-02T17:00', editPolicy: skipping });
  w.ignorePosts();
  const { desk } = w.running;
  const wanted = { user: 'UELI', from: berlin('2026-03-02T17:30'), to: berlin('2026-03-04T12:00') };
  await inTransaction(desk, (tx) => addAbsence(tx, desk.policy, wanted, 'UELI'));
  await w.settle();
  await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
  await w.until('2026-03-02T18:01');
  w.in('#handover').expect(['Weekday support: Bo → Fay (On-call)', '🌴 Eli is away until', '<@UFAY>, please accept.']);
});

it('of a shift that was swapped twice the handover names whoever stands in, and nobody who gave it on', async () => {
  await using w = await startWorld({
    at: '2026-03-02T17:00',
    editPeople: (text) => text.replace('support: [UBO, UFAY]', 'support: [UBO, UCY, UFAY]'),
  });
  w.ignorePosts();
  const { desk } = w.running;
  const [tue, wed, thu] = ['2026-03-03T08:00', '2026-03-04T08:00', '2026-03-05T08:00'].map(berlin) as [
    number,
    number,
    number,
  ];
  const turns = new Map<number, string>();
  for (const at of [tue, wed, thu])
    turns.set(at, (await onNow(desk.db.reader, desk.policy, 'support', at)).user as string);
  const [first, second, third] = [tue, wed, thu].map((at) => turns.get(at)) as [string, string, string];
  const swap = (who: string, mine: number, other: string, theirs: number) =>
    inTransaction(desk, (tx) => swapShifts(tx, desk.policy, { rotation: 'support', mine, theirs, with: other }, who));
  await swap(first, tue, second, wed);
  await swap(first, wed, third, thu);
  await w.until('2026-03-04T08:01');
  const name = (user: string) => `${user[1]}${user.slice(2).toLowerCase()}`;
  const post = JSON.stringify(w.in('#handover').expect(`→ ${name(third)} until`).blocks);
  expect(post).toContain(`🔁 ${name(third)} covers Weekday support`);
  expect(post).not.toContain(`🔁 ${name(first)} covers`);
});

describe('when nobody is on', () => {
  const nobody = (text: string) => text.replace('  on-call: [UELI, UFAY]\n', '');

  it('with a critical ticket open, the handover is loud and the lead hears at once which, and can put somebody on', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:50', editPeople: nobody });
    await w.opensTicket('ana', '#acme-support', 'checkout is down', { priority: 'critical' });
    await w.until('2026-03-02T18:01');
    w.in('#handover').expect(['🚨 *Weekday support: Bo → nobody, Fay takes over', 'SUP-1', 'checkout is down']);
    w.dm('bo').expect(['Your shift ended', 'Nobody is on now.']);
    const call = w
      .dm('dee')
      .expect([
        '🚨 *Weekday support*: nobody is on since',
        'when Fay begins',
        'Put somebody on.',
        'SUP-1',
        'checkout is down',
      ]);
    await w.clicks('dee', call, 'Cover a shift…');
    expect(JSON.stringify(w.as('dee').view())).toContain('Cover a shift');
    w.ignorePosts();
    const seconds = (reading: string) => berlin(reading) / 1000;
    const [from, to] = [seconds('2026-03-02T18:15'), seconds('2026-03-03T08:00')];
    await w.submits('dee', { rotation: 'support', user: 'UCY', from, to });
    w.dm('dee').expect('🚨 *Weekday support*: nobody is on since');
    await w.until('2026-03-02T18:16');
    const over = w.dm('dee').expect('✅ *Weekday support*: nobody was on since');
    expect(over.text).toContain('Cy came on');
    expect([over.ts, JSON.stringify(over.blocks ?? [])]).toEqual([
      call.ts,
      expect.not.stringContaining('Cover a shift'),
    ]);
    await w.until('2026-03-03T20:00');
    expect(w.dm('dee').expect('✅ *Weekday support*: nobody was on since').text).toBe(over.text);
  });

  it('also from one shift to the next, when the rotation has run out of people', async () => {
    await using w = await startWorld({ at: '2026-03-07T12:00' });
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'checkout is down', { priority: 'critical' });
    await w.importPeople(nobody);
    await w.restart();
    await w.until('2026-03-08T08:01');
    w.in('#handover').expect(['🚨 *On-call: Fay → nobody*', 'SUP-1']);
    w.dm('dee').expect(['🚨 *On-call*: nobody is on since', 'SUP-1']);
    await w.until('2026-03-09T08:01');
    w.in('#handover').expect(['Weekday support: nobody → Fay', 'SUP-1']);
  });

  it('as planned, because the desk closes for the night, nobody is called unless something is due before it opens', async () => {
    const closing = (text: string) => text.replace('    night: on-call\n', '');
    await using w = await startWorld({ at: '2026-03-02T17:50', editPolicy: closing });
    w.ignorePosts();
    await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
    await w.until('2026-03-02T18:01');
    const post = w.in('#handover').expect(['*Weekday support: Bo → nobody, Fay takes over', 'SUP-1']);
    expect(post.text).not.toContain('🚨');
    expect(w.slack.dm('UDEE').filter(({ text }) => text.includes('nobody is on'))).toHaveLength(0);
    await w.until('2026-03-03T08:01');
    w.in('#handover').expect(['Weekday support: nobody → Fay', 'nothing came in, no calls.']);
    await w.until('2026-03-03T17:50');
    await w.opensTicket('ana', '#acme-support', 'checkout is down', { priority: 'critical' });
    await w.until('2026-03-03T18:01');
    w.in('#handover').expect('🚨 *Weekday support: Fay → nobody, Bo takes over');
    w.dm('dee').expect(['nobody is on since', 'when Bo begins', 'SUP-2']);
  });
});
