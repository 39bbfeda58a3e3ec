import { describe, expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { type Person, startWorld, type World } from '../world/world.ts';

/** `bo` asks for cover of the shift whose option says `words`. */
async function asks(w: World, person: Person, words: string, note?: string): Promise<void> {
  await w.types(person, '/oncall ask');
  await w.submits(person, { shift: w.option(person, 'shift', words), ...(note ? { note } : {}) });
  await w.as(person).closeAll();
}

const handover = (w: World) => w.in('#handover');
const whispers = (w: World, person: Person) => w.slack.ephemerals(`U${person.toUpperCase()}`).map(({ text }) => text);

describe('a request for cover', () => {
  it('is posted with who asks and when, is taken by one click, and says then who takes it', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar', 'dentist');
    const post = handover(w).expect(['Can somebody take', 'Weekday support', 'Bo asks', 'dentist']);
    await w.clicks('fay', post, "I'll take it");
    const taken = handover(w).expect(['✅ Fay takes', 'Weekday support', 'for Bo']);
    expect(taken.ts).toBe(post.ts);
    expect(JSON.stringify(taken.blocks)).not.toContain('button');
    w.dm('bo').expect(['Fay covers', 'Weekday support', 'for Bo']);
    expect(w.slack.dm('UFAY')).toEqual([]);
    await w.until('2026-03-04T12:00');
    w.ignorePosts();
    await w.types('dee', '/oncall');
    expect(w.slack.ephemerals('UDEE').at(-1)?.text).toContain('*Weekday support* Fay');
  });

  it('taken by two at the same moment is taken by one, and the other reads who was first', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar');
    const { channel, ts } = handover(w).expect('Can somebody take');
    await Promise.all(
      (['fay', 'cy'] as const).map((person) => w.as(person).click(channel, ts, { text: "I'll take it" })),
    );
    await w.settle();
    const [first, second] = whispers(w, 'cy').length > 0 ? (['Fay', 'cy'] as const) : (['Cy', 'fay'] as const);
    handover(w).expect(`✅ ${first} takes`);
    expect(whispers(w, second)).toEqual([`${first} has taken this shift already. Thank you all the same.`]);
    w.dm('bo').expect(`${first} covers`);
    expect(w.slack.dm('UBO')).toHaveLength(1);
  });

  it('is taken back by whoever asked, and by nobody else', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar');
    const post = handover(w).expect('Can somebody take');
    await w.clicks('fay', post, 'Not needed any more');
    expect(whispers(w, 'fay')).toEqual(['Bo asked for this, so only they or a lead can take it back.']);
    await w.clicks('bo', post, "I'll take it");
    expect(whispers(w, 'bo')[0]).toMatch(/^This is your own shift\./);
    await w.clicks('bo', post, 'Not needed any more');
    handover(w).expect(['needs nobody any more', 'Bo took the request back']);
    await expect(w.clicks('fay', post, "I'll take it")).rejects.toThrow();
    await w.until('2026-03-03T12:00');
    w.ignorePosts();
    handover(w).expectNone('Still open');
  });

  it('asked twice is asked once', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar');
    await asks(w, 'bo', 'Wed 4 Mar');
    handover(w).expect('Can somebody take');
    expect(handover(w).count('Can somebody take')).toBe(1);
  });

  it('that nobody takes is posted again, also after a restart, then the lead hears, and it ends as the shift begins', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar');
    const post = handover(w).expect('Can somebody take');
    await w.restart(() => w.clock.moveTo(w.clock.now() + 5 * 3_600_000));
    const again = handover(w).expect('⏳ Still open: Can somebody take');
    await w.restart();
    expect(handover(w).count('Still open')).toBe(1);
    await w.until('2026-03-03T09:01');
    const before = handover(w).expect('⏳ Still open: Can somebody take');
    expect(new Set([post.ts, again.ts, before.ts]).size).toBe(3);
    await w.until('2026-03-03T12:01');
    w.dm('dee').expect(['❗ Nobody has taken', 'from Bo', 'Put somebody on…']);
    await w.until('2026-03-04T07:30');
    w.ignorePosts();
    await w.until('2026-03-04T08:00');
    expect(handover(w).count('Nobody took')).toBe(3);
    w.dm('bo').expect(['Nobody took', 'so you are on']);
    w.dm('dee').expect(['Nobody took', 'Bo is on']);
  });

  it('is settled by a lead, who puts somebody on, and those two hear it once', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    w.ignorePosts();
    await asks(w, 'bo', 'Wed 4 Mar');
    await w.until('2026-03-03T12:01');
    await w.clicks('dee', w.dm('dee').expect('Nobody has taken'), 'Put somebody on…');
    await w.submits('dee', { user: 'UFAY' });
    expect(handover(w).count('✅ Fay takes')).toBe(3);
    w.dm('dee').expect('✅ Fay takes');
    expect(w.slack.dm('UBO').filter((post) => shown(post).includes('Fay covers'))).toHaveLength(1);
    expect(w.slack.dm('UFAY').filter((post) => shown(post).includes('Fay covers'))).toHaveLength(1);
  });

  it('is without object as soon as somebody else is on anyway', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar');
    handover(w).expect('Can somebody take');
    await w.types('dee', '/oncall cover');
    const at = (reading: string) => Date.parse(`${reading}:00+01:00`) / 1000;
    await w.submits('dee', {
      rotation: 'support',
      user: 'UCY',
      from: at('2026-03-04T07:00'),
      to: at('2026-03-04T19:00'),
    });
    handover(w).expect(['needs nobody any more', 'Bo is not on then']);
    w.dm('bo').expect('Cy covers');
    w.dm('cy').expect('Cy covers');
  });

  it('is without object after a restart when the order was changed meanwhile', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar');
    await w.advance({ hours: 1 });
    await w.restart(() => w.importPeople((text) => text.replace('support: [UBO, UFAY]', 'support: [UFAY]')));
    handover(w).expect(['needs nobody any more', 'Bo is not on then']);
    w.ignorePosts();
  });

  it('is without object after a start with a policy in which nobody serves then', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await asks(w, 'bo', 'Wed 4 Mar');
    await w.restart(() =>
      w.changePolicy((text) => text.replace('days: mon-fri, from: 08:00', 'days: [mon, tue], from: 08:00')),
    );
    handover(w).expect(['needs nobody any more', 'Bo is not on then']);
    w.ignorePosts();
  });

  it('is nothing for customers', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      editPeople: (text) => text.replace('  UCY: staff\n', '').replace('[UCY]', '[]'),
    });
    const answer = await w.types('cy', '/oncall ask');
    expect(w.slack.ephemerals('UCY').at(-1)?.text ?? JSON.stringify(answer)).toContain('Only support staff');
  });
});
