import { describe, expect, it } from 'vitest';
import { openOffers } from '../../src/tables.ts';
import { startWorld, type World } from '../world/world.ts';

const auto = (text: string) => text.replace('CACME: ask', 'CACME: auto');

/** Opens tickets by plain messages, all in one moment. */
async function opens(w: World, count: number, words = (i: number) => `problem ${i}`) {
  for (let i = 1; i <= count; i += 1) w.as('ana').say('#acme-support', words(i));
  await w.settle();
}

describe('the end of a shift', () => {
  it('with nothing open is one line, also in the notification', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:55' });
    await w.until('2026-03-02T18:01');
    w.dm('bo').expect('Your shift ended');
    const post = w.in('#handover').expect(['Weekday support: Bo → Eli (On-call), Fay takes over', 'Nothing open.']);
    expect(post.text).toContain('Nothing open.');
    expect(post.text).not.toContain('\n');
    expect(post.blocks).toEqual([
      expect.objectContaining({ type: 'section', text: expect.objectContaining({ text: post.text }) }),
    ]);
    expect(JSON.stringify(post.blocks)).not.toContain('Accept');
    await w.until('2026-03-02T19:00');
  });

  it('with nothing open is one line for all rotations that change then, and still takes a note of anybody', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-03T08:01');
    const post = w
      .in('#handover')
      .expect(['Weekday support: Eli (On-call) → Fay', 'On-call: Eli → Fay', 'Nothing open.']);
    expect(post.text).not.toContain('\n');
    expect(post.blocks).toHaveLength(1);
    await w.clicks('cy', post, 'Add note');
    await w.submits('cy', { text: 'The certificate of Globex ends today.' });
    const noted = w.in('#handover').expect(['*Notes from Cy*: The certificate', '<@UFAY>, please accept.', 'Add note']);
    await w.until('2026-03-03T08:17');
    w.dm('fay').expect('Please accept the handover.');
    await w.clicks('fay', noted, 'Accept handover');
    await w.clicks('cy', w.in('#handover').expect('accepted by Fay'), 'Add note');
    await w.submits('cy', { text: '' });
    w.in('#handover').expect(['Nothing open.', 'accepted by Fay']);
  });

  it('lists what changes hands: late, due soon, waiting, and calls nobody took', async () => {
    await using w = await startWorld({ at: '2026-03-02T15:00' });
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'late one', { priority: 'critical' });
    await w.until('2026-03-02T17:30');
    await w.opensTicket('ana', '#acme-support', 'called one', { priority: 'medium' });
    const waiting = await w.opensTicket('ana', '#acme-support', 'waiting one', { priority: 'low' });
    await w.says('bo', '#acme-support', 'Which host?', waiting.ts);
    await w.clicks('bo', w.in('#triage').expect(['SUP-3', 'Hold…']), 'Hold…');
    await w.submits('bo', { reason: 'data' });
    await w.clicks('bo', w.in('#triage').expect(['SUP-2', 'Escalate…']), 'Escalate…');
    await w.submits('bo', { reason: 'stuck' });
    await w.opensTicket('ana', '#acme-support', 'soon one', { priority: 'medium' });
    await w.until('2026-03-02T18:01');
    const post = w.in('#handover').expect(['Weekday support: Bo → Eli']);
    const text = JSON.stringify(post.blocks);
    expect(text).toMatch(/❗ 1 late · ⏳ 1 due before .*08:00.* · ⏸ 1 waiting · 📟 1 call for help nobody has taken/);
    const order = ['SUP-1', 'SUP-2', 'SUP-4', 'SUP-3'].map((key) => text.indexOf(key));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
  });

  it('of many tickets lists what a message holds, with a button each, and shows the others on demand', async () => {
    await using w = await startWorld({ at: '2026-03-02T16:00', editPeople: auto });
    w.ignorePosts();
    await opens(w, 24, (i) => `problem ${i} ${'& < > " '.repeat(40)}`);
    await w.until('2026-03-02T18:01');
    const post = w.in('#handover').expect('Weekday support: Bo → Eli');
    const text = JSON.stringify(post.blocks);
    const shown = new Set(text.match(/SUP-\d+/g)).size;
    expect(shown).toBeGreaterThanOrEqual(8);
    expect(text).toContain(`and ${24 - shown} more`);
    expect(text.match(/"accessory":\{"type":"button","text":\{"type":"plain_text","text":"Open"/g)).toHaveLength(shown);
    await w.clicks('fay', post, 'Show all 24');
    const all = JSON.stringify(w.as('fay').view());
    expect(new Set(all.match(/SUP-\d+/g)).size).toBe(24);
    await w.clicks('eli', post, 'Accept handover');
    w.in('#handover').expect('accepted by Eli');
  });
});

