import { describe, expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { startWorld, type World } from '../world/world.ts';

async function withTicket(options: Parameters<typeof startWorld>[0] = {}): Promise<{ w: World; thread: string }> {
  const w = await startWorld(options);
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
  return { w, thread };
}

const triage = (w: World, ...words: string[]) => w.in('#triage').expect(['SUP-1', 'login is slow', ...words]);
const card = (w: World, ...words: string[]) => w.in('#acme-support').expect(['*SUP-1* login is slow', ...words]);

async function asks(w: World, person: 'bo' | 'cy' | 'dee' = 'bo', reason = 'ingress looks broken') {
  await w.clicks(person, triage(w, 'Escalate…'), 'Escalate…');
  await w.submits(person, { reason });
}

it('the call says who asks, why, what was tried and what is wanted, all of it', async () => {
  const { w } = await withTicket();
  await using _ = w;
  const words = (letter: string) => letter.repeat(1000);
  await w.clicks('bo', triage(w), 'Escalate…');
  await w.submits('bo', { reason: words('r'), tried: words('t'), wanted: words('w') });
  w.dm('cy').expect(['*Bo asks Ops duty for help*', words('r'), words('t'), words('w')]);
  triage(w, 'Help asked for (Ops duty), nobody has taken it yet');
});

it('accepting gives the ticket to the specialist, and the customer hears only that', async () => {
  const { w, thread } = await withTicket();
  await using _ = w;
  await asks(w);
  await w.clicks('cy', w.dm('cy').expect('Accept'), 'Accept');
  w.dm('cy').expect('✅ You took it.');
  triage(w, 'Assignee: Cy', 'Cy helps (Ops duty)');
  w.in('#acme-support').expect('Cy, a specialist, is on *SUP-1* now.', { thread });
  card(w, 'Cy, a specialist, is on it now.');
  await w.advance({ hours: 2 });
  expect(w.slack.dm('UELI')).toEqual([]);
});

it('a ticket that the specialist gave away is no longer said to be with them, and help can be asked for again', async () => {
  const { w, thread } = await withTicket();
  await using _ = w;
  await asks(w);
  await w.clicks('cy', w.dm('cy').expect('Accept'), 'Accept');
  w.dm('cy').expect('✅ You took it.');
  w.in('#acme-support').expect('Cy, a specialist, is on *SUP-1* now.', { thread });
  await w.clicks('cy', triage(w, 'Assignee: Cy'), 'Assign…');
  await w.submits('cy', { to: 'UFAY' });
  triage(w, 'Assignee: Fay', 'Escalate…');
  card(w, 'Fay has it.');
  w.in('#acme-support').expectNone('(Cy) is on it now');
});

it('"Not me" calls the next level at once', async () => {
  const { w } = await withTicket();
  await using _ = w;
  await asks(w);
  await w.clicks('cy', w.dm('cy').expect('Accept'), 'Not me…');
  await w.submits('cy', { why: 'on a train' });
  w.dm('cy').expect('You passed it on.');
  w.dm('eli').expect(['*Bo asks On-call for help*', 'Accept']);
  triage(w, 'called Eli', 'Cy could not take it');
});

it('whoever was called may still accept after it went one level up; the others are told', async () => {
  const { w, thread } = await withTicket();
  await using _ = w;
  await asks(w);
  await w.advance({ minutes: 16 });
  const late = w.dm('cy').expect('it went one level up. You can still take it.');
  w.dm('eli').expect('Accept');
  await w.clicks('cy', late, 'Accept');
  w.dm('cy').expect('✅ You took it.');
  const other = w.dm('eli').expect('Taken by Cy');
  expect(JSON.stringify(other.blocks)).not.toContain('Accept');
  triage(w, 'Assignee: Cy');
  w.in('#acme-support').expect('Cy, a specialist,', { thread });
  await w.advance({ hours: 1 });
  expect(w.slack.dm('UDEE')).toEqual([]);
});

it('a level with nobody on is passed over', async () => {
  const { w } = await withTicket({ editPeople: (text) => text.replace('ops-duty: [UCY]', 'ops-duty: []') });
  await using _ = w;
  await asks(w);
  w.dm('eli').expect('*Bo asks On-call for help*');
  triage(w, 'Help asked for (On-call)');
});

it('a level whose person has left is passed over, and who leaves while they are called is not waited for', async () => {
  const { w } = await withTicket();
  await using _ = w;
  w.slack.changePerson('UCY', { deleted: true });
  await w.settle();
  await asks(w);
  w.dm('eli').expect(['*Bo asks On-call for help*', 'Accept']);
  w.slack.changePerson('UELI', { deleted: true });
  await w.settle();
  w.dm('dee').expect(['*Bo asks Lead for help*', 'Accept']);
  expect(w.slack.dm('UCY')).toEqual([]);
  w.ignorePosts();
});

it('when everybody is silent the triage channel hears it loudly, and a late accept still counts', async () => {
  const { w, thread } = await withTicket();
  await using _ = w;
  await asks(w);
  await w.advance({ minutes: 45 });
  const last = w.dm('dee').expect('it went one level up');
  w.dm('cy').expect('it went one level up');
  w.dm('eli').expect('it went one level up');
  const loud = w.in('#triage').expect(['🚨 *SUP-1*', 'nobody has taken it', 'login is slow']);
  expect([loud.subtype, loud.thread_ts]).toEqual(['thread_broadcast', triage(w, 'Assign…').ts]);
  expect(w.in('#triage').count('🚨')).toBe(1);
  await w.clicks('dee', last, 'Accept');
  triage(w, 'Assignee: Dee');
  w.in('#acme-support').expect('Dee, our lead,', { thread });
  w.dm('dee').expect('You took it');
});

it('after everybody was silent help can be asked for again, and whoever claims the ticket ends the call', async () => {
  const { w } = await withTicket();
  await using _ = w;
  await asks(w);
  await w.advance({ minutes: 45 });
  triage(w, 'nobody answered at any level');
  await asks(w);
  triage(w, 'Help asked for (Ops duty), nobody has taken it yet');
  await w.advance({ minutes: 45 });
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Assign…']), 'Assign…');
  await w.submits('bo', { to: 'UFAY' });
  const card = w.in('#triage').expect(['SUP-1', 'Assignee: Fay', 'Escalate…']);
  expect(shown(card)).not.toContain('Help asked for');
  w.ignorePosts();
});

it('with nobody to call at all the triage channel hears it at once', async () => {
  const { w } = await withTicket({
    editPeople: (text) =>
      text
        .replace('ops-duty: [UCY]', 'ops-duty: []')
        .replace('on-call: [UELI, UFAY]', 'on-call: []')
        .replace('UDEE: lead', 'UDEE: staff'),
  });
  await using _ = w;
  await asks(w);
  w.in('#triage').expect(['🚨 *SUP-1*', 'nobody has taken it']);
});

it('whoever asks is not called', async () => {
  const { w } = await withTicket();
  await using _ = w;
  await asks(w, 'cy');
  expect(w.slack.dm('UCY')).toEqual([]);
  w.dm('eli').expect('*Cy asks On-call for help*');
});

it('where the policy has nobody to call, nobody is offered to', async () => {
  const { w } = await withTicket({
    at: '2026-03-07T22:00',
    editPolicy: (text) => text.replace(/^escalation:\n(?: .*\n)+/m, ''),
  });
  await using _ = w;
  for (const post of [triage(w), card(w)]) expect(shown(post)).not.toContain('Escalate');
});

describe('a customer', () => {
  it('presses Escalate, says why, and reads that somebody is called', async () => {
    const { w } = await withTicket({ at: '2026-03-07T22:00' });
    await using _ = w;
    await w.clicks('ana', card(w), 'Escalate');
    expect(JSON.stringify(w.as('ana').view().blocks)).not.toMatch(/Ops duty|On-call|level/);
    await w.submits('ana', { reason: 'production is down now' });
    const page = w.dm('cy').expect(['*Ana asks Ops duty for help*', 'production is down now', 'Accept']);
    expect(JSON.stringify(card(w, 'Somebody is being called now.').blocks)).not.toContain('Escalate');
    await w.clicks('cy', page, 'Accept');
    w.dm('cy').expect('You took it');
    card(w, 'Cy, a specialist, is on it now.');
    w.in('#acme-support').expect('Cy, a specialist, is on *SUP-1* now.');
  });
});

describe('a ticket resolved while somebody is called', () => {
  it('ends the call', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await asks(w);
    await w.clicks('bo', triage(w), 'Resolve…');
    await w.submits('bo', { note: 'Found it.' });
    w.in('#acme-support').expect('Resolved by Bo: Found it.');
    const over = w.dm('cy').expect('No longer needed: resolved by Bo');
    expect(JSON.stringify(over.blocks)).not.toContain('Accept');
    await w.advance({ minutes: 20 });
    expect(w.slack.dm('UELI')).toEqual([]);
  });

  it('ends the calls that had been passed on, too, also when the customer closes it', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await asks(w);
    await w.advance({ minutes: 16 });
    w.dm('cy').expect('You can still take it.');
    await w.clicks('ana', card(w), 'Close');
    for (const person of ['cy', 'eli'] as const) {
      const over = w.dm(person).expect('No longer needed: closed by Ana');
      expect(JSON.stringify(over.blocks)).not.toContain('Accept');
    }
  });

  it('and reopened can ask again, of the same people, from the first level', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    await asks(w, 'bo', 'first time');
    await w.advance({ minutes: 10 });
    await w.clicks('bo', triage(w), 'Resolve…');
    await w.submits('bo', { note: 'Found it.' });
    w.in('#acme-support').expect('Resolved by Bo: Found it.');
    await w.says('ana', '#acme-support', 'It is slow again.', thread);
    await asks(w, 'bo', 'second time');
    w.dm('cy').expect('No longer needed');
    const second = w.dm('cy').expect(['second time', 'Accept']);
    await w.advance({ minutes: 10 });
    expect(w.slack.dm('UELI'), 'the first call must not climb in the second escalation').toEqual([]);
    await w.clicks('cy', second, 'Accept');
    w.dm('cy').expect(['second time', 'You took it']);
    w.in('#acme-support').expect('Cy, a specialist, is on *SUP-1* now.');

    await w.clicks('cy', triage(w), 'Resolve…');
    await w.submits('cy', { note: 'Really.' });
    w.in('#acme-support').expect('Resolved by Cy: Really.');
    await w.says('ana', '#acme-support', 'Once more, sorry', thread);
    await asks(w, 'bo', 'third time');
    w.dm('cy').expect(['third time', 'Accept']);
  });
});
