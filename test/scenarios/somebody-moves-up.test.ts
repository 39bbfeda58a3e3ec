import { describe, expect, it } from 'vitest';
import { whoIsOnDuty } from '../../src/cli/who.ts';
import { type Person, startWorld, type World } from '../world/world.ts';

/** Two people on two layers: Eli and Fay carry the nights together. */
const layered = (text: string) =>
  text.replace('    role: on_call\n', '    role: on_call\n    layers: [primary, secondary]\n    absences: skip\n');
const begun = (at: string) => startWorld({ at, editPolicy: layered, notices: ['day_before', 'gap', 'absence'] });
const isAway = async (w: World, person: Person, day: string) => {
  await w.types(person, '/oncall away');
  await w.submits(person, { first: day, last: day });
};
/** What a person was told directly, with times as they read in Berlin. */
const told = (w: World, person: Person) =>
  w.slack.dm(`U${person.toUpperCase()}`).map(({ text }) => text.replace(/<!date[^|]*\|([^>]*) CET>/g, '$1'));
const seen = async (w: World, person: Person, line: string) => {
  await w.types(person, line);
  const answer = w.slack.ephemerals(`U${person.toUpperCase()}`).at(-1);
  return JSON.stringify(answer).replace(/<!date[^|]*\|([^>]*) CET>/g, '$1');
};

describe('two people on two layers, and the first away', () => {
  it('whoever moves up hears it once, and is reminded the day before', async () => {
    await using w = await begun('2026-03-02T10:00');
    w.ignorePosts();
    await isAway(w, 'fay', '2026-03-04');
    expect(told(w, 'eli')).toEqual([
      'Your next shift on *On-call, secondary* moved: was Tue 3 Mar 2026, 08:00 to Wed 4 Mar 2026, 08:00, ' +
        'is Tue 3 Mar 2026, 08:00 to Tue 3 Mar 2026, 23:59. ' +
        'Your next shift on *On-call, primary* moved: was Wed 4 Mar 2026, 08:00 to Thu 5 Mar 2026, 08:00, ' +
        'is Wed 4 Mar 2026, 00:00 to Thu 5 Mar 2026, 08:00 (Fay is away).',
    ]);
    await w.until('2026-03-04T12:00');
    const ofTheNight = told(w, 'eli').filter((text) => text.includes('You are on *On-call* (primary)'));
    expect(ofTheNight).toEqual([
      'You are on *On-call* (primary) from Wed 4 Mar 2026, 00:00 to Thu 5 Mar 2026, 08:00, after Fay.',
    ]);
    expect(told(w, 'eli').filter((text) => text.includes('moved'))).toHaveLength(1);
    expect([...told(w, 'dee'), ...told(w, 'fay')].filter((text) => /Nobody is on|You are away/.test(text))).toEqual([]);
  });

  it('hears it at once, and no second time, where it begins before the next reminder', async () => {
    await using w = await begun('2026-03-03T19:00');
    w.ignorePosts();
    await isAway(w, 'fay', '2026-03-04');
    await w.until('2026-03-04T07:00');
    const moved = told(w, 'eli').filter((text) => text.includes('On-call, primary'));
    expect(moved).toHaveLength(1);
    expect(moved[0]).toContain('is Wed 4 Mar 2026, 00:00 to Thu 5 Mar 2026, 08:00 (Fay is away).');
    expect(told(w, 'eli').filter((text) => text.includes('(primary)'))).toEqual([]);
  });

  it('hears it at once when it begins now', async () => {
    await using w = await begun('2026-03-04T01:00');
    w.ignorePosts();
    await isAway(w, 'fay', '2026-03-04');
    expect(told(w, 'eli').at(-1)).toBe(
      'You are on *On-call, primary* now, until Thu 5 Mar 2026, 08:00. You are no longer on *On-call, secondary* (Fay is away).',
    );
  });

  it('stands in the handover, in /oncall, in the week and in the answer of the terminal', async () => {
    await using w = await begun('2026-03-03T19:00');
    w.ignorePosts();
    await isAway(w, 'fay', '2026-03-04');
    await w.until('2026-03-04T06:00');
    w.in('#handover').expect(['*On-call: Fay → Eli until', 'Fay is away until', 'Wed 4 Mar 2026, 23:59']);
    const now = await seen(w, 'dee', '/oncall');
    expect(now).toContain('*On-call, primary* Eli until Thu 5 Mar 2026, 08:00, then Fay');
    expect(now).toContain('*On-call, secondary* nobody until Wed 4 Mar 2026, 23:59, then Fay');
    expect(await seen(w, 'dee', '/oncall week')).toContain('*On-call, secondary*\\nThu 5 Fay · Thu 5 08:00 Eli');
    const terminal = await whoIsOnDuty(w.config, w.clock);
    expect(terminal.join('\n')).toMatch(/On-call, primary +Eli .*\(for Fay \(UFAY\), who is away\), then Fay/);
    expect(terminal.join('\n')).toMatch(
      /On-call, secondary +nobody .*\(Eli \(UELI\) is on primary instead, for somebody who is away\), then Fay/,
    );
  });

  it('leaves nobody on where both are away, and the leads hear', async () => {
    await using w = await begun('2026-03-02T10:00');
    w.ignorePosts();
    await isAway(w, 'fay', '2026-03-04');
    await isAway(w, 'eli', '2026-03-04');
    await w.until('2026-03-03T09:30');
    w.dm('dee').expect(['Nobody is on *On-call*', 'Put somebody on…']);
    const terminal = await whoIsOnDuty(w.config, w.clock, '2026-03-04T03:00');
    expect(terminal.join('\n')).toContain('Fay (UFAY) is away, and nobody is there to stand in');
  });
});
