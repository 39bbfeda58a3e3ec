import { expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** One reminder of critical tickets (an hour to the first answer) for every part that can hear, and one by the time that is left. */
const oneForEach = (text: string) =>
  text
    .replace(
      / {2}first_response:\n {4}- \{ at: 50%[^\n]*\n[^\n]*\n/,
      `  first_response:
    - { at: 10%, to: [assignee] }
    - { at: 20%, to: [on_shift] }
    - { at: 30%, to: [ops_duty] }
    - { at: 40%, to: [on_call] }
    - { at: 50%, to: [sre] }
    - { at: 20m left, to: [lead] }
    - { at: 10m left, to: [channel] }
`,
    )
    .replace(
      /^rotations:\n/m,
      `rotations:
  sre:
    label: SRE of the week
    role: sre
    handoff: { every: week, at: 08:00, on: mon }
    anchor: 2026-01-05T08:00
`,
    );

const heard = (w: World) =>
  ['UBO', 'UCY', 'UDEE', 'UELI', 'UFAY'].flatMap((user) => w.slack.dm(user).map(({ text }) => [user, text] as const));

it('everybody named hears at their own threshold, once, with the part they have in it', async () => {
  await using w = await startWorld({
    editPolicy: oneForEach,
    editPeople: (text) => text.replace('  ops-duty: [UCY]', '  ops-duty: [UCY]\n  sre: [UFAY]'),
  });
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Assign…']), 'Assign…');
  await w.submits('bo', { to: 'UFAY' });
  const expected: [minutes: number, user: string, words: string[]][] = [
    [6, 'UFAY', ['first response due in 54 min', 'It is assigned to you.']],
    [12, 'UBO', ['first response due in 48 min', 'You are on support now.']],
    [18, 'UCY', ['first response due in 42 min', 'You are on ops duty now.']],
    [24, 'UELI', ['first response due in 36 min', 'You are on call now.']],
    [30, 'UFAY', ['first response due in 30 min', 'You are SRE this week.']],
    [40, 'UDEE', ['first response due in 20 min', 'You lead the desk.']],
  ];
  const start = w.clock.now();
  for (const [index, [minutes, user, words]] of expected.entries()) {
    await w.advance({ milliseconds: start + minutes * 60_000 - 30_000 - w.clock.now() });
    expect(heard(w), `before ${minutes} min`).toHaveLength(index);
    await w.advance({ seconds: 31 });
    expect(heard(w), `at ${minutes} min`).toHaveLength(index + 1);
    for (const word of words) expect(w.slack.dm(user).at(-1)?.text).toContain(word);
  }
  await w.advance({ minutes: 10 });
  expect(heard(w)).toHaveLength(expected.length);
  expect(w.in('#triage').expect('⏳ *SUP-1* (Acme, Critical): first response due').text).not.toContain('Nobody is on');
  w.ignorePosts();
});

it('where nobody plays the part that is named, whoever is on duty hears', async () => {
  await using w = await startWorld({
    editPolicy: (text) => text.replace('{ at: 50%, to: [on_shift, assignee] }', '{ at: 50%, to: [assignee] }'),
  });
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  await w.advance({ minutes: 31 });
  w.dm('bo').expect(['first response due in 30', 'You are on support now.']);
});

it('a new target reminds anew at its own thresholds, once, and the old ones are forgotten', async () => {
  await using w = await startWorld();
  await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'high' });
  const change = async (priority: string) => {
    const { channel, ts } = w.in('#triage').expect(['SUP-1', 'Assign…']);
    await w.as('bo').select(channel, ts, 'ticket-priority', JSON.stringify({ ticketId: 1, priority }));
    await w.settle();
  };
  const warnings = () => w.dm('bo').count('first response due in');
  await w.advance({ minutes: 61 });
  expect(warnings(), 'half of two hours').toBe(1);
  await change('medium');
  await change('high');
  await w.advance({ minutes: 20 });
  expect(warnings(), 'the same target again').toBe(1);
  await change('medium');
  await w.advance({ minutes: 38 });
  expect(warnings(), 'four fifths of the old target').toBe(1);
  await w.advance({ minutes: 2 });
  expect(warnings(), 'half of four hours').toBe(2);
  await w.advance({ minutes: 30 });
  expect(warnings()).toBe(2);
  w.ignorePosts();
});
