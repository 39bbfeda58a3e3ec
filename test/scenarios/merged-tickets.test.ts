import { describe, expect, it } from 'vitest';
import { type Found, shown } from '../world/claims.ts';
import { startWorld, type World } from '../world/world.ts';

const card = (w: World, id: number, ...words: string[]) =>
  w.in('#acme-support').expect([`*SUP-${id}* `, 'opened by', ...words]);
const triage = (w: World, id: number, ...words: string[]) =>
  w.in('#triage').expect([`SUP-${id} Acme`, 'Assignee', ...words]);

/** Bo chooses Merge… on the card of a ticket. */
async function opensMerge(w: World, id: number, on: Found = triage(w, id)) {
  const value = JSON.stringify({ ticketId: id, open: 'merge' });
  await w.as('bo').overflow(on.channel, on.ts, 'ticket-more', value);
  await w.settle();
}
async function merges(w: World, id: number, into: number) {
  await opensMerge(w, id);
  return w.submits('bo', { into: String(into) });
}
const told = (w: World) => w.slack.ephemerals('UBO').at(-1)?.text;

/** Two tickets of Ana's, whose posts are expected. */
async function withTwo(options: Parameters<typeof startWorld>[0] = {}, minutesBetween = 30) {
  const w = await startWorld({ pace: 1, ...options });
  const first = await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  await w.advance({ minutes: minutesBetween });
  const second = await w.opensTicket('art', '#acme-support', 'no space left on node 3', { priority: 'medium' });
  return { w, first: first.ts, second: second.ts };
}

it('a merge tells the thread that ends where we go on, and both cards say it', async () => {
  const { w, first, second } = await withTwo();
  await using _ = w;
  await opensMerge(w, 2);
  const form = shown({ blocks: w.as('bo').view().blocks, text: '' } as never);
  expect(form).toContain('SUP-1 disk is filling up');
  expect(form).toContain('*SUP-2* ends, and its thread tells the customer where you go on.');
  await w.submits('bo', { into: '1' });

  const notice = w
    .in('#acme-support')
    .expect('🔗 *SUP-2* is about the same as another ticket of yours.', { thread: second });
  expect(shown(notice)).toMatch(
    /We go on with both in <https:\S+\/archives\/CACME\/p\d+\|SUP-1>\. What you write here still reaches us\./,
  );
  expect(shown(notice)).toContain(first.replace('.', ''));
  expect(shown(card(w, 2))).toContain('🔗 We go on with this in <https:');
  expect(shown(card(w, 2))).not.toContain('Add details');
  card(w, 1, 'together with SUP-2', 'Add details');
  const ended = shown(triage(w, 2, '🔗 Merged', 'into *SUP-1*', 'Bo merged it into SUP-1', 'Explain clock'));
  expect(ended).not.toMatch(/Reopen|Merge…|First response/);
  triage(w, 1, '🔗 Together with *SUP-2*', 'Bo merged SUP-2 into it', 'Claim', 'Merge…');
  await w.advance({ hours: 1 });
  w.in('#triage').expectNone('SUP-2* was');
});

it('what is written in the thread that ended counts where it goes on, and is shown to the team with a link', async () => {
  const { w, second } = await withTwo();
  await using _ = w;
  await merges(w, 2, 1);
  w.ignorePosts();
  await w.says('art', '#acme-support', 'node 4 is *full* too <@UBO>', second);
  const said = w.in('#triage').expect(['💬 Art wrote in', 'the thread of SUP-2', 'node 4 is *full* too @Bo'], {
    thread: triage(w, 1).ts,
  });
  expect(shown(said)).toMatch(/<https:\S+thread_ts=\S+\|the thread of SUP-2>/);
  triage(w, 1, 'Art wrote', 'First response due');

  await w.says('bo', '#acme-support', 'We add a disk.', second);
  triage(w, 1, 'First response met', 'Assignee: Bo');
  card(w, 1, 'Bo answered');
  expect(shown(triage(w, 2))).not.toContain('Bo answered');

  await w.clicks('bo', triage(w, 1), 'Resolve…');
  await w.submits('bo', { note: 'A second disk.' });
  await w.says('art', '#acme-support', 'Thanks Bo!', second);
  triage(w, 1, 'Reopen');
  await w.says('art', '#acme-support', 'and node 5 is full', second);
  triage(w, 1, 'Resolve…', 'reopened by Art');
  triage(w, 2, 'Merged');
});

