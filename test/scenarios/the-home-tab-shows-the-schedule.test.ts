import { describe, expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** What the desk has asked Slack to show so far. */
const publishes = (w: World): number => w.slack.traffic.filter(({ name }) => name === 'views.publish').length;

describe('the home of staff', () => {
  it('shows their shifts, who is on, and the week', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    const home = await w.opensHome('bo');
    expect(home).toContain('You are on *Weekday support* until <!date^1772470800^{time}|Mon 2 Mar 2026, 18:00 CET>');
    expect(home).toContain('Next: *Weekday support* Wed 4 Mar, 08:00–18:00.');
    expect(home).toMatch(/On now\n.*\*On-call\* Eli until .*, then Fay\n\*Ops duty\* Cy\n\*Lead\* Dee/s);
    expect(home).toContain('*Weekday support*\nnow Bo · Tue 3 Fay · Wed 4 Bo · Thu 5 Fay · Fri 6 Bo');
    expect(home).not.toContain('Order…');
    expect(await w.opensHome('dee')).toContain('Order…');
  });

  it('follows what others do, without being opened again, and is not published while nothing changes', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await w.opensHome('fay');
    const before = publishes(w);
    await w.advance({ minutes: 150 });
    expect(publishes(w)).toBe(before);
    await w.types('bo', '/oncall ask');
    await w.submits('bo', { shift: w.option('bo', 'shift', 'Wed 4 Mar') });
    w.in('#handover').expect('Can somebody take');
    expect(w.home('fay')).toContain('Bo asks');
    await w.clicksHome('fay', { text: "I'll take it" });
    w.in('#handover').expect('✅ Fay takes');
    w.dm('bo').expect('Fay covers');
    expect(w.home('fay')).not.toContain('Bo asks');
    expect(w.home('fay')).toContain('now Bo · Tue 3 Fay · Wed 4 Fay · Thu 5 Fay');
    expect(publishes(w)).toBe(before + 2);
  });

  it('follows the hand-off by itself', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:30' });
    w.ignorePosts();
    await w.opensHome('eli');
    expect(w.home('eli')).toContain('*Weekday support* Bo until');
    await w.until('2026-03-02T18:00');
    expect(w.home('eli')).toContain('*Weekday support* nobody until');
  });

  it('is caught up after a restart, with the time and with what was changed meanwhile', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    w.ignorePosts();
    await w.opensHome('eli');
    expect(w.home('eli')).toMatch(/\*Ops duty\*\nnow Cy$/);
    await w.restart(() => w.importPeople((text) => text.replace('ops-duty: [UCY]', 'ops-duty: [UCY, UBO]')));
    expect(w.home('eli')).toContain('*Ops duty*\nnow Cy · Mon 9 Bo');
    await w.restart(() => w.clock.moveTo(w.clock.now() + 10 * 3_600_000));
    expect(w.home('eli')).toContain('*Weekday support* nobody until');
  });

  it('of somebody who has not looked for three days is left alone until they look', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    w.ignorePosts();
    await w.opensHome('fay');
    await w.until('2026-03-05T09:30');
    const before = publishes(w);
    await w.until('2026-03-05T19:00');
    expect(publishes(w)).toBe(before);
    expect(await w.opensHome('fay')).toContain('*Weekday support* nobody until');
  });

  it('opens every form, and answers in a window of its own', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await w.opensHome('bo');
    for (const [button, title] of [
      ['Swap…', 'Swap shifts'],
      ["I'm away…", "I'm away"],
      ['Cover a shift…', 'Cover a shift'],
    ] as const) {
      await w.clicksHome('bo', { text: button });
      expect(w.as('bo').view().title?.text).toBe(title);
      await w.as('bo').closeAll();
    }
    const shift = w.slack.home('UBO')?.blocks.find(({ accessory }) => accessory) as { block_id?: string };
    await w.clicksHome('bo', { text: 'Ask for cover…', block_id: shift.block_id as string });
    expect(w.as('bo').view().title?.text).toBe('Ask for cover');
    await w.as('bo').closeAll();
    await w.as('bo').clickHome('oncall-show', '{"what":"history"}');
    await w.settle();
    expect(JSON.stringify(w.as('bo').view().blocks)).toContain('Changes to who serves');
  });

  it('shows who is away, and ends one’s own absence with one click', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await w.opensHome('bo');
    await w.opensHome('fay');
    await w.types('bo', '/oncall away');
    await w.submits('bo', { first: '2026-03-07', last: '2026-03-08', note: 'skiing' });
    expect(w.home('bo')).toContain('Away\nYou Sat 7 Mar – Sun 8 Mar · “skiing”');
    expect(w.home('fay')).toContain('Away\nBo Sat 7 Mar');
    await w.clicksHome('bo', { text: 'End' });
    expect([w.home('bo'), w.home('fay')].join()).not.toContain('skiing');
  });

  it('lets a lead change the order of a rotation, in the order of picking', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    w.ignorePosts();
    await w.advance({ hours: 1 });
    await w.opensHome('dee');
    await w.clicksHome('dee', { action_id: 'rotation-open-order', value: '{"rotation":"support"}' });
    await w.submits('dee', { users: ['UFAY', 'UCY', 'UBO'] });
    expect(w.home('dee')).toContain('now Bo · Tue 3 Fay · Wed 4 Cy · Thu 5 Bo');
  });
});

