import { describe, expect, it } from 'vitest';
import { shown } from '../world/claims.ts';
import { berlin, startWorld, type World } from '../world/world.ts';

const mode = (intake: string) => (text: string) => text.replace('CACME: ask', `CACME: ${intake}`);

/** The cards and the hint that every new ticket brings. */
function expectTicket(w: World, key: string, summary: string, thread?: string) {
  const card = w.in('#acme-support').expect([`*${key}* ${summary}`, 'Add details'], thread ? { thread } : {});
  const triage = w.in('#triage').expect([key, summary, 'First line']);
  w.in('#triage').expect('Replies here stay with us', { thread: triage.ts });
  return { card, triage };
}

it('a message is answered with an offer, and "Just asking" ends the matter', async () => {
  await using w = await startWorld();
  const message = await w.says('ana', '#acme-support', 'Is there a status page?');
  const offer = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
  await w.clicks('ana', offer, 'Just asking');
  const answered = w.in('#acme-support').expect('All right, no ticket', { thread: message.ts });
  expect(answered.ts).toBe(offer.ts);
  await w.says('ana', '#acme-support', 'Found it.', message.ts);
  w.in('#triage').expectNone('SUP-');
});

it('a mention after "Just asking" is answered with a new offer that works', async () => {
  await using w = await startWorld();
  const message = await w.says('ana', '#acme-support', 'Is there a status page?');
  const first = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
  await w.clicks('ana', first, 'Just asking');
  w.in('#acme-support').expect('All right, no ticket', { thread: message.ts });

  await w.says('ana', '#acme-support', `<@${w.slack.botUserId}> please do open one`, message.ts);
  const second = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
  expect(second.ts).not.toBe(first.ts);
  await w.clicks('ana', second, 'Open a ticket');
  await w.submits('ana', {});
  expect(w.in('#acme-support').expect('Ticket *SUP-1* was opened').ts).toBe(second.ts);
  expectTicket(w, 'SUP-1', 'Is there a status page?', message.ts);
});

it('every offer in a thread loses its buttons when the ticket is opened', async () => {
  await using w = await startWorld();
  const message = await w.says('ana', '#acme-support', 'The build is red');
  const first = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
  await w.says('art', '#acme-support', `<@${w.slack.botUserId}> ?`, message.ts);
  await w.clicks('ana', first, 'Open a ticket');
  await w.submits('ana', {});
  expectTicket(w, 'SUP-1', 'The build is red', message.ts);
  w.in('#acme-support').expect('Ticket *SUP-1* was opened', { thread: message.ts });
  w.in('#acme-support').expectNone('Just asking');
});

it('a channel that takes in everything opens a ticket at once, with the words of the message', async () => {
  await using w = await startWorld({ editPeople: mode('auto') });
  const message = await w.says('ana', '#acme-support', 'checkout returns 502\nin all regions since 14:10');
  const { triage } = expectTicket(w, 'SUP-1', 'checkout returns 502', message.ts);
  expect(JSON.stringify(triage.blocks)).toContain('in all regions since 14:10');
});

it('a message with files and no words becomes a ticket too', async () => {
  await using w = await startWorld({ editPeople: mode('auto') });
  const message = w.as('ana').say('#acme-support', '', { files: [{ name: 'error.png', content: 'x' }] });
  await w.settle();
  expectTicket(w, 'SUP-1', 'A request without words', message.ts);
});

it('our own people may talk in a customer channel without being offered anything', async () => {
  await using w = await startWorld({ editPeople: mode('auto') });
  await w.says('bo', '#acme-support', 'We upgrade the ingress at noon.');
  w.in('#triage').expectNone('SUP-');
});

it('in a manual channel nothing happens until somebody mentions us, and one mention is one offer', async () => {
  await using w = await startWorld({ editPeople: mode('manual') });
  await w.says('ana', '#acme-support', 'lunch?');
  const message = await w.says('ana', '#acme-support', `<@${w.slack.botUserId}> checkout returns 502`);
  const offer = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
  expect(w.in('#acme-support').count('Shall I open a ticket')).toBe(1);
  await w.clicks('ana', offer, 'Open a ticket');
  await w.submits('ana', {});
  w.in('#acme-support').expect('Ticket *SUP-1* was opened');
  expectTicket(w, 'SUP-1', 'checkout returns 502', message.ts);
});

