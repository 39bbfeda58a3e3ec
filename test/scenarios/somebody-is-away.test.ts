import { describe, expect, it } from 'vitest';
import { type Person, startWorld, type World } from '../world/world.ts';

const skip = (text: string) => text.replace('    night: on-call\n', '    night: on-call\n    absences: skip\n');
const formOf = (w: World, person: Person) => JSON.stringify(w.as(person).view());

/** Fills in the dates one after the other, as a person does: after each the form shows what it hits. */
async function choosesDays(w: World, person: Person, first: string, last: string): Promise<void> {
  await w.types(person, '/oncall away');
  await w.as(person).clickInView({ block_id: 'first' }, first);
  await w.settle();
  await w.as(person).clickInView({ block_id: 'last' }, last);
  await w.settle();
}

describe('being away', () => {
  it('shows at once which shifts it hits, and asks for cover for each of them', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await choosesDays(w, 'bo', '2026-03-04', '2026-03-06');
    expect(formOf(w, 'bo')).toContain('Wed 4 Mar, 08:00–18:00 · Weekday support\\n• Fri 6 Mar, 08:00–18:00');
    await w.submits('bo', { note: 'skiing' });
    expect(formOf(w, 'bo')).toContain('I asked everybody to take your 2 shifts');
    w.in('#handover').expect(['Can somebody take', 'Wed 4 Mar', 'Bo asks', 'skiing']);
    const second = w.in('#handover').expect(['Can somebody take', 'Fri 6 Mar', 'Bo asks']);
    await w.clicks('fay', second, "I'll take it");
    w.in('#handover').expect(['✅ Fay takes', 'Fri 6 Mar']);
    w.dm('bo').expect('Fay covers');
  });

  it('for longer than was asked for before asks for all of it, in one request', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await choosesDays(w, 'cy', '2026-03-04', '2026-03-04');
    await w.submits('cy', {});
    const before = w.in('#handover').expect(['Can somebody take *Ops duty*', 'Wed 4 Mar', 'Cy asks']);
    await w.as('cy').closeAll();
    await choosesDays(w, 'cy', '2026-03-04', '2026-03-05');
    await w.submits('cy', {});
    expect(w.in('#handover').expect(['needs nobody any more', 'Cy took the request back']).ts).toBe(before.ts);
    w.in('#handover').expect(['Can somebody take *Ops duty*', 'Wed 4 Mar', 'Thu 5 Mar 2026, 23:59', 'Cy asks']);
    expect(w.in('#handover').count('Can somebody take')).toBe(1);
  });

  it('can leave the asking for later, shift by shift', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await choosesDays(w, 'bo', '2026-03-04', '2026-03-04');
    await w.submits('bo', { cover: 'later' });
    await w.as('bo').clickInView({ text: 'Ask for cover…' });
    await w.settle();
    await w.submits('bo', {});
    w.in('#handover').expect(['Can somebody take', 'Wed 4 Mar']);
  });

  it('over a hand-off is passed over for the next in order where the policy says so, and nobody needs to be asked', async () => {
    await using w = await startWorld({ at: '2026-03-03T17:00', editPolicy: skip });
    await choosesDays(w, 'bo', '2026-03-04', '2026-03-04');
    expect(formOf(w, 'bo')).toContain('(the next in order serves)');
    await w.submits('bo', {});
    w.in('#handover').expectNone('Can somebody take');
    w.ignorePosts();
    await w.until('2026-03-04T09:00');
    await w.types('dee', '/oncall');
    expect(w.slack.ephemerals('UDEE').at(-1)?.text).toContain('*Weekday support* Fay');
  });

  it('is told that nobody is free where the policy would pass a shift on but the others are away too', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy: skip });
    w.ignorePosts();
    await choosesDays(w, 'fay', '2026-03-04', '2026-03-04');
    await w.submits('fay', {});
    await w.as('fay').closeAll();
    await choosesDays(w, 'bo', '2026-03-04', '2026-03-04');
    expect(formOf(w, 'bo')).toContain(
      'Wed 4 Mar, 08:00–18:00 · Weekday support (❗ nobody is free to serve: tell your lead)',
    );
    await w.submits('bo', {});
    expect(formOf(w, 'bo')).toContain('nobody is free to serve');
    w.in('#handover').expectNone('Can somebody take *Weekday support*');
  });

  it('of somebody who was put on asks for cover, since they stay on', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00', editPolicy: skip });
    w.ignorePosts();
    await w.types('dee', '/oncall cover');
    const [from, to] = ['2026-03-04T10:00+01:00', '2026-03-04T12:00+01:00'].map((at) => Date.parse(at) / 1000);
    await w.submits('dee', { user: 'UCY', from: Number(from), to: Number(to) });
    await choosesDays(w, 'cy', '2026-03-04', '2026-03-04');
    expect(formOf(w, 'cy')).toContain('Wed 4 Mar, 10:00–12:00 · Weekday support');
    expect(formOf(w, 'cy')).not.toContain('the next in order serves');
    await w.submits('cy', {});
    w.in('#handover').expect(['Can somebody take *Weekday support*', 'Cy asks']);
  });

  it('in the year 9998 is refused at once, and its form shows nothing of it', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    const began = performance.now();
    await choosesDays(w, 'bo', '9998-03-04', '9998-03-04');
    expect((await w.submits('bo', {})).errors).toEqual({
      last: 'That is more than two years ahead. Choose an earlier end.',
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('is refused next to its field where the days make no sense', async () => {
    await using w = await startWorld({ at: '2026-03-02T09:00' });
    await w.types('bo', '/oncall away');
    expect((await w.submits('bo', { first: '2026-03-05', last: '2026-03-04' })).errors).toEqual({
      last: 'The last day lies before the first.',
    });
    expect((await w.submits('bo', { first: '2026-02-05', last: '2026-02-06' })).errors).toEqual({
      last: 'That time is over. Choose days to come.',
    });
    expect((await w.submits('bo', { first: '2026-03-05', last: '2028-03-06' })).errors?.last).toMatch(
      /longer than a year/,
    );
  });

  it('is in days of whoever is away', async () => {
    await using w = await startWorld({
      at: '2026-03-02T09:00',
      prepare: (slack) => slack.changePerson('UBO', { tz: 'America/New_York' }),
    });
    await choosesDays(w, 'bo', '2026-03-04', '2026-03-04');
    expect(formOf(w, 'bo')).toContain('Wed 4 Mar, 02:00–12:00 · Weekday support');
    await w.submits('bo', { cover: 'later' });
    expect(await w.opensHome('bo')).toContain('You Wed 4 Mar\n');
  });
});
