import { describe, expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** A ticket of Ana's whose other posts are none of the test's business. */
async function withTicket(options: Parameters<typeof startWorld>[0] = {}): Promise<{ w: World; thread: string }> {
  const w = await startWorld(options);
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'disk is filling up', { priority: 'medium' });
  w.ignorePosts();
  return { w, thread };
}

const triage = (w: World, ...words: string[]) => w.in('#triage').expect(['SUP-1', 'disk is filling up', ...words]);
const card = (w: World, ...words: string[]) => w.in('#acme-support').expect(['*SUP-1* disk is filling up', ...words]);

async function hold(w: World, reason: string, note: string | null = null) {
  await w.clicks('bo', triage(w, 'Hold…'), 'Hold…');
  await w.submits('bo', { reason, note });
}

async function resolve(w: World, note: string) {
  await w.clicks('bo', triage(w, 'Resolve…'), 'Resolve…');
  await w.submits('bo', { note });
}

it('all that is added is told, also while the clock of Slack is ahead of ours', async () => {
  const { w, thread } = await withTicket();
  await using _ = w;
  const ahead = `${Math.floor(w.clock.now() / 1000) + 300}.000100`;
  const event = { type: 'message', channel: 'CACME', user: 'UANA', ts: ahead, thread_ts: thread, text: 'hello?' };
  await w.running.inbox.keep({ type: 'event_callback', event_id: 'EvAhead', event });
  await w.settle();
  for (const text of ['the first detail', 'the second detail']) {
    await w.clicks('ana', card(w, 'Add details'), 'Add details');
    await w.submits('ana', { text });
    w.in('#triage').expect(['added details:', text]);
  }
});

describe('who has it', () => {
  it('claiming names the person on both cards', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('cy', triage(w, 'Claim'), 'Claim');
    triage(w, 'Assignee: Cy', 'claimed by Cy');
    card(w, 'Cy has it.');
  });

  it('a claim never takes a ticket away from whoever has it', async () => {
    const { w } = await withTicket({ at: '2026-03-02T09:00' });
    await using _ = w;
    await w.until('2026-03-02T11:05');
    const warning = w.dm('bo').expect(['SUP-1', 'first response due', 'Claim']);
    await Promise.all([w.clicks('cy', triage(w, 'Claim'), 'Claim'), w.clicks('bo', warning, 'Claim')]);
    expect(w.slack.ephemerals('UBO').map(({ text }) => text)).toEqual([
      'SUP-1 is with Cy already. Use “Assign…” on its card to take it over.',
    ]);
    triage(w, 'Assignee: Cy');
    w.dm('bo').expect(['SUP-1', 'first response due', 'Cy has it.']);
    expect(w.dm('bo').count('Claim')).toBe(0);
  });

  it('staff give it to staff, and to nobody else', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('bo', triage(w), 'Assign…');
    const refused = await w.submits('bo', { to: 'UANA' });
    expect(refused.errors).toEqual({
      to: 'That person is not support staff. Choose somebody who is, or add them first.',
    });
    await w.submits('bo', { to: 'UFAY' });
    triage(w, 'Assignee: Fay', 'Bo assigned it to Fay');
    expect(w.as('bo').views()).toEqual([]);
  });
});

describe('how bad it is', () => {
  const select = (w: World, person: 'bo' | 'cy' | 'dee', priority: string) => {
    const { channel, ts } = triage(w, 'Priority');
    return w.as(person).select(channel, ts, 'ticket-priority', JSON.stringify({ ticketId: 1, priority }));
  };

  it('is changed by whoever is on shift, and the promise follows', async () => {
    const { w } = await withTicket();
    await using _ = w;
    const [before] = JSON.stringify(triage(w).blocks).match(/First response due <!date\^\d+/) ?? [];
    await select(w, 'bo', 'critical');
    await w.settle();
    const changed = triage(w, '🔴 Critical', 'Bo changed the priority from');
    expect(JSON.stringify(changed.blocks)).not.toContain(before);
    card(w, '🔴 Critical');
  });

  it('is not changed by staff who are neither on shift nor have the ticket; leads may', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await select(w, 'cy', 'low');
    await w.settle();
    expect(w.slack.ephemerals('UCY').at(-1)?.text).toBe(
      'You may not change the priority. Ask whoever has the ticket or is on support now, or a lead.',
    );
    triage(w, '🟡 Medium');
    await w.clicks('cy', triage(w), 'Claim');
    await select(w, 'cy', 'low');
    await w.settle();
    triage(w, '⚪ Low');
    await select(w, 'dee', 'high');
    await w.settle();
    triage(w, '🟠 High');
  });
});

