import { describe, expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { startWorld, type World } from '../world/world.ts';

const auto = (text: string) => text.replace('CACME: ask', 'CACME: auto');
const whispers = (w: World, user: string) => w.slack.ephemerals(user).map(shown);
const last = (w: World, user = 'UBO') => whispers(w, user).at(-1) ?? '';

async function opens(w: World, count: number, words = (i: number) => `problem ${i}`) {
  for (let i = 1; i <= count; i += 1) w.as('ana').say('#acme-support', words(i));
  await w.settle();
}

describe('/ticket', () => {
  it('with nothing open says so', async () => {
    await using w = await startWorld();
    await w.types('bo', '/ticket');
    expect(last(w)).toContain('nothing open');
  });

  it('shows what is mine, and where nothing is mine the queue by due time', async () => {
    await using w = await startWorld();
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'low one', { priority: 'low' });
    await w.opensTicket('gil', '#globex-support', 'urgent one', { priority: 'critical' });
    await w.types('bo', '/ticket');
    expect(last(w)).toContain('All tickets');
    expect(last(w).indexOf('urgent one')).toBeLessThan(last(w).indexOf('low one'));
    await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Claim']), 'Claim');
    await w.types('bo', '/ticket');
    expect(last(w)).toContain('Your tickets');
    expect(last(w)).not.toContain('urgent one');
    await w.types('bo', '/ticket LIST');
    expect(last(w)).toContain('urgent one');
    await w.types('bo', '/ticket mine');
    expect(last(w)).not.toContain('urgent one');
  });

  it('lists five, and all on request, within the limits of a message', async () => {
    await using w = await startWorld({ editPeople: auto });
    w.ignorePosts();
    await opens(w, 24, (i) => `problem ${i} ${'"quoted" & <sharp> '.repeat(20)}`);
    await w.types('bo', '/ticket list', '#triage');
    const few = w.slack.ephemerals('UBO').at(-1);
    expect(last(w)).toContain('24 open');
    expect(last(w)).toContain('and 19 more');
    await w.as('bo').click('#triage', few?.ts ?? '', { text: 'Show all' });
    await w.settle();
    const whole = w.slack.ephemerals('UBO').at(-1);
    const keys = new Set(shown(whole as never).match(/SUP-\d+/g));
    expect(keys.size).toBe(24);
    expect(last(w)).not.toContain('more');
  });

  it('shows one by number, with its buttons', async () => {
    await using w = await startWorld();
    w.ignorePosts();
    await w.opensTicket('ana', '#acme-support', 'login is slow');
    for (const words of ['1', 'SUP-1', 'sup-1']) {
      await w.types('bo', `/ticket ${words}`, '#triage');
      expect(last(w)).toContain('login is slow');
    }
    const whisper = w.slack.ephemerals('UBO').at(-1);
    await w.as('bo').click('#triage', whisper?.ts ?? '', { text: 'Claim' });
    await w.settle();
    w.in('#triage').expect(['SUP-1', 'Assignee: Bo']);
  });

  it('explains itself', async () => {
    await using w = await startWorld();
    await w.types('bo', '/ticket help');
    for (const word of ['/ticket list', '/ticket mine', '/ticket new', '/ticket 214']) expect(last(w)).toContain(word);
    expect(last(w)).not.toContain("don't know");
  });
});

describe('/oncall', () => {
  it('says who is on until when, who follows, and who leads', async () => {
    await using w = await startWorld();
    await w.types('bo', '/oncall');
    for (const words of ['*Weekday support* Bo until', 'then Eli (On-call)', '*Ops duty* Cy', '*Lead* Dee'])
      expect(last(w)).toContain(words);
    await w.types('bo', '/oncall me');
    expect(last(w)).toContain('You are on *Weekday support*');
    await w.types('bo', '/oncall next');
    expect(last(w)).toContain('Fay');
    await w.types('bo', '/oncall help');
    expect(last(w)).toContain('/oncall cover');
  });

  it('at the weekend says that nobody is on and who comes next', async () => {
    await using w = await startWorld({ at: '2026-03-07T12:00' });
    await w.types('bo', '/oncall');
    expect(last(w)).toMatch(/\*Weekday support\* nobody until .*, then (Bo|Fay)/);
  });
});

it('nobody else sees an answer', async () => {
  await using w = await startWorld();
  await w.types('bo', '/ticket list', '#triage');
  await w.types('bo', '/oncall', '#acme-support');
  for (const user of ['UCY', 'UDEE', 'UANA']) expect(whispers(w, user)).toEqual([]);
  expect(w.slack.messages('#acme-support')).toEqual([]);
});