it('a mention deep in a thread opens the ticket on the thread, with the words that started it', async () => {
  await using w = await startWorld({ editPeople: mode('manual') });
  const root = await w.says('ana', '#acme-support', 'nightly export is empty');
  await w.says('art', '#acme-support', 'same here', root.ts);
  await w.says('ana', '#acme-support', `<@${w.slack.botUserId}> can somebody look?`, root.ts);
  const offer = w.in('#acme-support').expect('Shall I open a ticket', { thread: root.ts });
  await w.clicks('art', offer, 'Open a ticket');
  await w.submits('art', {});
  w.in('#acme-support').expect('Ticket *SUP-1* was opened');
  expectTicket(w, 'SUP-1', 'nightly export is empty', root.ts);
});

it('a 🎫 reaction by a customer opens the ticket at once', async () => {
  await using w = await startWorld({ editPeople: mode('manual') });
  const message = await w.says('ana', '#acme-support', 'disk is filling up');
  w.as('art').react('#acme-support', message.ts, 'ticket');
  await w.settle();
  const { card } = expectTicket(w, 'SUP-1', 'disk is filling up', message.ts);
  expect(JSON.stringify(card.blocks)).toContain('opened by Art');
  w.as('bo').react('#acme-support', message.ts, 'ticket');
  await w.settle();
  w.in('#triage').expectNone('SUP-2');
});

it('a 🎫 reaction by staff works on a message older than the desk, with what was answered to it', async () => {
  let old = '';
  await using w = await startWorld({
    editPeople: mode('manual'),
    prepare: (slack) => {
      old = slack.as('UANA').say('#acme-support', 'certificate expires tomorrow').ts;
      slack.as('UBO').say('#acme-support', 'We renew it tonight.', { thread: old });
    },
  });
  w.as('bo').react('#acme-support', old, 'ticket');
  await w.settle();
  w.in('#acme-support').expect(['*SUP-1* certificate expires tomorrow', 'Bo answered'], { thread: old });
  const triage = w.in('#triage').expect(['SUP-1', 'First response met', 'Assignee: Bo']);
  w.in('#triage').expect('Replies here stay with us', { thread: triage.ts });
});

it('a 🎫 on a reply opens the ticket on its thread, although the desk saw neither', async () => {
  let root = '';
  let reply = '';
  await using w = await startWorld({
    editPeople: mode('manual'),
    prepare: (slack) => {
      root = slack.as('UANA').say('#acme-support', 'certificate expires tomorrow').ts;
      reply = slack.as('UART').say('#acme-support', 'and the other one too', { thread: root }).ts;
    },
  });
  w.as('ana').react('#acme-support', reply, 'ticket');
  await w.settle();
  expectTicket(w, 'SUP-1', 'certificate expires tomorrow', root);
});

it('other reactions, and 🎫 in channels of no customer, mean nothing and keep nothing', async () => {
  await using w = await startWorld({ editPeople: mode('manual') });
  const message = await w.says('ana', '#acme-support', 'disk is filling up');
  const ours = await w.says('bo', '#triage', 'a secret among us');
  w.as('ana').react('#acme-support', message.ts, '+1');
  w.as('bo').react('#triage', ours.ts, 'ticket');
  await w.settle();
  w.in('#triage').expectNone('SUP-');
});

it('staff open a ticket by the message shortcut', async () => {
  await using w = await startWorld({ editPeople: mode('manual') });
  const message = await w.says('ana', '#acme-support', 'login is slow');
  await w.uses('bo', 'open-ticket', '#acme-support', message.ts);
  await w.submits('bo', { priority: 'low' });
  expectTicket(w, 'SUP-1', 'login is slow', message.ts);
});

it('the shortcut on our own posts never takes us for a customer', async () => {
  await using w = await startWorld();
  const message = await w.says('ana', '#acme-support', 'login is slow');
  const offer = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
  await w.uses('bo', 'open-ticket', '#acme-support', offer.ts);
  await w.submits('bo', {});
  w.in('#acme-support').expect('Ticket *SUP-1* was opened');
  const { card, triage } = expectTicket(w, 'SUP-1', 'login is slow', message.ts);
  expect(JSON.stringify(triage.blocks)).not.toContain(' wrote');
  await w.uses('bo', 'open-ticket', '#acme-support', card.ts);
  await w.settle();
  expect(JSON.stringify(w.as('bo').view().blocks)).toContain('is open for this already');
});