it('details that were being added to the ticket that ended reach the one that goes on', async () => {
  const { w } = await withTwo();
  await using _ = w;
  w.ignorePosts();
  await w.clicks('ana', card(w, 2), 'Add details');
  await merges(w, 2, 1);
  await w.submits('ana', { text: 'It is /var.' });
  w.in('#triage').expect(['Ana added details', 'It is /var.'], { thread: triage(w, 1).ts });
});

it('a message heard twice, before and after the merge, counts where it was written', async () => {
  const { w, second } = await withTwo();
  await using _ = w;
  const event = { type: 'message', channel: 'CACME', user: 'UART', ts: `${Math.floor(w.clock.now() / 1000)}.000777` };
  const hear = async (id: string) => {
    const said = { ...event, thread_ts: second, text: 'hello?' };
    await w.running.inbox.keep({ type: 'event_callback', event_id: id, event: said });
    await w.settle();
  };
  await hear('EvOnce');
  await merges(w, 2, 1);
  await hear('EvAgain');
  w.ignorePosts();
  w.in('#triage').expectNone('the thread of SUP-2');
});

it('an answer in the thread that ended, written before the merge and heard after it, answers where it goes on', async () => {
  const editPolicy = (text: string) =>
    text.replaceAll('medium: 4h, low: 24h }', '$&\n      next_response: { medium: 4h }');
  const { w, first, second } = await withTwo({ editPolicy });
  await using _ = w;
  w.ignorePosts();
  await w.says('bo', '#acme-support', 'Looking.', first);
  w.slack.faults.holdEvents();
  w.as('bo').say('#acme-support', 'We add a disk.', { thread: second });
  w.clock.moveTo(w.clock.now() + 60_000);
  await merges(w, 2, 1);
  triage(w, 1, 'First response met', 'Next answer due');
  w.slack.faults.releaseEvents();
  await w.settle();
  expect(shown(triage(w, 1, 'First response met'))).not.toContain('Next answer due');
});

describe('what is promised', () => {
  it('counts from the earlier of both messages, whichever ticket goes on', async () => {
    const { w } = await withTwo();
    await using _ = w;
    w.ignorePosts();
    const due = (id: number) => /First response due <!date\^(\d+)/.exec(JSON.stringify(triage(w, id).blocks))?.[1];
    const earlier = due(1);
    expect(Number(due(2))).toBeGreaterThan(Number(earlier));
    await merges(w, 1, 2);
    expect(due(2)).toBe(earlier);
  });

  it('that broke on the ticket that ended is not told a second time', async () => {
    const { w } = await withTwo({}, 200);
    await using _ = w;
    w.ignorePosts();
    await w.until('2026-03-02T13:30');
    const breaches = () => w.in('#triage').count('first response was due');
    expect(breaches()).toBe(1);
    await merges(w, 1, 2);
    triage(w, 2, 'First response was due');
    await w.until('2026-03-02T16:30');
    expect(w.in('#triage').count('first response was due')).toBe(0);
    w.in('#triage').expect('🔗 *SUP-1* (Acme, Medium): first response goes on in *SUP-2*.');
  });
});

