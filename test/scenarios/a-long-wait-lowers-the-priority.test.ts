import { expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { startWorld, type World } from '../world/world.ts';

const ofServiceDesk = (text: string) =>
  text.replaceAll(/tier: \w+/g, 'tier: everybody').replace(/\n {2}on-call: .*/, '');

/** A high ticket that Bo holds for access at the start; Bo is on support, Cy on ops duty, which carries the nights. */
async function waiting(options: Parameters<typeof startWorld>[0] = {}, priority = 'high') {
  const w = await startWorld({ policy: 'stakater-service-desk', editPeople: ofServiceDesk, ...options });
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'deploys hang', { priority });
  await holds(w);
  return { w, thread };
}

async function holds(w: World, note = 'the kubeconfig of staging'): Promise<void> {
  await w.clicks('bo', triage(w), 'Hold…');
  await w.submits('bo', { reason: 'access', note });
  w.in('#acme-support').expect(['needs something from you', note]);
}

const triage = (w: World, ...words: string[]) => w.in('#triage').expect(['SUP-1', 'deploys hang', 'Assign…', ...words]);
const card = (w: World, ...words: string[]) => w.in('#acme-support').expect(['*SUP-1* deploys hang', ...words]);
/** The offers that somebody got. */
const offersTo = (w: World, user: string) => w.slack.dm(user).filter(({ text }) => text.includes('has waited'));
const WAITED = '*SUP-1* has waited 3 h for *Access to their environment* (Acme).';
const OFFER = `${WAITED} You may lower it from High to Medium.`;

it('after three hours without access the engineer may lower it, and the customer reads why', async () => {
  const { w } = await waiting();
  await using _ = w;
  await w.advance({ hours: 2, minutes: 59 });
  expect(offersTo(w, 'UBO')).toEqual([]);
  await w.advance({ minutes: 1 });
  const offer = w.dm('bo').expect([OFFER, 'the kubeconfig of staging', 'Lower to Medium', 'Keep High', 'Open thread']);
  const before = w.slack.messages('#acme-support').length;
  await w.clicks('bo', offer, 'Lower to Medium');
  const after = w.dm('bo').expect([WAITED, 'Bo lowered it from High to Medium.']);
  expect([after.ts, shown(after).includes('Keep High')]).toEqual([offer.ts, false]);
  triage(w, '🟡 Medium', 'Bo changed the priority from high to medium (waited 3 h for Access to their environment)');
  card(w, '🟡 Medium', 'We treat it as *Medium* now, because we have waited 3 h for access to your environment.');
  expect(w.slack.messages('#acme-support')).toHaveLength(before);
  await w.advance({ hours: 3 });
  expect(offersTo(w, 'UBO')).toHaveLength(1);
  w.ignorePosts();
});

it('the customer who gives access a minute before hears nothing of it, and nor does anybody else', async () => {
  const { w, thread } = await waiting();
  await using _ = w;
  await w.advance({ hours: 2, minutes: 59 });
  await w.says('ana', '#acme-support', 'You should be in now.', thread);
  triage(w, '🟠 High', 'Ana wrote');
  await w.advance({ hours: 5 });
  expect(offersTo(w, 'UBO')).toEqual([]);
});

it('a downtime loses no offer, and a second hold is offered again', async () => {
  const { w, thread } = await waiting();
  await using _ = w;
  await w.restart(() => w.clock.moveTo(w.clock.now() + 4 * 3_600_000));
  const first = w.dm('bo').expect(OFFER);
  await w.says('ana', '#acme-support', 'Here.', thread);
  expect(shown(w.dm('bo').expect([WAITED, 'Ana answered; it stays High.']))).not.toContain('Lower to');
  await holds(w, 'the other cluster, too');
  await w.advance({ hours: 3 });
  const second = w.dm('bo').expect([OFFER, 'the other cluster, too']);
  expect(second.ts).not.toBe(first.ts);
  await w.clicks('bo', second, 'Keep High');
  w.dm('bo').expect([WAITED, 'Bo kept it at High.']);
  await w.advance({ hours: 1 });
  expect(offersTo(w, 'UBO')).toHaveLength(2);
  triage(w, 'Bo kept the priority');
});

