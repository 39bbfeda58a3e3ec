import { expect, it } from 'vitest';
import { listParked, retryParked } from '../../src/cli/parked.ts';
import { inTransaction } from '../../src/db/database.ts';
import * as inbox from '../../src/inbox/store.ts';
import { note } from '../../src/outbox/due.ts';
import { tellTeam } from '../../src/outbox/outbox.ts';
import { postOf } from '../../src/outbox/store.ts';
import { personById } from '../../src/slack/people.ts';
import { due } from '../../src/timers/due.ts';
import * as timers from '../../src/timers/store.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

it('lets a running desk follow an import: new channels at once, new shifts at their end', async () => {
  await using w = await startWorld({
    at: '2026-03-02T17:00',
    editPeople: (text) => text.replace('  support: [UBO, UFAY]\n', '').replace('{ CGLOBEX: ask }', '{}'),
  });
  await w.says('gil', '#globex-support', 'is anybody there?');
  w.in('#globex-support').expectNone('Shall I open a ticket');

  await w.importPeople((text) => text);
  await w.says('gil', '#globex-support', 'checkout is down');
  w.in('#globex-support').expect('Shall I open a ticket');
  await w.until('2026-03-02T18:01');
  w.in('#handover').expect('Weekday support: Bo → Eli');
  w.dm('bo').expect('Your shift ended');
});

it('lets a running desk follow an import in all that goes by who is on', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  await w.types('bo', '/oncall ask');
  await w.submits('bo', { shift: w.option('bo', 'shift', 'Wed 4 Mar') });
  w.in('#handover').expect(['Can somebody take', 'Bo asks']);
  await w.importPeople((text) => text.replace('support: [UBO, UFAY]', 'support: [UFAY]'));
  await w.advance({ seconds: 20 });
  w.in('#handover').expect(['needs nobody any more', 'Bo is not on then']);
  w.ignorePosts();
});

it('lets a running desk know the staff that an import names', async () => {
  await using w = await startWorld({
    editPeople: (text) => text.replace('  UCY: staff\n', '').replace('ops-duty: [UCY]', 'ops-duty: [UBO]'),
  });
  await w.opensTicket('ana', '#acme-support', 'checkout is down', { priority: 'low' });
  w.ignorePosts();
  await w.importPeople((text) => text);
  await w.advance({ seconds: 20 });
  await expect
    .poll(() => personById(w.running.desk.db.reader, 'UCY'), { timeout: 10_000 })
    .toMatchObject({ name: 'Cy', external: false });

  await w.clicks('bo', w.in('#triage').expect(['SUP-1', 'Assign…']), 'Assign…');
  const { errors } = await w.submits('bo', { to: 'UCY' });
  expect(errors).toBeUndefined();
  w.in('#triage').expect(['SUP-1', 'Assignee: Cy']);
});

it('lists what was put aside, and a running desk takes it up once it is put back', async () => {
  await using w = await startWorld({ at: '2026-03-02T09:00' });
  expect(await listParked(w.config)).toEqual([]);
  await w.opensTicket('ana', '#acme-support', 'checkout is down', { priority: 'critical' });
  w.ignorePosts();
  const { ts } = await putAside(w);
  const listed = await listParked(w.config);
  expect(listed.map((line) => line.replace(/ \d+ {2}/, ' N  ').replace(/T08:00:0\d/, 'T08:00'))).toEqual([
    'event N  message in CACME, received 2026-03-02T08:00Z: the disk was full',
    'timer N  ticket-look 1, since 2026-03-02T08:00Z: the disk was full',
    expect.stringMatching(/^post N {2}note-1, written 2026-03-02T08:00Z: I can't post in CTRIAGE: I am not a member/),
  ]);
  await w.until('2026-03-02T09:40');
  w.dm('bo').expectNone('SUP-1');

  expect(await retryParked(w.config, w.clock)).toBe('Put back: 1 event, 1 timer, 1 post.');
  expect(await retryParked(w.config, w.clock)).toBe('Put back: 0 events, 0 timers, 0 posts.');
  expect(await listParked(w.config)).toEqual([]);
  w.clock.moveTo(w.clock.now() + 11_000);
  await expect.poll(() => inbox.count(w.running.desk.db.reader, 'due'), { timeout: 10_000 }).toBe(0);
  await w.advance({ seconds: 20 });
  w.in('#acme-support').expect('Shall I open a ticket', { thread: ts });
  w.in('#triage').expect('Back again');
  w.dm('bo').expect(['SUP-1', 'first response due']);
});

/** Brings about what failed too often: an event, the reminder of a ticket, and a post. */
async function putAside(w: World): Promise<{ ts: string }> {
  w.slack.faults.holdEvents();
  const { ts } = w.as('art').say('#acme-support', 'nor does login work');
  const event = { type: 'message', channel: 'CACME', user: 'UART', text: 'nor does login work', ts };
  await inTransaction(w.running.desk, async (tx) => {
    await inbox.keep(tx, { eventId: 'Ev1', lane: 'CACME', type: 'message', event });
    const [row] = await inbox.next(tx, 'CACME', tx.now);
    await inbox.failed(tx, row?.id ?? 0, 'the disk was full', null);

    const coming = await due(tx, berlin('2026-03-02T10:00'), 50);
    const look = coming.find(({ name }) => name === 'ticket-look');
    if (look) await timers.fail(tx, look, { attempts: 6, problem: 'the disk was full', retryAt: null });

    await tellTeam(tx, { channel: 'CTRIAGE' }, { text: 'Back again' }, 'note-1');
    const post = await postOf(tx, 'note-1');
    await note(tx, post?.id ?? 0, { state: 'parked', problem: 'not_in_channel' });
  });
  return { ts };
}
