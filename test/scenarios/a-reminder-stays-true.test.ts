import { expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

async function warned(): Promise<World> {
  const w = await startWorld();
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  await w.advance({ minutes: 49 });
  w.dm('bo').expect(['first response due in 30', 'Claim']);
  w.dm('bo').expect(['first response due in 12', 'Claim']);
  w.dm('dee').expect(['first response due in 12', 'Claim']);
  return w;
}

it('a reminder from which a ticket was claimed says who has it, to everybody who was reminded', async () => {
  await using w = await warned();
  await w.clicks('bo', w.dm('bo').expect('first response due in 12'), 'Claim');
  for (const person of ['bo', 'dee'] as const) {
    w.dm(person).expect(['⏳ *SUP-1* (Acme, Critical): first response due', 'Bo has it.', 'Open thread']);
    expect(w.dm(person).count('Claim')).toBe(0);
  }
});

it('an answered reminder says that the promise is met, and a breach that was answered that it came late', async () => {
  await using w = await warned();
  const thread = w.slack.messages('#acme-support').find((message) => message.text === 'login is slow')?.ts;
  await w.says('bo', '#acme-support', 'Looking.', thread);
  w.dm('dee').expect('✅ *SUP-1* (Acme, Critical): first response met.');
  expect(w.dm('bo').count('first response met.')).toBe(2);
  expect(w.dm('bo').count('Claim')).toBe(0);
});

it('a breach in the triage channel offers to claim only as long as nobody has', async () => {
  await using w = await warned();
  await w.advance({ minutes: 12 });
  for (const person of ['bo', 'dee'] as const) w.dm(person).expect('nobody has it');
  const breach = w.in('#triage').expect(['first response was due', 'Lead: Dee', 'Claim']);
  await w.clicks('cy', breach, 'Claim');
  w.in('#triage').expect(['❗ *SUP-1* (Acme, Critical): first response was due', 'Cy has it.']);
  w.dm('dee').expect(['❗', 'first response was due', 'Cy has it.']);
  await w.clicks('cy', w.in('#triage').expect(['Assignee: Cy', 'Assign…']), 'Assign…');
  await w.submits('cy', { to: 'UBO' });
  w.dm('bo').expect(['❗', 'first response was due', 'Bo has it.']);
});