it('staff open a ticket where nobody wrote; its card starts the thread, and replies below it belong to it', async () => {
  await using w = await startWorld();
  await w.types('bo', '/ticket new', '#triage');
  await w.submits('bo', { customer: 'acme', summary: 'Ana phoned: VPN is down', description: 'Since noon.' });
  const { card } = expectTicket(w, 'SUP-1', 'Ana phoned: VPN is down');
  expect(card.thread_ts).toBeUndefined();
  const link = `/p${card.ts.replace('.', '')}|`;
  const ofTeam = w.in('#triage').expect(['SUP-1', 'customer thread', link]);
  w.in('#triage').expect(['Replies here stay with us', link], { thread: ofTeam.ts });

  await w.says('ana', '#acme-support', 'It is the Berlin office.', card.ts);
  w.in('#triage').expect(['SUP-1', 'Ana wrote', 'customer thread']);
  await w.says('bo', '#acme-support', 'On it.', card.ts);
  w.in('#acme-support').expect(['SUP-1', 'Bo answered']);
  w.in('#triage').expect(['SUP-1', 'First response met', 'Assignee: Bo']);
});

it('a 🎫 on a reply below the card of a ticket opens no second one', async () => {
  await using w = await startWorld();
  await w.types('bo', '/ticket new', '#acme-support');
  await w.submits('bo', { summary: 'Ana phoned: VPN is down', description: 'Since noon.' });
  const { card } = expectTicket(w, 'SUP-1', 'Ana phoned: VPN is down');
  const reply = await w.says('ana', '#acme-support', 'It is the Berlin office.', card.ts);
  w.as('ana').react('#acme-support', reply.ts, 'ticket');
  await w.settle();
  w.in('#triage').expectNone('SUP-2');
});

it('the clock of a request in a thread that we began starts with what the customer wrote', async () => {
  await using w = await startWorld();
  const news = await w.says('bo', '#acme-support', 'The ingress is upgraded on Monday.');
  await w.says('fay', '#acme-support', 'Done.', news.ts);
  await w.advance({ hours: 6 });
  await w.says('ana', '#acme-support', `<@${w.slack.botUserId}> since then our login fails`, news.ts);
  await w.clicks('ana', w.in('#acme-support').expect('Shall I open a ticket'), 'Open a ticket');
  await w.submits('ana', { summary: 'login fails' });
  w.in('#acme-support').expect('Ticket *SUP-1* was opened');
  const { card } = expectTicket(w, 'SUP-1', 'login fails', news.ts);
  expect(JSON.stringify(card.blocks)).toContain('First answer by');
});

describe('the clock of a ticket in an old thread', () => {
  /** When the first answer is due on the card, in minutes after `w` began. */
  const due = (w: World) => {
    const [, at] =
      /First response due <!date\^(\d+)/.exec(JSON.stringify(w.in('#triage').expect(['SUP-1', 'Assignee']).blocks)) ??
      [];
    return (Number(at) * 1000 - berlin('2026-03-02T09:00')) / 60_000;
  };
  /** A thread of Ana's from the morning, which Bo answered; in the afternoon Art adds something. */
  async function oldThread() {
    const w = await startWorld({ editPeople: mode('manual') });
    w.ignorePosts();
    const root = await w.says('ana', '#acme-support', 'nightly export is empty');
    await w.says('bo', '#acme-support', 'Fixed.', root.ts);
    await w.until('2026-03-02T14:00');
    const again = await w.says('art', '#acme-support', 'now it is empty again', root.ts);
    await w.until('2026-03-02T14:30');
    return { w, root: root.ts, again: again.ts };
  }
  const MEDIUM = 240;

  it('starts with the message that mentions us', async () => {
    const { w, root } = await oldThread();
    await using _ = w;
    await w.says('ana', '#acme-support', `<@${w.slack.botUserId}> please look`, root);
    await w.advance({ minutes: 10 });
    await w.clicks('ana', w.in('#acme-support').expect('Shall I open a ticket'), 'Open a ticket');
    await w.submits('ana', { priority: 'medium' });
    expect(due(w)).toBeCloseTo(330 + MEDIUM, 0);
    expect(shown(w.in('#triage').expect(['SUP-1', 'Assignee']))).not.toContain('Bo answered');
  });

  it('starts with the message that somebody puts a 🎫 on', async () => {
    const { w, again } = await oldThread();
    await using _ = w;
    w.as('bo').react('#acme-support', again, 'ticket');
    await w.settle();
    expect(due(w)).toBeCloseTo(300 + MEDIUM, 0);
  });

  it('starts with what the customer wrote last when one of us mentions us there', async () => {
    const { w, root } = await oldThread();
    await using _ = w;
    await w.says('bo', '#acme-support', `<@${w.slack.botUserId}> a ticket for this`, root);
    await w.clicks('bo', w.in('#acme-support').expect('Shall I open a ticket'), 'Open a ticket');
    await w.submits('bo', { priority: 'medium' });
    expect(due(w)).toBeCloseTo(300 + MEDIUM, 0);
  });

  it('starts with the message on which somebody uses the shortcut, also after the form was changed', async () => {
    const { w, again } = await oldThread();
    await using _ = w;
    await w.says('ana', '#acme-support', 'and the weekly one', w.slack.messages('#acme-support')[0]?.ts);
    await w.uses('bo', 'open-ticket', '#acme-support', again);
    await w.as('bo').clickInView({ block_id: 'priority' }, 'medium');
    await w.settle();
    await w.submits('bo', {});
    expect(due(w)).toBeCloseTo(300 + MEDIUM, 0);
    w.in('#triage').expect(['SUP-1', 'Ana wrote']);
  });

  it('starts with the first message when it is opened on that, and answers given since count', async () => {
    const { w, root } = await oldThread();
    await using _ = w;
    w.as('bo').react('#acme-support', root, 'ticket');
    await w.settle();
    w.in('#triage').expect(['SUP-1', 'First response met']);
  });
});

