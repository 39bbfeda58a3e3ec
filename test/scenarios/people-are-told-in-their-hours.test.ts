import { expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** Acme's critical tickets are promised an answer within an hour, around the clock; the lead hears at four fifths and when it breaks. */
async function withTicket(options: Parameters<typeof startWorld>[0] = {}): Promise<{ w: World; thread: string }> {
  const w = await startWorld({ at: '2026-03-02T22:00', ...options });
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  return { w, thread };
}

const AWAY = 'While you were away';
/** What somebody was told of promises, besides the handovers of these days. */
const heard = (w: World, user: string) =>
  w.slack
    .dm(user)
    .map(({ text }) => text)
    .filter((text) => text.includes('first response'));

it('at night whoever serves hears, and the lead in the morning, all in one message', async () => {
  const { w } = await withTicket();
  await using _ = w;
  await w.opensTicket('gil', '#globex-support', 'builds hang', { priority: 'critical' });
  await w.until('2026-03-03T06:59');
  for (const words of ['due in 30', 'due in 12', 'first response was due']) w.dm('eli').expect(['*SUP-1*', words]);
  w.in('#triage').expect(['❗ *SUP-1*', 'first response was due', 'Lead: Dee']);
  expect(heard(w, 'UDEE')).toEqual([]);
  await w.until('2026-03-03T07:00');
  w.dm('dee').expect([
    AWAY,
    '❗ *SUP-1* (Acme, Critical): first response was due',
    '*SUP-2* (Globex, Critical)',
    'nobody has it',
  ]);
  await w.until('2026-03-03T12:00');
  expect(w.dm('dee').count(AWAY)).toBe(1);
  w.ignorePosts();
});

it('hours are read in the zone of each person', async () => {
  const { w } = await withTicket({
    at: '2026-03-02T09:00',
    prepare: (slack) => slack.changePerson('UDEE', { tz: 'America/New_York' }),
  });
  await using _ = w;
  await w.until('2026-03-02T12:59');
  expect(heard(w, 'UDEE')).toEqual([]);
  w.dm('bo').expect('first response was due');
  await w.until('2026-03-02T13:00');
  w.dm('dee').expect([AWAY, '*SUP-1*']);
  w.ignorePosts();
});

it('what was done meanwhile is said, what was kept in time is not told at all', async () => {
  const { w, thread } = await withTicket();
  await using _ = w;
  const other = await w.opensTicket('gil', '#globex-support', 'builds hang', { priority: 'critical' });
  await w.until('2026-03-02T23:30');
  await w.says('eli', '#acme-support', 'Looking, sorry.', thread);
  await w.until('2026-03-02T23:45');
  await w.says('eli', '#globex-support', 'Looking.', other.ts);
  await w.until('2026-03-03T07:00');
  const away = w.dm('dee').expect([AWAY, '*SUP-1* (Acme, Critical): first response came late', 'Eli has it']);
  expect(away.text).not.toContain('SUP-2');
  w.ignorePosts();
});

it('a lead who looked after it at night is told nothing again', async () => {
  const { w, thread } = await withTicket();
  await using _ = w;
  await w.until('2026-03-02T23:30');
  await w.says('dee', '#acme-support', 'I am on it.', thread);
  await w.until('2026-03-03T09:00');
  expect(heard(w, 'UDEE')).toEqual([]);
  w.ignorePosts();
});

const onlyAssignee = (text: string) => text.replaceAll(/to: \[on_shift, assignee(, lead)?\]/g, 'to: [assignee]');

it('when nobody named can be reached, whoever carries the night hears in their place', async () => {
  const { w } = await withTicket({ editPolicy: onlyAssignee });
  await using _ = w;
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Assign…']), 'Claim');
  await w.until('2026-03-02T22:31');
  w.dm('eli').expect(['*SUP-1*', 'due in 30', 'You are on support now.']);
  expect(heard(w, 'UBO')).toEqual([]);
  await w.until('2026-03-03T07:00');
  w.dm('bo').expect([AWAY, '*SUP-1*', 'Bo has it']);
  w.ignorePosts();
});

it('and with nobody on duty at all the triage channel hears', async () => {
  const { w } = await withTicket({
    editPolicy: onlyAssignee,
    editPeople: (text) => text.replace('on-call: [UELI, UFAY]', 'on-call: []'),
  });
  await using _ = w;
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Assign…']), 'Claim');
  await w.until('2026-03-02T22:31');
  w.in('#triage').expect(['⏳ *SUP-1*', 'Nobody is on; whoever is here, please take it.']);
  expect(heard(w, 'UBO')).toEqual([]);
});

it('over the weekend it waits for Monday, also when the desk was down when the hours began', async () => {
  const { w } = await withTicket({ at: '2026-03-06T21:00' });
  await using _ = w;
  await w.until('2026-03-08T12:00');
  expect(heard(w, 'UDEE')).toEqual([]);
  await w.restart(() => w.clock.moveTo(Date.parse('2026-03-09T09:10+01:00')));
  w.dm('dee').expect([AWAY, '*SUP-1*']);
  expect(heard(w, 'UDEE')).toHaveLength(1);
  w.ignorePosts();
});

it('a call for help comes at any hour', async () => {
  const { w } = await withTicket();
  await using _ = w;
  await w.clicks('eli', w.in('#triage').expect(['SUP-1', 'Escalate…']), 'Escalate…');
  await w.submits('eli', { reason: 'I cannot get in' });
  await w.until('2026-03-02T22:28');
  w.dm('dee').expect(['asks Lead for help', 'Accept']);
  w.ignorePosts();
});
