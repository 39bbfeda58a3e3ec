import { describe, expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** A ticket is open when Bo's shift ends, and Eli is to accept. */
async function handedToEli(): Promise<World> {
  const w = await startWorld({ at: '2026-03-02T17:55' });
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
  await w.until('2026-03-02T18:01');
  w.in('#handover').expect(['Weekday support: Bo → Eli', '<@UELI>, please accept.']);
  w.dm('bo').expect('Eli is on now');
  return w;
}

const called = (w: World, user: string) =>
  w.slack.dm(user).filter(({ text }) => /not accepted|accepted by|deactivated|nobody is on/.test(text));
const asked = (w: World, user: string) => w.slack.dm(user).filter(({ text }) => text.includes('Weekday support'));

it('accepted in time, nobody hears more of it', async () => {
  await using w = await handedToEli();
  await w.clicks('eli', w.in('#handover').expect('Accept handover'), 'Accept handover');
  const post = w.in('#handover').expect('accepted by Eli');
  expect(post.text + JSON.stringify(post.blocks)).not.toMatch(/after the hand-off|please accept|Accept handover/);
  w.dm('bo').expect(['Your shift ended', 'accepted by Eli']);
  await w.until('2026-03-02T19:30');
  expect([asked(w, 'UELI'), asked(w, 'UDEE')]).toEqual([[], []]);
});

it('not accepted, the incoming person is reminded once, then the leads hear it once, also over a restart', async () => {
  await using w = await handedToEli();
  await w.until('2026-03-02T18:14');
  expect(asked(w, 'UELI')).toHaveLength(0);
  await w.until('2026-03-02T18:16');
  w.dm('eli').expect([
    '*Weekday support* is yours since',
    '(1 ticket)',
    'Please accept the handover.',
    'Accept handover',
    'Open',
  ]);
  expect(asked(w, 'UDEE')).toHaveLength(0);
  await w.restart();
  await w.until('2026-03-02T18:31');
  w.dm('dee').expect(['Eli has not accepted the handover of', 'Reach Eli, or take it.']);
  await w.restart();
  await w.until('2026-03-02T19:30');
  expect([asked(w, 'UELI').length, asked(w, 'UDEE').length]).toEqual([1, 1]);
});

it('accepted too late is accepted, says how late, and so do the messages that asked for it', async () => {
  await using w = await handedToEli();
  await w.until('2026-03-02T18:40');
  await w.clicks('eli', w.dm('eli').expect('Please accept'), 'Accept handover');
  w.in('#handover').expect(['accepted by Eli', '40 min after the hand-off']);
  for (const person of ['eli', 'dee'] as const) {
    const { blocks } = w.dm(person).expect(['accepted by Eli', '40 min after the hand-off']);
    expect(JSON.stringify(blocks)).not.toContain('Accept handover');
  }
  w.dm('bo').expect(['accepted by Eli', '40 min after the hand-off']);
});

it('a lead may accept in place of the incoming person; somebody who is not on may not', async () => {
  await using w = await handedToEli();
  const post = w.in('#handover').expect('Accept handover');
  await w.clicks('cy', post, 'Accept handover');
  expect(w.slack.ephemerals('UCY').map(({ text }) => text)).toEqual([
    'This handover is for Eli. A lead, or whoever is on now, may accept it too; ask one of them.',
  ]);
  await w.clicks('dee', post, 'Accept handover');
  w.in('#handover').expect('accepted by Dee');
  w.dm('bo').expect('accepted by Dee');
});

it('a handover of notes alone counts no tickets, neither to the incoming person nor to the leads', async () => {
  await using w = await startWorld({ at: '2026-03-02T17:25' });
  w.ignorePosts();
  await w.until('2026-03-02T17:31');
  await w.clicks('bo', w.dm('bo').expect('Add notes'), 'Add notes');
  await w.submits('bo', { text: 'Globex rolls back at 21:00.' });
  await w.until('2026-03-02T18:31');
  const said = [w.dm('eli').expect('is yours since'), w.dm('dee').expect('has not accepted the handover of')];
  for (const { text } of said) expect(text).toMatch(/CET>\. (Please accept|Reach Eli)/);
});

describe('when several take over at one instant and none of them accepts', () => {
  /** Bo begins the day and Eli the on-call as Fay ends both; one ticket is open. */
  async function handedToBoAndEli(options: Parameters<typeof startWorld>[0] = {}): Promise<World> {
    const w = await startWorld({ at: '2026-03-03T17:00', ...options });
    w.ignorePosts();
    await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
    await w.clicks('fay', w.in('#triage').expect(['SUP-1', 'Claim']), 'Claim');
    await w.until('2026-03-04T08:20');
    expect(called(w, 'UDEE')).toEqual([]);
    return w;
  }

  it('the lead hears of them in one message, which stays true as one and then the other accepts late', async () => {
    await using w = await handedToBoAndEli();
    await w.until('2026-03-04T08:35');
    const call = w
      .dm('dee')
      .expect([
        '❗ Bo (*Weekday support*) and Eli (*On-call*) have not accepted the handover of',
        '(1 ticket)',
        'Reach them, or take it.',
        'Accept (Bo)',
        'Accept (Eli)',
      ]);
    await w.clicks('bo', w.in('#handover').expect('Accept (Bo)'), 'Accept (Bo)');
    const half = w.dm('dee').expect(['❗ *On-call*: Eli has not accepted', 'accepted by Bo', '35 min after']);
    expect(JSON.stringify(half.blocks)).not.toContain('Accept (Bo)');
    expect(half.ts).toBe(call.ts);
    await w.clicks('dee', half, 'Accept handover');
    const over = w.dm('dee').expect(['*Weekday support* of', 'accepted by Bo', '*On-call* of', 'accepted by Dee']);
    expect(`${over.text}${JSON.stringify(over.blocks)}`).not.toMatch(/not accepted|Accept handover/);
    await w.restart();
    await w.until('2026-03-04T10:00');
    expect(called(w, 'UDEE')).toHaveLength(1);
  });

  it('so they are where the rotations have nothing to do with each other and each its own message', async () => {
    await using w = await handedToBoAndEli({ editPolicy: (text) => text.replace('    night: on-call\n', '') });
    await w.until('2026-03-04T08:35');
    w.dm('dee').expect(['Bo (*Weekday support*)', ' and ', 'Eli (*On-call*)', 'have not accepted', 'Reach them']);
    await w.clicks('eli', w.in('#handover').expect(['On-call', 'Accept handover']), 'Accept handover');
    w.dm('dee').expect(['❗ *Weekday support*: Bo has not accepted', 'accepted by Eli']);
    expect(called(w, 'UDEE')).toHaveLength(1);
  });
});

describe('when the account of the incoming person', () => {
  it('is deactivated already, the leads hear at once that nobody has the work, and can put somebody on', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:50' });
    await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
    w.slack.changePerson('UELI', { deleted: true });
    await w.settle();
    await w.until('2026-03-02T18:00');
    const call = w
      .dm('dee')
      .expect(['*Weekday support* went to Eli <!date', 'account is deactivated', 'nobody has it', 'Cover a shift…']);
    const post = w
      .in('#handover')
      .expect([
        '🚨 *Weekday support: Bo → Eli (On-call), Fay takes over',
        "Eli's Slack account is closed: nobody has it",
      ]);
    expect(JSON.stringify(post.blocks)).not.toContain('<@UELI>');
    w.dm('bo').expect(['Your shift ended', 'Eli should be on now, but their Slack account is closed.']);
    await w.clicks('dee', call, 'Cover a shift…');
    expect(JSON.stringify(w.as('dee').view())).toContain('Cover a shift');
    await w.until('2026-03-02T19:00');
    expect(asked(w, 'UDEE')).toHaveLength(1);
    await w.clicks('dee', call, 'Accept handover');
    w.in('#handover').expect('accepted by Dee');
    w.dm('dee').expect(['accepted by Dee']);
    w.dm('bo').expect('accepted by Dee');
  });

  it('is deactivated before they accepted, the leads hear it then, once', async () => {
    await using w = await handedToEli();
    w.slack.changePerson('UELI', { deleted: true });
    await w.settle();
    w.dm('dee').expect(['*Weekday support* went to Eli', 'account is deactivated']);
    const post = w.in('#handover').expect(['🚨 *Weekday support', "Eli's Slack account is closed: nobody has it"]);
    expect(JSON.stringify(post.blocks)).not.toContain('<@UELI>');
    w.dm('bo').expect('Eli should be on now, but their Slack account is closed.');
    w.slack.changePerson('UELI', { deleted: true, realName: 'Eli E.' });
    await w.until('2026-03-02T19:00');
    expect(called(w, 'UDEE')).toHaveLength(1);
    expect(asked(w, 'UELI')).toHaveLength(0);
    await w.clicks('dee', w.in('#handover').expect('Accept handover'), 'Accept handover');
    const taken = w.in('#handover').expect('accepted by Dee');
    expect(taken.text).not.toMatch(/🚨|nobody has it/);
    w.dm('bo').expect('accepted by Dee');
    w.dm('dee').expect('accepted by Dee');
  });

  it('is deactivated and nothing is open, the one line says so', async () => {
    await using w = await startWorld({
      at: '2026-03-02T17:50',
      prepare: (slack) => slack.changePerson('UELI', { deleted: true }),
    });
    await w.until('2026-03-02T18:01');
    const post = w.in('#handover').expect(["Eli's Slack account is closed: nobody has it", 'Nothing open.']);
    expect(post.blocks).toHaveLength(1);
    expect(w.dm('dee').expect('went to Eli').text).toMatch(/CET>, but their Slack account/);
    w.dm('bo').expect('Your shift ended');
  });

  it('of the outgoing person is deactivated, nothing is written to them and the handover stands', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:25' });
    await w.until('2026-03-02T17:31');
    w.dm('bo').expect('Your shift ends');
    w.slack.changePerson('UBO', { deleted: true });
    await w.settle();
    await w.until('2026-03-02T18:01');
    w.in('#handover').expect('Weekday support: Bo → Eli');
    expect(w.slack.dm('UBO').map(({ text }) => text.slice(0, 15))).toEqual(['Your shift ends']);
  });
});

