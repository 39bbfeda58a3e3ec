import { describe, expect, it } from 'vitest';
import { askForCover } from '../../src/cover-requests/service.ts';
import { inTransaction, type Tx } from '../../src/db/database.ts';
import { addAbsence } from '../../src/rotations/away.ts';
import { shifts } from '../../src/rotations/rotation.ts';
import { rotationOf, setMembers } from '../../src/rotations/service.ts';
import { swapShifts } from '../../src/rotations/swap.ts';
import { keepPerson } from '../../src/slack/people.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

const does = async <T>(w: World, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const done = await inTransaction(w.running.desk, work);
  // Whoever follows the change stands in the same queue before this.
  await inTransaction(w.running.desk, async () => {});
  await w.settle();
  return done;
};
const policyOf = (w: World) => w.running.desk.policy;
const away = (w: World, user: string, from: string, to: string) =>
  does(w, (tx) => addAbsence(tx, policyOf(w), { user, from: berlin(from), to: berlin(to) }, user));
/** What somebody was told directly, in words; what handovers say to people is told elsewhere. */
const told = (w: World, person: string): string[] =>
  w.slack
    .dm(`U${person.toUpperCase()}`)
    .map(({ text }) => text.replace(/<!date[^|]*\|([^>]*)>/g, '$1'))
    .filter((text) => !/^Your shift end|hands? over|handover|accept/.test(text));

describe('on the working day before', () => {
  it('who starts on Monday hears on Friday, also when the clocks change in between, and once for all shifts', async () => {
    await using w = await startWorld({ at: '2026-03-27T14:59', notices: ['day_before'] });
    expect(told(w, 'bo')).toEqual([]);
    await w.until('2026-03-27T15:00');
    w.ignorePosts();
    w.dm('eli').expect(['Your next 2 shifts begin', 'On-call', 'after Fay']);
    w.dm('fay').expect('You are on *On-call* from');
    expect(told(w, 'bo')).toEqual([
      'You are on *Weekday support* from Mon 30 Mar 2026, 08:00 CEST to Mon 30 Mar 2026, 18:00 CEST, after Fay.',
    ]);
    await w.until('2026-03-30T08:30');
    expect([told(w, 'bo'), told(w, 'fay'), told(w, 'cy')].map((all) => all.length)).toEqual([1, 1, 0]);
  });

  it('that is a holiday, who starts after the long weekend hears on the day before it', async () => {
    await using w = await startWorld({ at: '2026-04-02T14:00', notices: ['day_before'] });
    w.ignorePosts();
    await w.until('2026-04-02T15:00');
    expect(told(w, 'bo')).toEqual([expect.stringContaining('from Tue 7 Apr 2026, 08:00 CEST')]);
    await w.until('2026-04-07T08:30');
    expect(told(w, 'bo').filter((text) => text.includes('7 Apr'))).toHaveLength(1);
  });

  it('a desk that was down tells late what is still to come, and leaves out what has begun', async () => {
    await using w = await startWorld({ at: '2026-03-27T14:00', notices: ['day_before'] });
    w.ignorePosts();
    await w.restart(() => w.clock.moveTo(berlin('2026-03-28T12:00')));
    expect(told(w, 'bo')).toHaveLength(1);
    expect(told(w, 'eli')).toEqual([expect.stringContaining('Mon 30 Mar')]);
    await w.restart();
    await w.advance({ hours: 1 });
    expect(told(w, 'bo')).toHaveLength(1);
  });

  it('nobody hears of a shift that was given away before; of one given away after, only by that change', async () => {
    await using w = await startWorld({ at: '2026-03-27T14:00', notices: ['day_before'] });
    w.ignorePosts();
    const [monday, tuesday] = [berlin('2026-03-30T08:00'), berlin('2026-03-31T08:00')];
    const swap = (who: string, other: string) =>
      does(w, (tx) =>
        swapShifts(tx, policyOf(w), { rotation: 'support', mine: monday, theirs: tuesday, with: other }, who),
      );
    await swap('UBO', 'UFAY');
    await w.until('2026-03-27T15:01');
    expect(told(w, 'bo')).toEqual([]);
    expect(told(w, 'fay')).toEqual([
      expect.stringContaining('Bo and you swap shifts'),
      expect.stringContaining('Your next 2 shifts begin'),
    ]);
    await swap('UFAY', 'UBO');
    await w.until('2026-03-30T09:00');
    expect(told(w, 'bo')).toEqual([expect.stringContaining('Fay and you swap shifts')]);
  });
});

