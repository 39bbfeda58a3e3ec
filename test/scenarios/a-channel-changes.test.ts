import { expect, it, vi } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

const card = (w: World, ...words: string[]) => w.in('#acme-support').expect(['*SUP-1* login is slow', ...words]);
const triage = (w: World, ...words: string[]) => w.in('#triage').expect(['SUP-1', 'login is slow', ...words]);

it('a channel that gets another id keeps its tickets, its offers and all that works in it', async () => {
  await using w = await startWorld();
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  const question = await w.says('art', '#acme-support', 'is there a status page?');
  const offer = w.in('#acme-support').expect('Shall I open a ticket', { thread: question.ts });
  w.ignorePosts();

  w.slack.changeChannelId('#acme-support', 'CNEW');
  await w.settle();
  await w.says('bo', '#acme-support', 'Looking.', thread);
  card(w, 'Bo answered');
  expect(w.slack.messages('CNEW').filter((m) => m.text.startsWith('*SUP-1*'))).toHaveLength(1);
  expect(triage(w, 'First response met').text).toContain('SUP-1');
  expect(JSON.stringify(triage(w).blocks)).toContain('archives/CNEW/');

  await w.clicks('ana', card(w), 'Add details');
  await w.submits('ana', { text: 'Only in Berlin.' });
  w.in('#triage').expect('Only in Berlin.');
  await w.clicks('art', { ...offer, channel: 'CNEW' }, 'Open a ticket');
  await w.submits('art', {});
  w.in('#acme-support').expect('Ticket *SUP-2* was opened', { thread: question.ts });
  w.in('#acme-support').expectNone('Just asking');
  const fresh = await w.says('ana', '#acme-support', 'and now VPN is down');
  w.in('#acme-support').expect('Shall I open a ticket', { thread: fresh.ts });
  w.dm('dee').expectNone("can't post");
});

it('what was to be posted while the id changed is posted under the new one, in order', async () => {
  await using w = await startWorld();
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'login is slow');
  w.ignorePosts();
  w.slack.faults.holdEvents();
  w.slack.changeChannelId('#acme-support', 'CNEW');
  await w.clicks('bo', triage(w), 'Resolve…');
  await w.submits('bo', { note: 'A bad index.' });
  w.in('#acme-support').expectNone('A bad index.');
  w.slack.faults.releaseEvents();
  await w.settle();
  w.in('#acme-support').expect(['Resolved by Bo: A bad index.'], { thread });
  card(w, 'Resolved by Bo');
  expect((await w.running.outbox.health()).parked).toBe(0);
});

it('our own channels may change their ids too', async () => {
  await using w = await startWorld();
  await w.opensTicket('ana', '#acme-support', 'login is slow');
  w.ignorePosts();
  w.slack.changeChannelId('#triage', 'CTRIAGE2');
  await w.settle();
  await w.clicks('bo', triage(w), 'Claim');
  triage(w, 'Assignee: Bo');
  await w.opensTicket('ana', '#acme-support', 'VPN is down');
});

it('where we were removed posts wait, the lead hears it once, and an invitation sends and reads everything', async () => {
  await using w = await startWorld();
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'login is slow');
  w.as('dee').removeBot('#acme-support');
  await w.settle();
  await w.clicks('bo', triage(w), 'Claim');
  await w.clicks('bo', triage(w), 'Hold…');
  await w.submits('bo', { reason: 'data', note: 'Which browser?' });
  triage(w, 'On hold', 'Assignee: Bo');
  w.dm('dee').expect(["I can't post in <#CACME>: I am not a member", '`/invite @Firstline`']);
  expect(w.dm('dee').count("can't post")).toBe(1);
  w.in('#acme-support').expectNone('Which browser?');
  w.as('ana').say('#acme-support', 'Firefox, in case you ask.', { thread });
  const missed = w.as('art').say('#acme-support', 'VPN is down');

  w.as('dee').inviteBot('#acme-support');
  await vi.waitFor(async () => {
    await w.settle();
    expect(w.slack.messages('#acme-support', { thread: missed.ts })).toHaveLength(2);
  }, 10_000);
  w.in('#acme-support').expect('Which browser?', { thread });
  w.in('#acme-support').expect('Shall I open a ticket', { thread: missed.ts });
  card(w, 'Bo has it');
  triage(w, 'Ana wrote');
});

it('the lead hears again when it happens on another day', async () => {
  await using w = await startWorld();
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'low' });
  w.ignorePosts();
  for (const next of ['2026-03-03T09:00', '2026-03-03T09:10']) {
    w.as('dee').removeBot('#acme-support');
    await w.settle();
    await w.clicks('bo', triage(w, 'Hold…'), 'Hold…');
    await w.submits('bo', { reason: 'data' });
    await w.clicks('bo', triage(w, 'Resume'), 'Resume');
    w.as('dee').inviteBot('#acme-support');
    await w.until(next);
  }
  expect(w.dm('dee').count("can't post")).toBe(2);
});

it('a lead who cannot be written to is not reported to herself', async () => {
  await using w = await startWorld();
  await w.opensTicket('ana', '#acme-support', 'login is slow');
  w.ignorePosts();
  w.slack.faults.next('conversations.open', { error: 'user_disabled' }, { times: 5 });
  w.as('dee').removeBot('#acme-support');
  await w.settle();
  await w.clicks('bo', triage(w), 'Resolve…');
  await w.submits('bo', { note: 'Done.' });
  expect(w.slack.dm('UDEE')).toEqual([]);
  expect((await w.running.outbox.health()).parked).toBe(2);
});