describe('a ticket on hold', () => {
  it('tells the customer what we wait for, and goes on when they answer', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    await hold(w, 'access', 'We need read access to the cluster.');
    w.in('#acme-support').expect(['needs something from you: *access to your environment*', 'We need read access'], {
      thread,
    });
    card(w, '⏸ Waiting for you: *access to your environment*');
    triage(w, 'On hold', 'Access to their environment – We need read access', 'Resume');
    await w.says('ana', '#acme-support', 'Granted.', thread);
    triage(w, 'Hold…', 'Ana wrote');
    card(w, 'First answer by');
  });

  it('still shows the team that help is being called', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('bo', triage(w, 'Escalate…'), 'Escalate…');
    await w.submits('bo', { reason: 'The disk fills faster than we empty it.' });
    await hold(w, 'data');
    triage(w, 'On hold', 'Help asked for (Ops duty), nobody has taken it yet');
    card(w, '⏸ Waiting for you: *the details we asked for*. We go on as soon as you answer.');
  });

  it('for a reason of ours keeps the note inside, and a message does not end it', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    await hold(w, 'third-party', 'The vendor is hopeless.');
    card(w, '⏸ Waiting for *another vendor*.');
    w.in('#acme-support').expectNone('hopeless');
    await w.says('ana', '#acme-support', 'Any news?', thread);
    triage(w, 'Resume');
    await w.clicks('ana', card(w, 'Add details'), 'Add details');
    await w.submits('ana', { text: 'It is node 3.' });
    await w.clicks('bo', triage(w, 'Resume', 'Ana added details'), 'Resume');
    triage(w, 'Hold…');
  });

  it('goes on when the customer adds details instead of writing', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await hold(w, 'data');
    await w.clicks('ana', card(w, 'Add details'), 'Add details');
    await w.submits('ana', { text: 'The log says ENOSPC.' });
    triage(w, 'Hold…', 'Ana added details');
  });

  it('is not ended by what was written before it and only arrives afterwards', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    w.slack.faults.holdEvents();
    w.as('ana').say('#acme-support', 'Which log?', { thread });
    w.clock.moveTo(w.clock.now() + 60_000);
    await hold(w, 'data');
    w.slack.faults.releaseEvents();
    await w.settle();
    triage(w, 'Resume', 'Ana wrote');
  });
});