describe('leads who can not be written to at this hour', () => {
  /** Saturday: Eli's on-call ends, Fay's begins; people who don't serve are written to from Monday on. */
  async function onSaturday(answer: string | null, options: Parameters<typeof startWorld>[0] = {}): Promise<World> {
    const w = await startWorld({ at: '2026-03-06T17:00', editPolicy: weekly, ...options });
    w.ignorePosts();
    await w.until('2026-03-07T07:00');
    const { ts } = await w.opensTicket('gil', '#globex-support', 'the export is late', { priority: 'low' });
    await w.clicks('eli', w.in('#triage').expect(['SUP-1', 'Claim']), 'Claim');
    if (answer) await w.says('eli', '#globex-support', answer, ts);
    return w;
  }
  const inTriage = (w: World) => w.slack.messages('#triage').filter(({ text }) => text.includes('not accepted'));

  it('hear on Monday what can wait, when it is still so, and no word of what was seen to', async () => {
    await using w = await onSaturday('On it.');
    await w.until('2026-03-07T12:00');
    w.dm('fay').expect(['*On-call* is yours since', 'Please accept']);
    expect([called(w, 'UDEE'), inTriage(w)]).toEqual([[], []]);
    await w.restart();
    await w.until('2026-03-09T06:59');
    expect(called(w, 'UDEE')).toEqual([]);
    await w.until('2026-03-09T07:01');
    w.dm('dee').expect(['❗ *On-call*: Fay has not accepted the handover of', 'Accept handover']);
    await w.clicks('fay', w.in('#handover').expect(['On-call', 'Accept handover']), 'Accept handover');
    w.dm('dee').expect('accepted by Fay');
    expect(called(w, 'UDEE')).toHaveLength(1);
  });

  it('hear nothing of what was accepted before their hours', async () => {
    await using w = await onSaturday('On it.');
    await w.until('2026-03-08T12:00');
    await w.clicks('fay', w.in('#handover').expect(['On-call', 'Accept handover']), 'Accept handover');
    await w.until('2026-03-09T12:00');
    expect(called(w, 'UDEE')).toEqual([]);
  });

  it('leave what can not wait to the triage channel, which reads when it was accepted', async () => {
    await using w = await onSaturday(null);
    await w.until('2026-03-07T08:45');
    const call = w
      .in('#triage')
      .expect(['❗ *On-call*: Fay has not accepted', 'No lead can be reached at this hour.', 'or take it.']);
    expect(called(w, 'UDEE')).toEqual([]);
    await w.clicks('fay', call, 'Accept handover');
    w.in('#triage').expect(['*On-call* of', 'accepted by Fay']);
    await w.until('2026-03-09T12:00');
    expect([called(w, 'UDEE').length, inTriage(w).length]).toEqual([0, 0]);
  });

  it('are called all the same when nobody has the work', async () => {
    await using w = await onSaturday('On it.', { prepare: (slack) => slack.changePerson('UFAY', { deleted: true }) });
    await w.until('2026-03-07T08:00');
    w.dm('dee').expect(['🚨 *On-call* went to Fay', 'nobody has it']);
  });

  it('but not while another lead can be reached', async () => {
    await using w = await onSaturday('On it.', {
      editPeople: (text) => text.replace('UCY: staff', 'UCY: lead'),
      prepare: (slack) => slack.changePerson('UFAY', { deleted: true }),
    });
    await w.until('2026-03-07T08:01');
    w.dm('cy').expect(['🚨 *On-call* went to Fay', 'nobody has it']);
    expect(called(w, 'UDEE')).toEqual([]);
    await w.clicks('cy', w.dm('cy').expect('Accept handover'), 'Accept handover');
    await w.until('2026-03-09T07:01');
    expect(called(w, 'UDEE')).toEqual([]);
  });
});

/** The on-call changes on Saturdays alone, so that a weekend's is not over on Monday. */
const weekly = (text: string) =>
  text.replace(/(label: On-call\n.*\n.*)every: day, at: 08:00/, '$1every: week, at: 08:00, on: sat');