it('more homes than Slack takes in a minute follow one change, each published once and within what Slack allows, also over a restart', async () => {
  const viewers = Array.from({ length: 130 }, (_, i) => `UV${String(i).padStart(3, '0')}`);
  await using w = await startWorld({
    at: '2026-03-02T09:00',
    prepare: (slack) => {
      for (const id of viewers) slack.addPerson({ id, name: id.toLowerCase(), tz: 'Europe/Berlin' });
    },
    editPeople: (text) => text.replace('staff:\n', `staff:\n${viewers.map((id) => `  ${id}: staff\n`).join('')}`),
  });
  w.ignorePosts();
  for (const id of viewers) w.slack.as(id).openHome();
  await w.settle();
  await w.advance({ minutes: 2 });
  const seen = w.slack.traffic.length;
  await w.importPeople((text) =>
    text
      .replace('ops-duty: [UCY]', 'ops-duty: [UCY, UBO]')
      .replace('staff:\n', `staff:\n${viewers.map((id) => `  ${id}: staff\n`).join('')}`),
  );
  await w.advance({ seconds: 30 });
  await w.restart();
  await w.advance({ minutes: 3 });
  const calls = w.slack.traffic.slice(seen).filter(({ name }) => name === 'views.publish');
  const taken = calls.filter(({ error, status }) => error === undefined && status !== 429);
  const users = taken.map(({ request }) => (request as { user_id: string }).user_id);
  expect(users.toSorted()).toEqual(viewers);
  // Those that were under way together when Slack refused the first.
  expect(calls.length - taken.length).toBeLessThanOrEqual(16);
  for (const id of viewers)
    expect(JSON.stringify(w.slack.home(id)?.blocks)).toContain('*Ops duty*\\nnow Cy · Mon 9 Bo');
}, 60_000);

describe('the home of others', () => {
  it('tells a customer how to get help, and nothing of ours', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    const home = await w.opensHome('ana');
    expect(home).toContain('Write in <#CACME>.');
    expect(home).not.toMatch(/\b(Bo|Fay|on-call|order|shift)\b/i);
  });

  it('tells one of our own who is not staff to ask a lead', async () => {
    await using w = await startWorld({
      prepare: (slack) => slack.addPerson({ id: 'UNEW', name: 'new', realName: 'New' }),
    });
    w.slack.as('UNEW').openHome();
    await w.settle();
    expect(JSON.stringify(w.slack.home('UNEW')?.blocks)).toContain('Ask a lead to add you');
  });
});
