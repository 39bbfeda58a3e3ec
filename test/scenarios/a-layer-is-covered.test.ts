import { describe, expect, it } from 'vitest';
import { type Person, startWorld, type World } from '../world/world.ts';

/** Eli and Fay carry the nights together, one behind the other. */
const layered = (text: string) =>
  text.replace('    role: on_call\n', '    role: on_call\n    layers: [primary, secondary]\n');
const [from, to] = ['2026-03-03T20:00', '2026-03-03T22:00'].map((at) => Date.parse(`${at}+01:00`) / 1000);
const labels = (w: World, person: Person) =>
  (w.as(person).view().blocks as { label?: { text: string } }[]).map(({ label }) => label?.text);
const chooses = async (w: World, person: Person, rotation: string) => {
  await w.as(person).clickInView({ block_id: 'rotation' }, rotation);
  await w.settle();
};
const answerTo = async (w: World, person: Person, line: string) => {
  await w.types(person, line);
  return JSON.stringify(w.slack.ephemerals(`U${person.toUpperCase()}`).at(-1));
};

describe('covering a shift', () => {
  it('asks on which layer only for rotations with several, and keeps what was filled in before', async () => {
    await using w = await startWorld({ editPolicy: layered });
    await w.types('dee', '/oncall cover');
    expect(labels(w, 'dee')).not.toContain('On which layer?');
    w.as('dee').fill({ user: 'UCY', from: Number(from) });
    await chooses(w, 'dee', 'on-call');
    expect(labels(w, 'dee')).toContain('On which layer?');
    await chooses(w, 'dee', 'support');
    expect(labels(w, 'dee')).not.toContain('On which layer?');
    await chooses(w, 'dee', 'on-call');
    await w.submits('dee', { layer: 'secondary', to: Number(to) });
    expect(JSON.stringify(w.as('dee').view())).toContain('Cy covers *On-call, secondary* from');
    for (const person of ['cy', 'eli'] as const) w.dm(person).expect(['Cy covers *On-call, secondary* from', 'Dee']);
    w.ignorePosts();
    await w.until('2026-03-03T21:00');
    const now = await answerTo(w, 'dee', '/oncall');
    expect(now).toContain('*On-call, primary* Fay until');
    expect(now).toContain('*On-call, secondary* Cy until');
  });

  it('on the first layer unless another is chosen', async () => {
    await using w = await startWorld({ editPolicy: layered });
    await w.types('dee', '/oncall cover');
    await chooses(w, 'dee', 'on-call');
    await w.submits('dee', { user: 'UCY', from: Number(from), to: Number(to) });
    for (const person of ['cy', 'fay'] as const) w.dm(person).expect(['Cy covers *On-call, primary* from']);
  });

  it('of a rotation without layers asks for none, also after another rotation was looked at', async () => {
    await using w = await startWorld({ editPolicy: layered });
    await w.types('dee', '/oncall override');
    await chooses(w, 'dee', 'on-call');
    w.as('dee').fill({ layer: 'secondary' });
    await chooses(w, 'dee', 'ops-duty');
    await w.submits('dee', { user: 'UBO', from: Number(from), to: Number(to) });
    for (const person of ['bo', 'cy'] as const) w.dm(person).expect('Bo covers *Ops duty* from');
  });

  it('can be taken back where what comes next is told of every layer', async () => {
    await using w = await startWorld({ editPolicy: layered });
    w.ignorePosts();
    await w.types('dee', '/oncall cover');
    await chooses(w, 'dee', 'on-call');
    await w.submits('dee', { layer: 'secondary', user: 'UCY', from: Number(from), to: Number(to) });
    const next = await answerTo(w, 'dee', '/oncall next');
    expect(next).toMatch(/\*On-call, primary\*: [^\\]* Fay .*\\n\*On-call, secondary\*: [^\\]* Eli /);
    expect(next).toContain('Cy covers *On-call, secondary* from');
  });

  it('that began with a notice of a layer has that layer chosen', async () => {
    await using w = await startWorld({ editPolicy: layered, notices: ['absence'], at: '2026-03-02T10:00' });
    w.ignorePosts();
    await w.types('fay', '/oncall away');
    await w.submits('fay', { first: '2026-03-05', last: '2026-03-05', cover: 'later' });
    await w.until('2026-03-03T09:30');
    const notice = w.dm('dee').expect(['Fay is away, but on *On-call*', '(primary)', '(secondary)']);
    const values = JSON.stringify(notice.blocks).match(/\{\\"rotation[^}]*\}/g) ?? [];
    const value = values.map((text) => text.replaceAll('\\"', '"')).find((text) => text.includes('secondary'));
    await w.as('dee').click(notice.channel, notice.ts, { value: String(value) });
    await w.settle();
    const form = JSON.stringify(w.as('dee').view());
    expect(form).toContain('"initial_option":{"text":{"type":"plain_text","text":"secondary"');
  });
});