it('an answer that a shortcut showed us before its event came counts all the same', async () => {
  await using w = await startWorld();
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  w.slack.faults.holdEvents();
  const reply = w.as('bo').say('#acme-support', 'On it.', { thread });
  await w.uses('bo', 'open-ticket', '#acme-support', reply.ts);
  w.slack.faults.releaseEvents('kept');
  await w.settle();
  w.in('#triage').expect(['SUP-1', 'First response met', 'Assignee: Bo']);
});

it('a message is offered a ticket although a shortcut showed it before its event came', async () => {
  await using w = await startWorld();
  w.slack.faults.holdEvents();
  const { ts } = w.as('ana').say('#acme-support', 'login is slow');
  await w.uses('bo', 'open-ticket', '#acme-support', ts);
  w.as('bo').close();
  w.slack.faults.releaseEvents('kept');
  await w.settle();
  w.in('#acme-support').expect('Shall I open a ticket', { thread: ts });
});

it('staff open a ticket for the customer in whose channel they type', async () => {
  await using w = await startWorld();
  await w.types('bo', '/ticket new', '#acme-support');
  expect(
    w
      .as('bo')
      .view()
      .blocks.some((block) => block.block_id === 'customer'),
  ).toBe(false);
  await w.submits('bo', { summary: 'Planned upgrade', description: 'Tonight.' });
  expectTicket(w, 'SUP-1', 'Planned upgrade');
});

it('the form says what the chosen priority promises, and treats a request with a workaround one step lower', async () => {
  await using w = await startWorld();
  const message = await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.clicks('ana', w.in('#acme-support').expect('Shall I open a ticket'), 'Open a ticket');
  const form = () => JSON.stringify(w.as('ana').view().blocks);
  await w.as('ana').clickInView({ block_id: 'priority' }, 'critical');
  await w.settle();
  expect(form()).toContain('First answer within 1 h');
  await w.as('ana').clickInView({ block_id: 'workaround' }, 'yes');
  await w.settle();
  expect(form()).toContain('First answer within 2 h');
  await w.submits('ana', {});
  w.in('#acme-support').expect('Ticket *SUP-1* was opened');
  const { card } = expectTicket(w, 'SUP-1', 'checkout returns 502', message.ts);
  expect(JSON.stringify(card.blocks)).toContain('High');
});

it('people of other organisations are offered no command and no shortcut', async () => {
  await using w = await startWorld({ editPeople: mode('manual') });
  const message = await w.says('ana', '#acme-support', 'disk is filling up');
  await expect(w.as('ana').command('/ticket', 'new', { channel: '#acme-support' })).rejects.toThrow('not a valid');
  await expect(w.as('ana').messageShortcut('open-ticket', '#acme-support', message.ts)).rejects.toThrow('no message');
});