it('as a week of one’s own begins, whoever serves hears until when and after whom; nobody hears of going on', async () => {
  await using w = await startWorld({
    at: '2026-03-02T07:00',
    notices: ['shift_start'],
    editPeople: (text) => text.replace('ops-duty: [UCY]', 'ops-duty: [UCY, UBO]'),
  });
  await w.until('2026-03-09T08:00');
  w.ignorePosts();
  expect(told(w, 'cy').concat(told(w, 'bo')).toSorted()).toEqual(
    [
      'You are on *Ops duty* now, until Mon 16 Mar 2026, 08:00 CET, after Cy.',
      'You are on *Ops duty* now, until Mon 9 Mar 2026, 08:00 CET, after Bo.',
    ].toSorted(),
  );
});

it('on Monday morning the handover channel reads who serves in the week, who is away and when nobody is on', async () => {
  await using w = await startWorld({ at: '2026-03-29T12:00', notices: ['week_ahead'] });
  w.ignorePosts();
  await away(w, 'UBO', '2026-04-01T00:00', '2026-04-03T00:00');
  await w.until('2026-03-30T09:00');
  const [post] = w.slack.messages('#handover').filter(({ text }) => text.includes('Who is on this week'));
  const lines = (post?.blocks ?? []).map((block) => (block as unknown as { text: { text: string } }).text.text);
  expect(lines).toEqual([
    '*Who is on this week*',
    '*Weekday support*: Mon Bo · Tue Fay · Wed Bo · Thu Fay',
    '*On-call*: Mon Eli · Tue Fay · Wed Eli · Thu Fay · Fri Eli · Sat Fay · Sun Eli',
    '*Ops duty*: Mon–Sun Cy',
    expect.stringMatching(/^Away: Bo .*to/),
  ]);
  await w.restart();
  await w.until('2026-04-03T12:00');
  expect(w.slack.messages('#handover').filter(({ text }) => text.includes('Who is on this week'))).toHaveLength(1);
});

describe('when nobody is on although somebody should be', () => {
  const skipping = (text: string) => text.replace(/^( {4})role: on_call$/m, '$&\n$1absences: skip');
  const start = (at: string) => startWorld({ at, notices: ['gap'], editPolicy: skipping });
  const leave = async (w: World) => {
    for (const user of ['UELI', 'UFAY']) await away(w, user, '2026-03-07T08:00', '2026-03-08T08:00');
  };

  it('the lead hears days before, once, and the button fills the gap', async () => {
    await using w = await start('2026-03-02T10:00');
    await leave(w);
    const card = w.dm('dee').expect(['Nobody is on *On-call*', 'Put somebody on…']);
    w.in('#handover').expectNone('Nobody');
    await w.restart();
    await w.until('2026-03-04T12:00');
    expect(told(w, 'dee')).toHaveLength(1);
    await w.clicks('dee', card, 'Put somebody on…');
    await w.submits('dee', { user: 'UCY' });
    w.dm('cy').expect(['Cy covers *On-call*', 'Arranged by Dee']);
    w.dm('dee').expect('✅ Somebody is on *On-call* again');
    expect(told(w, 'dee')).toHaveLength(1);
    w.ignorePosts();
  });

  it('at night and at the weekend it waits for the morning, unless the gap comes sooner', async () => {
    await using w = await start('2026-03-02T21:00');
    w.ignorePosts();
    await leave(w);
    expect(told(w, 'dee')).toEqual([]);
    await w.until('2026-03-03T09:00');
    expect(told(w, 'dee')).toHaveLength(1);
    for (const user of ['UELI', 'UFAY']) await away(w, user, '2026-03-03T20:00', '2026-03-04T08:00');
    expect(told(w, 'dee')).toHaveLength(2);
  });

  const inNewYork = (w: World, user: string) => {
    w.slack.changePerson(user, { tz: 'America/New_York' });
    return w.settle();
  };

  it('a lead elsewhere hears when their hours begin what is still so, and at once what comes sooner', async () => {
    await using w = await start('2026-03-02T10:00');
    w.ignorePosts();
    await inNewYork(w, 'UDEE');
    await leave(w);
    await w.restart();
    await w.until('2026-03-02T12:59');
    expect(told(w, 'dee')).toEqual([]);
    await w.until('2026-03-02T13:00');
    w.dm('dee').expect(['Nobody is on *On-call*', 'Put somebody on…']);
    await w.until('2026-03-03T10:00');
    for (const user of ['UELI', 'UFAY']) await away(w, user, '2026-03-03T12:00', '2026-03-04T08:00');
    expect(told(w, 'dee')).toHaveLength(2);
    for (const user of ['UELI', 'UFAY']) await away(w, user, '2026-03-09T08:00', '2026-03-10T08:00');
    await w.types('dee', '/oncall cover');
    const seconds = (reading: string) => berlin(reading) / 1000;
    await w.submits('dee', {
      rotation: 'on-call',
      user: 'UCY',
      from: seconds('2026-03-09T08:00'),
      to: seconds('2026-03-10T08:00'),
    });
    await w.until('2026-03-03T20:00');
    expect(told(w, 'dee').filter((text) => text.includes('9 Mar'))).toEqual([]);
  });

  it('a lead elsewhere is left to sleep while another can be reached', async () => {
    await using w = await startWorld({
      at: '2026-03-02T10:00',
      notices: ['gap'],
      editPolicy: skipping,
      editPeople: (text) => text.replace('UCY: staff', 'UCY: lead'),
    });
    w.ignorePosts();
    await inNewYork(w, 'UDEE');
    for (const user of ['UELI', 'UFAY']) await away(w, user, '2026-03-02T11:00', '2026-03-04T08:00');
    w.dm('cy').expect('Nobody is on *On-call*');
    expect(told(w, 'dee')).toEqual([]);
    await w.until('2026-03-02T13:00');
    w.dm('dee').expect('Nobody is on *On-call*');
  });

  it('of a rotation without people the lead hears once, and once more after a week', async () => {
    await using w = await start('2026-03-02T10:00');
    w.ignorePosts();
    await does(w, (tx) => setMembers(tx, policyOf(w), 'ops-duty', [], 'UDEE'));
    expect(told(w, 'dee')).toEqual([expect.stringContaining('Nobody is in *Ops duty*')]);
    await w.until('2026-03-08T12:00');
    expect(told(w, 'dee')).toHaveLength(1);
    await w.until('2026-03-20T12:00');
    expect(told(w, 'dee')).toEqual([
      expect.stringContaining('Nobody is in *Ops duty*'),
      expect.stringContaining('for a week'),
    ]);
    await does(w, (tx) => setMembers(tx, policyOf(w), 'ops-duty', ['UCY'], 'UDEE'));
    expect(told(w, 'dee')[0]).toContain('✅ *Ops duty* has people again');
  });

  it('of somebody whose account was closed the lead hears, and they are written to no more', async () => {
    await using w = await startWorld({ at: '2026-03-27T10:00', notices: ['gap', 'day_before'] });
    w.ignorePosts();
    const gone = { id: 'UBO', name: 'Bo', team_id: w.running.desk.home.teamId, deleted: true };
    await does(w, (tx) => keepPerson(tx, gone, w.running.desk.home));
    await w.until('2026-03-30T09:00');
    expect(told(w, 'bo')).toEqual([]);
    const unreachable = () => told(w, 'dee').filter((text) => text.includes("can't be reached in Slack any more"));
    expect(unreachable()).toEqual([expect.stringContaining('Bo')]);
    expect(unreachable()[0]).toContain('but is on *Weekday support*');
    await w.until('2026-03-31T12:00');
    expect(unreachable()).toHaveLength(1);
  });
});