it.each([
  ['at once', '2026-03-02T15:05', 'Nothing open. Quiet shift: 1 ticket, answered in time.'],
  ['too late', '2026-03-02T16:30', 'Nothing open. 1 ticket, 1 of them answered or solved late.'],
])('the end of a shift with nothing open any more says what it was, here answered %s', async (_, at, fact) => {
  await using w = await startWorld({ at: '2026-03-02T15:00' });
  w.ignorePosts();
  const { ts } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  await w.until(at);
  await w.says('bo', '#acme-support', 'It was the cache.', ts);
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Resolve…']), 'Resolve…');
  await w.submits('bo', { note: 'The cache was full.' });
  await w.until('2026-03-02T18:01');
  w.in('#handover').expect(fact);
});

it('the end of a shift names the messages that nobody answered, and no others', async () => {
  await using w = await startWorld({ at: '2026-03-02T15:00' });
  w.ignorePosts();
  const unanswered = await w.says('gil', '#globex-support', 'Does anybody read this?');
  const asking = await w.says('ana', '#acme-support', 'Just a question');
  await w.clicks('ana', w.in('#acme-support').expect('Shall I open', { thread: asking.ts }), 'Just asking');
  const answered = await w.says('ana', '#acme-support', 'And another');
  await w.says('bo', '#acme-support', 'Yes, it is the blue one.', answered.ts);
  const calledUs = await w.says('ana', '#acme-support', 'Where are the logs?');
  await w.says('bo', '#acme-support', `<@${w.slack.botUserId}> this may become a ticket`, calledUs.ts);
  const deleted = await w.says('art', '#acme-support', 'Never mind');
  w.as('art').delete('#acme-support', deleted.ts);
  const ticket = await w.says('art', '#acme-support', 'Now for real');
  w.as('bo').react('#acme-support', ticket.ts, 'ticket');
  await w.settle();
  await w.until('2026-03-02T18:01');
  const post = w.in('#handover').expect('💬 1 message without a ticket or an answer: ');
  expect(JSON.stringify(post.blocks)).toContain(`/archives/CGLOBEX/p${unanswered.ts.replace('.', '')}|Globex>`);
});

it('a note taken back before anybody was reminded asks nobody any more', async () => {
  await using w = await startWorld({ at: '2026-03-02T17:55' });
  w.ignorePosts();
  await w.until('2026-03-02T18:01');
  for (const text of ['Watch the ingress.', '']) {
    await w.clicks('cy', w.in('#handover').expect('Add note'), 'Add note');
    await w.submits('cy', { text });
  }
  await w.until('2026-03-02T19:00');
  expect(w.slack.dm('UELI').filter(({ text }) => text.includes('accept'))).toEqual([]);
});

describe('a message that nobody answered', () => {
  it('in an old thread is named as long as one of today', async () => {
    await using w = await startWorld({ at: '2026-03-02T15:00' });
    w.ignorePosts();
    const old = await w.says('gil', '#globex-support', 'Does anybody read this?');
    await w.says('bo', '#globex-support', 'Yes.', old.ts);
    await w.until('2026-03-12T15:00');
    await w.says('gil', '#globex-support', `<@${w.slack.botUserId}> it is back`, old.ts);
    await w.until('2026-03-12T18:01');
    w.in('#handover').expect('💬 1 message without a ticket or an answer: ');
  });

  it('is forgotten after seven days, also over a restart; its button works on', async () => {
    await using w = await startWorld({ at: '2026-03-02T15:00' });
    w.ignorePosts();
    const kept = () => w.running.desk.db.reader.sql.select().from(openOffers);
    const { ts } = await w.says('gil', '#globex-support', 'Does anybody read this?');
    await w.until('2026-03-06T15:00');
    await w.says('gil', '#globex-support', 'And this?');
    await w.until('2026-03-09T14:00');
    await w.restart();
    expect(await kept()).toHaveLength(2);
    await w.until('2026-03-10T15:01');
    expect((await kept()).map(({ thread }) => thread > ts)).toEqual([true]);
    await w.until('2026-03-14T15:01');
    expect(await kept()).toEqual([]);
    const offer = w.in('#globex-support').expect('Shall I open a ticket', { thread: ts });
    await w.clicks('gil', offer, 'Open a ticket');
    await w.submits('gil', {});
    w.in('#triage').expect(['SUP-1', 'Does anybody read this?']);
  });
});