it.each<[string, (w: World) => Promise<unknown>, string]>([
  [
    'resolved',
    async (w) => {
      await w.clicks('bo', triage(w), 'Resolve…');
      await w.submits('bo', { note: 'Done.' });
    },
    'It stays High: resolved by Bo.',
  ],
  ['closed by the customer', (w) => w.clicks('ana', card(w), 'Close'), 'It stays High: closed by Ana.'],
  ['resumed', (w) => w.clicks('bo', triage(w), 'Resume'), 'Bo resumed it at High.'],
  [
    'lowered otherwise',
    async (w) => {
      const { channel, ts } = triage(w);
      await w.as('dee').select(channel, ts, 'ticket-priority', JSON.stringify({ ticketId: 1, priority: 'low' }));
      await w.settle();
    },
    'Dee changed it from High to Low.',
  ],
])('an offer says so when the ticket is %s meanwhile', async (_, happens, words) => {
  const { w } = await waiting();
  await using __ = w;
  await w.advance({ hours: 3, minutes: 1 });
  w.dm('bo').expect(OFFER);
  await happens(w);
  expect(shown(w.dm('bo').expect([WAITED, words]))).not.toContain('Lower to');
  w.ignorePosts();
});

it('the lowest is offered nothing', async () => {
  const { w } = await waiting({}, 'lowest');
  await using _ = w;
  await w.advance({ hours: 6 });
  expect(offersTo(w, 'UBO')).toEqual([]);
});

const leadsAlone = (text: string) =>
  text.replace('may_change_priority: [on_shift, assignee, lead]', 'may_change_priority: [lead]');

it('whoever it is offered to may, although the policy lets only leads change priorities', async () => {
  const { w } = await waiting({ editPolicy: leadsAlone });
  await using _ = w;
  await w.clicks('bo', triage(w, 'On hold'), 'Assign…');
  await w.submits('bo', { to: 'UFAY' });
  await w.advance({ hours: 3 });
  const offer = w.dm('fay').expect(OFFER);
  await w.clicks('fay', offer, 'Lower to Medium');
  w.dm('fay').expect('Fay lowered it from High to Medium.');
  triage(w, '🟡 Medium');
});

it('in the night and at the weekend whoever carries it is asked, and the clock of the wait goes on', async () => {
  const { w } = await waiting({ at: '2026-03-06T17:30' });
  await using _ = w;
  await w.until('2026-03-06T20:30');
  expect(offersTo(w, 'UCY')).toEqual([]);
  await w.until('2026-03-06T20:31');
  expect(offersTo(w, 'UBO')).toEqual([]);
  await w.clicks('cy', w.dm('cy').expect(OFFER), 'Lower to Medium');
  w.dm('cy').expect('Cy lowered it from High to Medium.');
  triage(w, '🟡 Medium');
  card(w, 'We treat it as *Medium* now');
  w.ignorePosts();
});

it('where the contract has office hours the wait counts in them', async () => {
  const { w } = await waiting({
    at: '2026-03-06T17:30',
    editPolicy: (text) => text.replace('    calendar: around-the-clock', '    calendar: office'),
  });
  await using _ = w;
  await w.until('2026-03-09T10:30');
  expect([...offersTo(w, 'UBO'), ...offersTo(w, 'UCY'), ...offersTo(w, 'UFAY')]).toEqual([]);
  await w.until('2026-03-09T10:31');
  w.dm('bo').expect(OFFER);
  w.ignorePosts();
});

it('with nobody to reach, the team is asked: whoever is on duty by then may, and nobody else', async () => {
  const { w } = await waiting({
    at: '2026-03-06T21:00',
    editPolicy: leadsAlone,
    editPeople: (text) => ofServiceDesk(text).replace('ops-duty: [UCY]', 'ops-duty: []'),
  });
  await using _ = w;
  await w.until('2026-03-07T00:01');
  const offer = w.in('#triage').expect([WAITED, 'Whoever looks after it may lower it from High to Medium.']);
  await w.clicks('cy', offer, 'Lower to Medium');
  expect(w.slack.ephemerals('UCY').at(-1)?.text).toContain('Whoever has the ticket or is on duty decides this.');
  await w.until('2026-03-09T08:05');
  await w.clicks('fay', offer, 'Lower to Medium');
  w.in('#triage').expect('Fay lowered it from High to Medium.');
  triage(w, '🟡 Medium');
  w.ignorePosts();
});