describe('somebody who is away and on', () => {
  const absent = async () => {
    const w = await startWorld({ at: '2026-03-02T10:00', notices: ['absence'] });
    w.ignorePosts();
    await away(w, 'UFAY', '2026-03-05T00:00', '2026-03-06T00:00');
    return w;
  };

  it('hears in the morning, with the lead, and asks the others with one click', async () => {
    await using w = await absent();
    expect([told(w, 'fay'), told(w, 'dee')]).toEqual([[], []]);
    await w.until('2026-03-03T09:00');
    w.dm('dee').expect(['Fay is away, but on *Weekday support*', 'Put somebody on…']);
    const card = w.dm('fay').expect(['You are away, but on *Weekday support*', 'Ask for cover']);
    await w.clicks('fay', card, 'Ask for cover');
    await w.clicks('cy', w.in('#handover').expect(['Fay asks', "I'll take it"]), "I'll take it");
    expect(told(w, 'fay').join('\n')).toContain('✅ Settled: Fay and *Weekday support*');
    expect(told(w, 'dee').join('\n')).toContain('✅ Settled: Fay and *Weekday support*');
  });

  it('hears nothing more where the others were asked already', async () => {
    await using w = await absent();
    for (const rotation of ['support', 'on-call']) {
      const rotationNow = await rotationOf(w.running.desk.db.reader, policyOf(w), rotation, w.clock.now());
      const [from, to] = [berlin('2026-03-05T00:00'), berlin('2026-03-06T00:00')];
      for (const shift of shifts(rotationNow, from, to).filter(({ user }) => user === 'UFAY')) {
        const wanted = { rotation, layer: undefined, from: shift.from, to: shift.to };
        await does(w, (tx) => askForCover(w.running.desk, tx, wanted, null, 'UFAY'));
      }
    }
    await w.until('2026-03-03T10:00');
    expect(told(w, 'fay').filter((text) => text.includes('You are away'))).toEqual([]);
  });

  it('hears at once where there is no morning left', async () => {
    await using w = await startWorld({ at: '2026-03-02T21:00', notices: ['absence'] });
    w.ignorePosts();
    await away(w, 'UFAY', '2026-03-03T00:00', '2026-03-03T20:00');
    expect(told(w, 'fay')).toEqual(expect.arrayContaining([expect.stringContaining('You are away, but on')]));
  });
});
