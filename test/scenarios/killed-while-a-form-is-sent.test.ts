import { expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { type CrashWorld, startCrashWorld } from '../world/crash-world.ts';
import { finalState } from '../world/final-state.ts';

const ACME = { in: '#acme-support' };
const OFFER = ['Shall I open', '<@UANA>'];

/** What the desk says in a channel, or to a person. */
const posts = (w: CrashWorld, words: string): number =>
  w.slack
    .snapshot()
    .channels.flatMap(({ messages }) => messages)
    .filter((message) => message.bot_id && shown(message).includes(words)).length;

const stored = async (w: CrashWorld) => {
  await w.desk.ask('stop', null);
  return finalState(w.slack, w.config.databaseUrl);
};

it('opens one ticket when it dies while a form is sent, before or after the ticket is safe', async () => {
  await using w = await startCrashWorld();
  await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.opensForm('ana', ACME, OFFER, 'Open a ticket');
  w.killWhen((change) => change.kind === 'traffic' && change.entry.name === 'view_submission');
  await w.sends('ana', { priority: 'critical' });
  expect(w.deaths).toBe(1);

  await w.says('gil', '#globex-support', 'the export is late');
  await w.opensForm('gil', { in: '#globex-support' }, ['Shall I open', '<@UGIL>'], 'Open a ticket');
  w.dieNextOn('timer-set');
  await w.kill();
  await w.settle();
  await w.sends('gil', { priority: 'high' });
  expect(w.deaths).toBe(3);
  expect(posts(w, 'SUP-1')).toBe(posts(w, 'SUP-2'));
  expect(w.as('gil').views()).toEqual([]);
  const { tickets, history } = await stored(w);
  expect(tickets).toMatchObject([{ priority: 'critical' }, { priority: 'high' }]);
  expect(history.map(({ kind }) => kind)).toEqual(['opened', 'opened']);
});

it('merges two tickets wholly and once when it dies while the form is sent, before and after the merge is safe', async () => {
  await using w = await startCrashWorld();
  for (const text of ['disk is full', 'no space left']) {
    await w.says('ana', '#acme-support', text);
    await w.fillsIn('ana', ACME, OFFER, 'Open a ticket', {});
  }
  const card = w.slack.messages('#triage').find((message) => message.text.includes('SUP-2 Acme'));
  await w.as('bo').overflow('#triage', card?.ts ?? '', 'ticket-more', JSON.stringify({ ticketId: 2, open: 'merge' }));
  await w.settle();
  w.dieNextOn('post-due');
  w.killWhen((change) => change.kind === 'traffic' && change.entry.name === 'view_submission');
  await w.sends('bo', { into: '1' });
  expect(w.deaths).toBe(2);
  expect(posts(w, 'is about the same as another ticket')).toBe(1);
  const { tickets, history } = await stored(w);
  expect(tickets).toMatchObject([{ stateKind: 'open' }, { stateKind: 'closed' }]);
  const merged = history.filter(({ kind }) => kind.startsWith('merged'));
  expect(merged.map(({ ticket, kind }) => `${ticket} ${kind}`)).toEqual(['1 merged_in', '2 merged_into']);
});

it('opens one ticket when staff send the empty form again, not knowing that it has worked', async () => {
  await using w = await startCrashWorld();
  expect(await w.as('bo').command('/ticket', 'new')).toMatchObject({ acknowledged: true });
  await w.settle();
  w.dieNextOn('timer-set');
  await w.kill();
  await w.settle();
  await w.sends('bo', { customer: 'acme', summary: 'They phoned', description: 'All is down.', priority: 'critical' });
  expect(w.deaths).toBe(2);
  expect((await stored(w)).tickets).toHaveLength(1);
});