describe('accepting a handover', () => {
  it('is done once; whoever comes second reads who was first', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:50' });
    await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
    await w.until('2026-03-02T18:01');
    w.dm('bo').expect('Your shift ended');
    w.in('#triage').expect(['SUP-1', 'First line: Eli']);
    w.in('#acme-support').expect(['SUP-1', 'Eli is on support now']);
    const post = w.in('#handover').expect('Accept handover');
    await w.clicks('eli', post, 'Accept handover');
    w.dm('bo').expect('accepted by Eli');
    const accepted = w.in('#handover').expect('accepted by Eli');
    expect(JSON.stringify(accepted.blocks)).not.toContain('Accept handover');
  });

  it('goes on listing what changed hands, and nothing that was opened later', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:55' });
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
    await w.until('2026-03-02T18:01');
    await w.opensTicket('gil', '#globex-support', 'opened afterwards', { priority: 'medium' });
    await w.clicks('eli', w.in('#handover').expect('Accept handover'), 'Accept handover');
    w.in('#handover').expect(['accepted by Eli', 'login is slow']);
    w.in('#handover').expectNone('opened afterwards');
  });

  it('pressed by two at the same moment counts for the first', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:50' });
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
    await w.until('2026-03-02T18:01');
    const { channel, ts } = w.in('#handover').expect('Accept handover');
    await Promise.all([
      w.as('eli').click(channel, ts, { text: 'Accept handover' }),
      w.as('dee').click(channel, ts, { text: 'Accept handover' }),
    ]);
    await w.settle();
    const [first, second] = w.slack.ephemerals('UDEE').length > 0 ? ['Eli', 'UDEE'] : ['Dee', 'UELI'];
    w.in('#handover').expect(`accepted by ${first}`);
    w.dm('bo').expect(`accepted by ${first}`);
    expect(w.slack.ephemerals(second as string).map(({ text }) => text)).toEqual([
      `${first} has accepted this handover already.`,
    ]);
  });
});

describe('after a downtime', () => {
  it('a handover that was missed is posted once, marked late', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    await w.restart(() => w.clock.moveTo(w.clock.now() + 3 * 3_600_000));
    w.in('#handover').expect(['Weekday support: Bo → Eli', 'late: the shift ended']);
    await w.restart();
    await w.advance({ hours: 1 });
    expect(w.in('#handover').count('Weekday support')).toBe(1);
  });

  it('of several days each missed handover is posted once, in order, and those that are over as well say no more than that', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
    await w.restart(() => w.clock.moveTo(w.clock.now() + 48 * 3_600_000));
    const posts = w.slack.messages('#handover').map(({ text }) => text);
    expect(
      posts.map(
        (text) => /^\*(Weekday support: \w+( \(On-call\))? → \w+|Weekday support: \w+ goes on)/.exec(text)?.[1],
      ),
    ).toEqual([
      'Weekday support: Bo → Eli',
      'Weekday support: Eli (On-call) → Fay',
      'Weekday support: Fay goes on',
      'Weekday support: Fay (On-call) → Bo',
    ]);
    expect(posts.map((text) => text.includes('late: the shift'))).toEqual([true, true, true, true]);
    expect(w.slack.messages('#handover').map(({ blocks }) => JSON.stringify(blocks).includes('Accept'))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    await w.restart();
    await w.advance({ minutes: 50 });
    expect(w.slack.messages('#handover')).toHaveLength(4);
  });
});

describe('rotations', () => {
  it('around the clock hand over what is theirs, late, or waits for help', async () => {
    await using w = await startWorld({ at: '2026-03-06T19:00' });
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', "Eli's own", { priority: 'low' });
    await w.clicks('eli', w.in('#triage').expect(['SUP-1', 'Claim']), 'Claim');
    await w.opensTicket('ana', '#acme-support', "nobody's, not due", { priority: 'low' });
    await w.opensTicket('ana', '#acme-support', 'a late one', { priority: 'critical' });
    await w.until('2026-03-07T08:01');
    const post = w.in('#handover').expect('On-call: Eli → Fay');
    const text = JSON.stringify(post.blocks);
    expect(text).toContain('SUP-1');
    expect(text).toContain('SUP-3');
    expect(text).not.toContain('SUP-2');
  });

  it('whose shift is cut short by a cover hand over then', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    w.ignorePosts();
    await w.types('dee', '/oncall cover');
    const at = (reading: string) => Date.parse(`${reading}:00+01:00`) / 1000;
    await w.submits('dee', {
      rotation: 'support',
      user: 'UCY',
      from: at('2026-03-02T12:00'),
      to: at('2026-03-02T14:00'),
    });
    await w.until('2026-03-02T12:01');
    w.in('#handover').expect('Weekday support: Bo → Cy');
    await w.until('2026-03-02T14:01');
    w.in('#handover').expect('Weekday support: Cy → Bo');
    await w.until('2026-03-02T18:01');
    w.in('#handover').expect('Weekday support: Bo → Eli');
  });

  it('on a Friday the weekend carries on by on-call until Monday', async () => {
    await using w = await startWorld({ at: '2026-03-06T17:00' });
    await w.until('2026-03-06T18:01');
    w.dm('bo').expect('Your shift ended');
    const post = w.in('#handover').expect('Weekday support:');
    expect(post.text).toMatch(/→ (Eli|Fay) \(On-call\), (Bo|Fay) takes over/);
    expect(post.text).toContain('Mon 9 Mar 2026, 08:00');
  });
});