describe('a resolved ticket', () => {
  it('stays resolved when the customer says thanks, and is taken up again when they say more', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    await resolve(w, 'Old logs were deleted.');
    card(w, '✅ Resolved by Bo', 'Not solved? Just write here.');
    await w.says('ana', '#acme-support', 'Thanks Bo! :tada:', thread);
    triage(w, 'Reopen');
    await w.says('ana', '#acme-support', 'Thanks, now the second disk fills up', thread);
    triage(w, 'Resolve…', 'reopened by Ana');
  });

  it('was answered by the note alone; taken up again, the customer reads when they hear next', async () => {
    const editPolicy = (text: string) =>
      text.replaceAll('medium: 4h, low: 24h }', '$&\n      next_response: { medium: 4h }');
    const { w, thread } = await withTicket({ editPolicy });
    await using _ = w;
    await resolve(w, 'Old logs were deleted.');
    triage(w, 'First response met');
    await w.says('ana', '#acme-support', 'Full again', thread);
    triage(w, 'First response met', 'Next answer due');
    card(w, 'Next answer by');
  });

  it('is taken up again by a screenshot without words', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    await resolve(w, 'Done.');
    w.as('ana').say('#acme-support', '', { thread, files: [{ name: 'still.png', content: 'x' }] });
    await w.settle();
    triage(w, 'Resolve…', 'reopened by Ana');
  });

  it('is not taken up again by what was written before it was resolved', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    w.slack.faults.holdEvents();
    w.as('ana').say('#acme-support', 'It is node 3, by the way', { thread });
    w.clock.moveTo(w.clock.now() + 60_000);
    await resolve(w, 'Done.');
    w.slack.faults.releaseEvents();
    await w.settle();
    triage(w, 'Reopen', 'Ana wrote');
  });

  it('is closed after seven quiet days, and a message later takes it up again', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    await resolve(w, 'Done.');
    await w.until('2026-03-09T08:59');
    card(w, 'Resolved by Bo');
    await w.until('2026-03-09T09:01');
    card(w, 'This ticket is closed.');
    triage(w, 'Closed', 'Reopen');
    await w.says('ana', '#acme-support', 'Full again', thread);
    triage(w, 'Resolve…');
    card(w, 'Add details');
  });

  it('is not closed when it was reopened in between', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await resolve(w, 'Done.');
    await w.clicks('dee', triage(w, 'Reopen'), 'Reopen');
    await w.until('2026-03-10T09:00');
    triage(w, 'Resolve…', 'Claim');
  });

  it('keeps the note of whoever was first, and the second person keeps theirs in the form', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('cy', triage(w), 'Resolve…');
    await resolve(w, 'Old logs were deleted.');
    const second = await w.submits('cy', { note: 'Bigger disk.' });
    expect(second.errors?.note).toMatch(/^SUP-1 was resolved meanwhile/);
    expect(w.as('cy').view().state.values.note?.value?.value).toBe('Bigger disk.');
    w.in('#acme-support').expect(['*SUP-1* ✅ Resolved by Bo: Old logs were deleted.', 'Not solved? Just write here.']);
    expect(w.in('#acme-support').count('Bigger disk')).toBe(0);
  });
});

describe('the customer', () => {
  it('withdraws a ticket', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('art', card(w), 'Close');
    card(w, 'This ticket is closed.');
    triage(w, 'closed by Art', 'Reopen');
    await w.advance({ hours: 5 });
    w.in('#triage').expectNone('was due');
  });

  it('adds details, which staff read in the internal thread', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('ana', card(w), 'Add details');
    await w.submits('ana', { text: 'It is node 3.' });
    w.in('#triage').expect(['📎 Ana added details', 'It is node 3.'], { thread: triage(w).ts });
    triage(w, 'Ana added details');
    w.in('#acme-support').expectNone('node 3');
  });

  it('who adds details to a resolved ticket takes it up again', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('ana', card(w), 'Add details');
    await resolve(w, 'Done.');
    await w.submits('ana', { text: 'It is node 3.' });
    triage(w, 'Resolve…', 'reopened by Ana');
  });
});

it('an answer given before the ticket was opened is its first response', async () => {
  await using w = await startWorld();
  const message = await w.says('ana', '#acme-support', 'disk is filling up');
  await w.says('bo', '#acme-support', 'Looking.', message.ts);
  await w.clicks('ana', w.in('#acme-support').expect('Shall I open a ticket'), 'Open a ticket');
  await w.submits('ana', {});
  w.ignorePosts();
  triage(w, 'First response met', 'Assignee: Bo');
  card(w, 'Bo answered');
});

it('a reply in the internal thread is no answer to the customer', async () => {
  const { w } = await withTicket();
  await using _ = w;
  await w.says('bo', '#triage', 'I think it is the log rotation.', triage(w).ts);
  triage(w, 'First response due', 'Assignee: nobody yet');
});
