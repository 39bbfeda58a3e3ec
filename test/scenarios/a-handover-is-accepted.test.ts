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

describe('when the account of the incoming person', () => {
  it('is deactivated already, the leads hear at once that nobody has the work, and can put somebody on', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:50' });
    await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
    w.slack.changePerson('UELI', { deleted: true });
    await w.settle();
    await w.until('2026-03-02T18:00');
    const call = w
      .dm('dee')
      .expect(['*Weekday support* went to Eli', 'account is deactivated', 'nobody has it', 'Cover a shift…']);
    w.in('#handover').expect('Weekday support: Bo → Eli');
    w.dm('bo').expect('Your shift ended');
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
    await w.until('2026-03-02T19:00');
    expect(asked(w, 'UDEE')).toHaveLength(1);
    expect(asked(w, 'UELI')).toHaveLength(0);
  });
});
