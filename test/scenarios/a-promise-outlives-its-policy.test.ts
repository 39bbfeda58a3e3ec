import { expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

const PROMISED = 'first_response: { critical: 1h, high: 2h, medium: 4h';
const SHORTENED = PROMISED.replace('4h', '2h');
const keep = (text: string) => `${text}\nopen_tickets: keep\n`;
const shorten = (text: string) => text.replace(PROMISED, SHORTENED);
const lengthen = (text: string) => text.replace(SHORTENED, PROMISED);

const due = (time: string) => ['First response due', `Mon 2 Mar 2026, ${time} CET`];
const card = (w: World, summary: string) => w.in('#triage').expect(['SUP-', summary, 'Assign…']);

it('a ticket keeps what was promised when it was opened, and a new one gets the new promise', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy: keep });
  w.ignorePosts();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  w.in('#triage').expect(['disk is filling up', ...due('13:00')]);

  await w.changePolicy(shorten);
  await w.restart();
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  w.in('#triage').expect(['login is slow', ...due('11:00')]);
  await w.clicks('bo', card(w, 'disk is filling up'), 'Claim');
  w.in('#triage').expect(['disk is filling up', 'Assignee: Bo', ...due('13:00')]);

  await w.restart();
  await w.until('2026-03-02T12:59');
  w.in('#triage').expect(['login is slow', 'First response was due']);
  w.in('#triage').expect(['disk is filling up', ...due('13:00')]);
  await w.until('2026-03-02T13:01');
  w.in('#triage').expect(['disk is filling up', 'First response was due']);
});

it('a policy that comes back finds both kinds of tickets as they were promised', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy: keep });
  w.ignorePosts();
  await w.changePolicy(shorten);
  await w.restart();
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  await w.changePolicy(lengthen);
  await w.restart();
  await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.clicks('bo', card(w, 'login is slow'), 'Claim');
  w.in('#triage').expect(['login is slow', 'Assignee: Bo', ...due('11:00')]);
  w.in('#triage').expect(['disk is filling up', ...due('13:00')]);
  expect(w.running.desk.earlier).toHaveLength(1);
});