it('the assignee comes along where nobody has the other one, and the call for help ends', async () => {
  const { w } = await withTwo();
  await using _ = w;
  w.ignorePosts();
  await w.clicks('cy', triage(w, 2), 'Claim');
  await w.clicks('bo', triage(w, 2), 'Escalate…');
  await w.submits('bo', { reason: 'stuck' });
  await opensMerge(w, 2);
  expect(JSON.stringify(w.as('bo').view().blocks)).toContain('The call for help ends with it');
  await w.submits('bo', { into: '1' });
  triage(w, 1, 'Assignee: Cy');
  expect(w.dm('cy').count('Accept')).toBe(0);
  await w.advance({ hours: 3 });
  expect(w.dm('eli').count('SUP-2')).toBe(0);
});

it('another channel of the same customer is named, and so is its thread', async () => {
  await using w = await startWorld({
    prepare: (slack) =>
      slack.addChannel({
        id: 'CACMEDEV',
        name: 'acme-dev',
        teams: [slack.teamId, 'TACME'],
        members: ['UBO', 'UANA', 'UART'],
      }),
    editPeople: (text) => text.replace('{ CACME: ask }', '{ CACME: ask, CACMEDEV: ask }'),
  });
  await w.opensTicket('ana', '#acme-dev', 'build agents are offline');
  const second = await w.opensTicket('art', '#acme-support', 'our builds hang');
  w.ignorePosts();
  await merges(w, 2, 1);
  const notice = w.in('#acme-support').expect('We go on with both in', { thread: second.ts });
  expect(shown(notice)).toMatch(/\/archives\/CACMEDEV\/p\d+\|SUP-1> in <#CACMEDEV>\./);
  expect(shown(notice)).not.toContain('build agents');
});

describe('a merge is refused', () => {
  it('where the customer has no other open ticket', async () => {
    await using w = await startWorld();
    await w.opensTicket('ana', '#acme-support', 'disk is filling up');
    await w.opensTicket('gil', '#globex-support', 'export is late');
    w.ignorePosts();
    await opensMerge(w, 1);
    expect(told(w)).toBe('Acme has no other open ticket, so there is nothing to merge SUP-1 into.');
  });

  it('beside the field, when the other ticket is over or was merged meanwhile, and twice is once', async () => {
    const { w } = await withTwo();
    await using _ = w;
    await w.opensTicket('ana', '#acme-support', 'login is slow');
    w.ignorePosts();
    await opensMerge(w, 2);
    await w.clicks('cy', triage(w, 1), 'Resolve…');
    await w.submits('cy', { note: 'Done.' });
    const refused = await w.submits('bo', { into: '1' });
    expect(refused.errors?.into).toBe('SUP-1 is resolved, so nothing can be merged into it. Reopen it first.');
    await w.as('bo').close();

    await opensMerge(w, 2);
    const value = JSON.stringify({ ticketId: 2, open: 'merge' });
    const { channel, ts } = triage(w, 2);
    await w.as('cy').overflow(channel, ts, 'ticket-more', value);
    await w.submits('bo', { into: '3' });
    expect((await w.submits('cy', { into: '3' })).errors).toBeUndefined();
    expect(w.in('#acme-support').count('is about the same as another ticket')).toBe(1);
  });

  it('where the other ticket promises nothing of what is still promised, and both stay as they are', async () => {
    const unpromised = (text: string) => text.replace('label: A question }', 'label: A question, sla: none }');
    await using w = await startWorld({ editPolicy: unpromised });
    await w.opensTicket('ana', '#acme-support', 'disk is filling up', { type: 'incident' });
    await w.opensTicket('art', '#acme-support', 'how much disk do we have?', { type: 'question' });
    w.ignorePosts();
    const refused = await merges(w, 1, 2);
    expect(refused.errors?.into).toBe(
      'SUP-1 is still promised an answer, and SUP-2 is of a kind that is promised none. Merge SUP-2 into SUP-1 instead.',
    );
    await w.as('bo').close();
    triage(w, 1, 'First response due', 'Merge…');
    triage(w, 2, 'Merge…');
    await merges(w, 2, 1);
    triage(w, 2, '🔗 Merged', 'into *SUP-1*');
  });
});
