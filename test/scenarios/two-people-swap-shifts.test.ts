import { describe, expect, it } from 'vitest';
import { type Person, startWorld, type World } from '../world/world.ts';

/** Asks to give the shift that says `mine` for the one that says `theirs`. */
async function asksToSwap(w: World, person: Person, mine: string, theirs: string): Promise<void> {
  await w.types(person, '/oncall swap');
  await w.as(person).clickInView({ block_id: 'mine' }, w.option(person, 'mine', `${mine}, 08:00–18:00`));
  await w.settle();
  await w.submits(person, { theirs: w.option(person, 'theirs', `${theirs}, 08:00–18:00`) });
}

/** Who serves weekday support on each day of the first week of March. */
async function serving(w: World): Promise<string> {
  await w.types('cy', '/oncall next');
  const [support] = (w.slack.ephemerals('UCY').at(-1)?.blocks ?? []) as unknown as { text: { text: string } }[];
  return [...(support?.text.text ?? '').matchAll(/\|(\w+ \d+)[^>]*> (\w+)/g)]
    .map(([, day, who]) => `${day} ${who}`)
    .join(', ');
}

const whispers = (w: World, person: Person) => w.slack.ephemerals(`U${person.toUpperCase()}`).map(({ text }) => text);

describe('a swap', () => {
  it('waits for the other one: nothing changes before they accept, and then both shifts do', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    expect(await serving(w)).toBe('Tue 3 Fay, Wed 4 Bo, Thu 5 Fay');
    await asksToSwap(w, 'bo', 'Wed 4 Mar', 'Thu 5 Mar');
    expect(JSON.stringify(w.as('bo').view())).toContain('I asked Fay');
    const asked = w.dm('fay').expect(['🔁 Bo asks to swap shifts', 'Weekday support', 'Please answer by']);
    expect(await serving(w)).toBe('Tue 3 Fay, Wed 4 Bo, Thu 5 Fay');
    await w.clicks('fay', asked, 'Accept');
    expect(await serving(w)).toBe('Tue 3 Fay, Wed 4 Fay, Thu 5 Bo');
    expect(w.dm('fay').expect('✅ Swapped with Bo').ts).toBe(asked.ts);
    w.dm('bo').expect(['Fay and you swap shifts', 'you serve', 'Thu 5 Mar']);
    expect([w.slack.dm('UBO').length, w.slack.dm('UFAY').length]).toEqual([1, 1]);
  });

  it('that is declined changes nothing, and whoever asked can ask everybody', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asksToSwap(w, 'bo', 'Wed 4 Mar', 'Thu 5 Mar');
    await w.clicks('fay', w.dm('fay').expect('asks to swap'), 'Decline');
    w.dm('fay').expect('You declined');
    const told = w.dm('bo').expect(["Fay can't swap shifts with you", 'stays yours']);
    expect(await serving(w)).toBe('Tue 3 Fay, Wed 4 Bo, Thu 5 Fay');
    await w.clicks('bo', told, 'Ask everybody…');
    await w.submits('bo', {});
    w.in('#handover').expect(['Can somebody take', 'Wed 4 Mar', 'Bo asks']);
  });

  it('of what was swapped before is a swap like any other', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPeople: (text) => text.replace('support: [UBO, UFAY]', 'support: [UBO, UFAY, UELI]'),
    });
    w.ignorePosts();
    const before = await serving(w);
    const [tue, wed, thu] = before.split(', ').map((each) => each.split(' ').at(-1)?.toLowerCase() as Person);
    await asksToSwap(w, tue as Person, 'Tue 3 Mar', 'Wed 4 Mar');
    await w.clicks(wed as Person, w.dm(wed as Person).expect('asks to swap'), 'Accept');
    await asksToSwap(w, tue as Person, 'Wed 4 Mar', 'Thu 5 Mar');
    await w.clicks(thu as Person, w.dm(thu as Person).expect('asks to swap'), 'Accept');
    const name = (person: string | undefined) => `${person?.[0]?.toUpperCase()}${person?.slice(1)}`;
    expect(await serving(w)).toBe(`Tue 3 ${name(wed)}, Wed 4 ${name(thu)}, Thu 5 ${name(tue)}`);
  });

  it('of a shift that changed hands is off at once, and both read so', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    w.ignorePosts();
    await asksToSwap(w, 'bo', 'Wed 4 Mar', 'Thu 5 Mar');
    await w.types('dee', '/oncall cover');
    const at = (reading: string) => Date.parse(`${reading}:00+01:00`) / 1000;
    await w.submits('dee', {
      rotation: 'support',
      user: 'UCY',
      from: at('2026-03-04T07:00'),
      to: at('2026-03-04T19:00'),
    });
    const asked = w.dm('fay').expect('is over; everybody stays on as before');
    expect(JSON.stringify(asked.blocks)).not.toContain('button');
    w.dm('bo').expect(['One of the two shifts of your swap with Fay', 'has changed hands']);
    w.dm('bo').expectNone('has not answered');
  });

  it('is off after a start with a policy in which nobody serves one of the shifts', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asksToSwap(w, 'bo', 'Wed 4 Mar', 'Thu 5 Mar');
    const asked = w.dm('fay').expect('asks to swap');
    await w.restart(() =>
      w.changePolicy((text) => text.replace('days: mon-fri, from: 08:00', 'days: mon-wed, from: 08:00')),
    );
    const over = w.dm('fay').expect('is over; everybody stays on as before');
    expect(over.ts).toBe(asked.ts);
    expect(JSON.stringify(over.blocks)).not.toContain('Accept');
    w.ignorePosts();
  });

  it('without an answer is over half a day before, and whoever asked hears it', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asksToSwap(w, 'bo', 'Wed 4 Mar', 'Thu 5 Mar');
    const asked = w.dm('fay').expect('asks to swap');
    await w.restart();
    w.ignorePosts();
    await w.until('2026-03-03T19:59');
    expect(w.slack.dm('UBO').filter(({ text }) => text.includes('has not answered'))).toEqual([]);
    await w.until('2026-03-03T20:00');
    w.dm('bo').expect(['Fay has not answered about the swap', 'stays yours']);
    expect(w.dm('fay').expect('is over').ts).toBe(asked.ts);
    expect(w.slack.messages(asked.channel).find(({ ts }) => ts === asked.ts)?.blocks).toHaveLength(1);
  });

  it('by a lead, of anybody, is made at once, and both hear it', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asksToSwap(w, 'dee', 'Wed 4 Mar', 'Thu 5 Mar');
    expect(await serving(w)).toBe('Tue 3 Fay, Wed 4 Fay, Thu 5 Bo');
    w.dm('bo').expect(['Fay and you swap shifts', 'Arranged by Dee']);
    w.dm('fay').expect(['Bo and you swap shifts', 'Arranged by Dee']);
  });

  it('where the policy says so is made at once by everybody', async () => {
    const editPolicy = (text: string) =>
      text.replace('    night: on-call\n', '    night: on-call\n    swaps: at_once\n');
    await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy });
    await asksToSwap(w, 'bo', 'Wed 4 Mar', 'Thu 5 Mar');
    expect(await serving(w)).toBe('Tue 3 Fay, Wed 4 Fay, Thu 5 Bo');
    w.dm('fay').expect('Bo and you swap shifts');
  });

  it('offers shifts of one rotation, and refuses one that is gone next to its field', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await w.types('eli', '/oncall swap');
    expect(() => w.option('eli', 'theirs', 'Weekday support')).toThrow('No option');
    expect(() => w.option('eli', 'mine', 'Weekday support')).toThrow('No option');
    const theirs = w.option('eli', 'theirs', 'Fay');
    await w.types('dee', '/oncall cover');
    const at = (reading: string) => Date.parse(`${reading}:00+01:00`) / 1000;
    const all = { from: at('2026-03-03T09:00'), to: at('2026-05-30T07:00') };
    await w.submits('dee', { rotation: 'on-call', user: 'UCY', ...all });
    w.ignorePosts();
    const refused = await w.submits('eli', { theirs });
    expect(refused.errors).toEqual({ theirs: 'Fay does not have that shift any more. Choose another one.' });
  });

  it('of nobody with a shift is refused with a sentence', async () => {
    await using w = await startWorld({ editPeople: (text) => text.replace('ops-duty: [UCY]', 'ops-duty: []') });
    await w.types('cy', '/oncall swap');
    expect(whispers(w, 'cy')).toEqual(['You have no shift in the next weeks, so there is nothing to swap.']);
  });
});
