import { expect, it } from 'vitest';
import { startWorld } from '../world/world.ts';

it("offers a ticket on a customer's message and opens it by a form", async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const message = await w.says('ana', '#acme-support', 'checkout returns 502, all regions');
  const offer = w.in('#acme-support').expect('Shall I open a ticket for this', { thread: message.ts });

  await w.clicks('ana', offer, 'Open a ticket');
  const form = w.as('ana').view();
  expect(form.state.values).toMatchObject({
    summary: { value: { value: 'checkout returns 502, all regions' } },
    description: { value: { value: 'checkout returns 502, all regions' } },
  });
  await w.submits('ana', { priority: 'critical' });

  w.in('#acme-support').expect(['Ticket', 'SUP-1', 'was opened']);
  w.in('#acme-support').expect(['SUP-1', 'Critical', 'Bo is on support now', 'First answer by'], {
    thread: message.ts,
  });
  w.in('#triage').expect(['SUP-1', 'Acme', 'First response due', 'First line: Bo', 'Claim']);
  w.in('#triage').expect('Replies here stay with us');
});

it('warns the first line before the promise breaks, and is met by a reply in the thread', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const message = await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });

  await w.advance({ minutes: 35 });
  w.dm('bo').expect(['SUP-1', 'first response due', 'You are on support now']);
  await w.says('bo', '#acme-support', 'Looking into it.', message.ts);
  w.in('#acme-support').expect(['SUP-1', 'Bo answered'], { thread: message.ts });
  w.in('#triage').expect(['SUP-1', 'First response met', 'Assignee: Bo']);
});

it('climbs from ops duty to on-call when a call is not accepted in time', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const message = await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });
  await w.says('bo', '#acme-support', 'Looking into it.', message.ts);

  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Escalate…']), 'Escalate…');
  await w.submits('bo', { reason: 'ingress looks broken', tried: 'restart' });
  w.dm('cy').expect(['Bo asks Ops duty for help', 'ingress looks broken', 'Accept']);
  await w.advance({ minutes: 16 });
  w.dm('cy').expect('it went one level up');
  const page = w.dm('eli').expect(['asks On-call for help', 'Accept']);
  await w.clicks('eli', page, 'Accept');
  w.dm('eli').expect('You took it');
  w.in('#acme-support').expect(['Eli, our on-call engineer, is on', 'SUP-1'], { thread: message.ts });
  w.in('#triage').expect(['Assignee: Eli']);
});

it('tells the triage channel and the lead when a promise broke', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });
  w.ignorePosts();
  await w.advance({ hours: 2 });
  w.in('#triage').expect(['SUP-1', 'first response was due', 'nobody has it', 'Lead: Dee']);
  w.dm('dee').expect(['SUP-1', 'first response was due', 'You lead the desk']);
});

it('posts a handover at the end of the shift', async () => {
  await using w = await startWorld({ at: '2026-03-02T17:00' });
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  w.ignorePosts();
  await w.until('2026-03-02T18:01');
  const post = w
    .in('#handover')
    .expect(['Weekday support: Bo → Eli', 'SUP-1', 'disk is filling up', 'Accept handover']);
  await w.clicks('eli', post, 'Accept handover');
  w.in('#handover').expect('accepted by Eli');
  await w.until('2026-03-03T08:01');
  w.in('#handover').expect(['On-call: Eli → Fay']);
});

it('resolves with a note to the customer, and reopens when the customer writes again', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const message = await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  w.ignorePosts();
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Resolve…']), 'Resolve…');
  await w.submits('bo', { note: 'Old logs were deleted.' });
  w.in('#acme-support').expect(['SUP-1', 'Resolved by Bo', 'Old logs were deleted.'], { thread: message.ts });
  await w.says('ana', '#acme-support', 'Thanks!', message.ts);
  w.in('#triage').expect(['SUP-1', 'Reopen']);
  await w.says('ana', '#acme-support', 'It is full again.', message.ts);
  w.in('#triage').expect(['SUP-1', 'Resolve…']);
});

it('acknowledges to the customer with one click, which meets the first response once', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const message = await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });
  const triage = w.in('#triage').expect(['SUP-1', 'Acknowledge']);
  await w.clicks('bo', triage, 'Acknowledge');
  w.in('#acme-support').expect(['Bo has seen', 'SUP-1'], { thread: message.ts });
  w.in('#triage').expect(['First response met', 'Assignee: Bo']);
  w.in('#triage').expectNone('Acknowledge');
  await w.advance({ hours: 2 });
  expect(w.slack.dm('UBO')).toEqual([]);
});

it("tells a customer outside their hours, in the policy's own words, when the desk opens", async () => {
  await using w = await startWorld({
    at: '2026-03-07T12:00',
    editPolicy: (text) => `${text}\ntexts: { outside_hours: 'Our desk opens {opens} again.' }\n`,
    editPeople: (text) =>
      text.replace('tier: premium', 'tier: essential').replace('on-call: [UELI, UFAY]', 'on-call: []'),
  });
  await w.opensTicket('ana', '#acme-support', 'the certificate expires soon', { priority: 'low' });
  w.in('#acme-support').expect(['SUP-1', 'Our desk opens', 'Mon 9 Mar 2026, 00:00 CET', 'again.', 'Press Escalate']);
});
