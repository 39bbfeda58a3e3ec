import { expect, it } from 'vitest';
import { finalState } from '../world/final-state.ts';
import { startWorld, type World } from '../world/world.ts';

const stored = async (w: World) => {
  await w.running.stop();
  return finalState(w.slack, w.config.databaseUrl);
};

it('asks once about each of two messages that one person sends at once', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  const [one, two] = ['checkout returns 502', 'and the login too'].map((text) =>
    w.as('ana').say('#acme-support', text),
  );
  await w.settle();
  for (const message of [one, two]) w.in('#acme-support').expect('Shall I open', { thread: message?.ts ?? '' });
});

it('opens one ticket when two people send the form for the same message, and loses nothing that they wrote', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  const message = await w.says('ana', '#acme-support', 'checkout returns 502');
  const offer = w.in('#acme-support').expect('Shall I open', { thread: message.ts });
  await w.clicks('ana', offer, 'Open a ticket');
  await w.clicks('art', offer, 'Open a ticket');
  const outcomes = await Promise.all([
    w.as('ana').submit({ priority: 'critical', description: 'All regions are down.' }),
    w.as('art').submit({ priority: 'high', description: 'Only since the deploy.' }),
  ]);
  await w.settle();
  expect(outcomes).toMatchObject([{ acknowledged: true }, { acknowledged: true }]);
  const { tickets, history } = await stored(w);
  expect(tickets).toHaveLength(1);
  expect(history.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
  const said = [...w.slack.views('UANA'), ...w.slack.views('UART'), ...tickets, ...history];
  for (const text of ['All regions are down.', 'Only since the deploy.']) expect(JSON.stringify(said)).toContain(text);
});

it('opens one ticket when a reaction, a form and a mention ask for it in the same moment', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  const message = await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.clicks('ana', w.in('#acme-support').expect('Shall I open'), 'Open a ticket');
  w.as('art').react('#acme-support', message.ts, 'ticket');
  w.as('art').say('#acme-support', `<@${w.slack.botUserId}> hello?`, { thread: message.ts });
  await w.as('ana').submit({ priority: 'critical' });
  await w.settle();
  expect((await stored(w)).tickets).toHaveLength(1);
});

it('gives a ticket to one of two who claim it at once, and lets both see who', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });
  const card = w.in('#triage').expect(['SUP-1', 'Claim']);
  await Promise.all(['bo', 'fay'].map((person) => w.as(person as 'bo').click('#triage', card.ts, { text: 'Claim' })));
  await w.settle();
  const { tickets, history } = await stored(w);
  const claims = history.filter(({ kind }) => kind === 'assigned');
  expect(claims).toMatchObject([{ by: { user: expect.stringMatching(/^U(BO|FAY)$/) } }]);
  const [user] = claims.map(({ by }) => (by as { user: string }).user);
  expect(tickets).toMatchObject([{ assignee: user }]);
  w.in('#triage').expect(['SUP-1', `Assignee: ${user === 'UBO' ? 'Bo' : 'Fay'}`]);
});

it('lets one of two called people take it when both accept at once', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'checkout returns 502', { priority: 'critical' });
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Escalate…']), 'Escalate…');
  await w.submits('bo', { reason: 'ingress', tried: 'restart' });
  await w.until('2026-03-02T09:20');
  const calls = [w.dm('cy').expect(['SUP-1', 'Accept']), w.dm('eli').expect(['SUP-1', 'Accept'])];
  await Promise.all(
    calls.map(({ channel, ts }, i) => w.as(i === 0 ? 'cy' : 'eli').click(channel, ts, { text: 'Accept' })),
  );
  await w.settle();
  const { history } = await stored(w);
  expect(history.filter(({ kind }) => kind === 'page_accepted')).toHaveLength(1);
});
