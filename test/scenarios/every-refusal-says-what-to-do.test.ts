import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { Found } from '../world/claims.ts';
import { startWorld, type World } from '../world/world.ts';

type Who = Parameters<World['as']>[0];

async function withTicket(options: Parameters<typeof startWorld>[0] = {}): Promise<{ w: World; thread: string }> {
  const w = await startWorld(options);
  const { ts: thread } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  w.ignorePosts();
  return { w, thread };
}

const triage = (w: World, ...words: string[]) => w.in('#triage').expect(['SUP-1', 'login is slow', ...words]);
const card = (w: World, ...words: string[]) => w.in('#acme-support').expect(['*SUP-1* login is slow', ...words]);

/** The sentence a person of another organisation reads: a form, since nothing promises them our whispers. */
const told = (w: World, person: Who): string => {
  const view = w.as(person).views().at(-1);
  return view?.title?.text === 'That did not work' ? JSON.stringify(view.blocks) : '';
};

const whispered = (w: World, person: Who): string => w.slack.ephemerals(`U${person.toUpperCase()}`).at(-1)?.text ?? '';

/** The same buttons in a channel where they never should have come to stand. */
async function leak(w: World, message: Found, channel: string): Promise<Found> {
  const slack = new WebClient(w.config.botToken, { slackApiUrl: w.config.apiUrl });
  const posted = await slack.chat.postMessage({ channel, text: 'leaked', blocks: message.blocks as never });
  return { ...message, channel, ts: posted.ts as string };
}

describe('a customer who gets hold of the buttons of staff', () => {
  it.each(['Claim', 'Assign…', 'Hold…', 'Resolve…', 'Explain clock'])(
    'is told that %s is for staff, and nothing changes',
    async (button) => {
      const { w } = await withTicket();
      await using _ = w;
      const leaked = await leak(w, triage(w), 'CACME');
      await w.clicks('ana', leaked, button);
      expect(told(w, 'ana')).toMatch(
        /Only support staff can .* Write in your ticket's thread and we take care of it\./,
      );
      triage(w, 'Assignee: nobody yet', 'First response due');
    },
  );

  it('is told that merging is for staff', async () => {
    const { w } = await withTicket();
    await using _ = w;
    const leaked = await leak(w, triage(w), 'CACME');
    const value = JSON.stringify({ ticketId: 1, open: 'merge' });
    await w.as('ana').overflow('CACME', leaked.ts, 'ticket-more', value);
    await w.settle();
    expect(told(w, 'ana')).toContain('Only support staff can merge tickets.');
  });

  it('cannot change the priority, accept a call or see a list', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('bo', triage(w), 'Escalate…');
    await w.submits('bo', { reason: 'stuck' });
    const page = w.dm('cy').expect('Accept');
    const call = await leak(w, page, 'CACME');
    await w.clicks('ana', call, 'Accept');
    expect(told(w, 'ana')).toContain('This call went to somebody else.');
    await w.as('ana').close();
    const leaked = await leak(w, triage(w), 'CACME');
    const low = JSON.stringify({ ticketId: 1, priority: 'low' });
    await w.as('ana').select('CACME', leaked.ts, 'ticket-priority', low);
    await w.settle();
    expect(told(w, 'ana')).toContain('You may not change the priority.');
    triage(w, '🟡 Medium', 'Help asked for');
  });
});

describe('people of another customer', () => {
  it.each(['Add details', 'Escalate', 'Close'])('cannot press %s on a ticket of another channel', async (button) => {
    const { w } = await withTicket();
    await using _ = w;
    const leaked = await leak(w, card(w), 'CGLOBEX');
    await w.clicks('gil', leaked, button);
    expect(told(w, 'gil')).toContain('That ticket belongs to another channel. Use the card in your own channel.');
    card(w, 'First answer by');
  });
});

describe('people of ours who are not staff', () => {
  it('are told so by a whisper, in channel and command', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.importPeople((text) => text.replace('  UCY: staff\n', '').replace('[UCY]', '[]'));
    await w.clicks('cy', triage(w), 'Claim');
    expect(whispered(w, 'cy')).toMatch(/^Only support staff can claim tickets\./);
    await w.types('cy', '/ticket list');
    expect(whispered(w, 'cy')).toMatch(/^Only support staff can see the queue\./);
    await w.types('cy', '/ticket new');
    expect(whispered(w, 'cy')).toMatch(/^Only support staff can open tickets for customers\./);
    await w.types('cy', '/ticket 1');
    expect(whispered(w, 'cy')).toMatch(/^Only support staff can look up tickets\./);
    await w.types('cy', '/ticket due 1');
    expect(whispered(w, 'cy')).toMatch(/^There is no ticket SUP-1 in this channel\./);
    await w.types('cy', '/oncall');
    expect(whispered(w, 'cy')).toMatch(/^Only support staff can see who is on call/);
    triage(w, 'Assignee: nobody yet');
  });
});

describe('a form that was opened in time and sent too late', () => {
  const notStaffAnyMore = (w: World) =>
    w.importPeople((text) => text.replace('  UCY: staff\n', '').replace('[UCY]', '[]'));

  it.each([
    ['Escalate', { reason: 'stuck' }, 'reason'],
    ['Add details', { text: 'something I know' }, 'text'],
  ])('%s is refused to whom the ticket is none of theirs any more', async (button, fields, field) => {
    const { w } = await withTicket();
    await using _ = w;
    const leaked = await leak(w, card(w), 'CTRIAGE');
    await w.clicks('cy', leaked, button);
    await notStaffAnyMore(w);
    const sent = await w.submits('cy', fields);
    expect(sent.errors?.[field]).toBe('That ticket belongs to another channel. Use the card in your own channel.');
    card(w, 'First answer by', 'Escalate');
    triage(w, 'Assignee: nobody yet');
    expect(w.slack.dm('UELI')).toEqual([]);
    expect(JSON.stringify(w.slack.messages('#triage'))).not.toContain('something I know');
  });
});

describe('a stale button or form of a ticket that is over', () => {
  /** The card as it was while the ticket was open. */
  async function over(w: World): Promise<{ staff: Found; customer: Found }> {
    const staff = await leak(w, triage(w), 'CTRIAGE');
    const customer = await leak(w, card(w), 'CACME');
    await w.clicks('ana', card(w), 'Close');
    triage(w, 'closed by Ana');
    return { staff, customer };
  }

  it('answers staff with the way out', async () => {
    const { w } = await withTicket();
    await using _ = w;
    const { staff } = await over(w);
    await w.clicks('bo', staff, 'Claim');
    expect(whispered(w, 'bo')).toBe("SUP-1 is closed, so it can't be assigned. Reopen it first.");
    await w.clicks('bo', staff, 'Hold…');
    const held = await w.submits('bo', { reason: 'data', note: 'Which one?' });
    expect(held.errors?.reason).toBe("SUP-1 is closed, so it can't be put on hold. Reopen it first.");
    await w.as('bo').close();
    await w.clicks('bo', staff, 'Resolve…');
    const resolved = await w.submits('bo', { note: 'Done.' });
    expect(resolved.errors?.note).toBe('SUP-1 is closed already. Reopen it first, or leave it.');
    expect(w.as('bo').view().state.values.note?.value?.value).toBe('Done.');
  });

  it('answers customers with what they can do', async () => {
    const { w } = await withTicket();
    await using _ = w;
    const { customer } = await over(w);
    await w.clicks('ana', customer, 'Escalate');
    const escalated = await w.submits('ana', { reason: 'production is down' });
    expect(escalated.errors?.reason).toBe(
      "SUP-1 is closed, so it can't be escalated. Write in its thread if it is not solved.",
    );
    expect(w.slack.dm('UCY')).toEqual([]);
    await w.as('ana').close();
    await w.clicks('ana', customer, 'Close');
    card(w, 'This ticket is closed.');
  });
});

describe('forms', () => {
  it('two people with the same form open: the second keeps what they wrote and reads where it belongs', async () => {
    await using w = await startWorld();
    w.ignorePosts();
    const message = await w.says('ana', '#acme-support', 'login is slow');
    const offer = w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts });
    await w.clicks('ana', offer, 'Open a ticket');
    await w.clicks('art', offer, 'Open a ticket');
    await w.submits('ana', {});
    const second = await w.submits('art', { summary: 'VPN is slow too' });
    expect(Object.values(second.errors ?? {})).toEqual([
      'SUP-1 was opened for this meanwhile. Copy what it lacks into the thread, then cancel this form.',
    ]);
    expect(w.as('art').view().state.values.summary?.value?.value).toBe('VPN is slow too');
    w.in('#triage').expectNone('SUP-2');
  });

  it('take as many characters as Slack lets people write, whatever characters they are', async () => {
    await using w = await startWorld();
    w.ignorePosts();
    const long = '𝕏'.repeat(150);
    await w.says('ana', '#acme-support', `${long}${long}`);
    await w.clicks('ana', w.in('#acme-support').expect('Shall I open a ticket'), 'Open a ticket');
    const outcome = await w.submits('ana', { description: '𝕏'.repeat(3000) });
    expect(outcome.errors).toBeUndefined();
    w.in('#acme-support').expect(['*SUP-1*', `${'𝕏'.repeat(149)}…`, 'Add details']);
  });

  it('a shortcut where no customer is says so', async () => {
    await using w = await startWorld();
    const message = await w.says('bo', '#handover', 'who took the keys?');
    await w.uses('bo', 'open-ticket', '#handover', message.ts);
    expect(whispered(w, 'bo')).toBe(
      'This channel belongs to no customer yet. A lead can set it up with `firstline import`.',
    );
  });

  it('a call that was accepted cannot be accepted by the next person', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('bo', triage(w), 'Escalate…');
    await w.submits('bo', { reason: 'stuck' });
    const first = await leak(w, w.dm('cy').expect('Accept'), w.slack.dmChannel('UCY') as string);
    await w.advance({ minutes: 16 });
    await w.clicks('eli', w.dm('eli').expect('Accept'), 'Accept');
    await w.clicks('cy', first, 'Accept');
    expect(whispered(w, 'cy')).toBe('SUP-1 was taken by Eli.');
    triage(w, 'Assignee: Eli');
  });

  it('help is asked for once', async () => {
    const { w } = await withTicket();
    await using _ = w;
    await w.clicks('fay', triage(w), 'Escalate…');
    await w.clicks('bo', triage(w), 'Escalate…');
    await w.submits('bo', { reason: 'stuck' });
    const second = await w.submits('fay', { reason: 'me too' });
    expect(second.errors?.reason).toBe('Help with SUP-1 is being asked for already.');
  });
});

describe('commands', () => {
  it.each([
    ['/ticket 999', 'There is no ticket SUP-999. See what is open with /ticket list.'],
    ['/ticket SUP-99999999999999999999', 'There is no ticket SUP-'],
    ['/ticket frobnicate <!channel>', "I don't know “frobnicate &lt;!channel&gt;”"],
    ['/oncall yesterday', "I don't know “yesterday”"],
  ])('%s is answered to the person alone', async (line, words) => {
    await using w = await startWorld();
    await w.types('bo', line);
    expect(whispered(w, 'bo')).toContain(words);
    expect(w.slack.ephemerals('UBO')).toHaveLength(1);
  });
});

describe('a customer whose tier the policy does not know', () => {
  it('is served all the same, and the lead hears what to mend, once', async () => {
    await using w = await startWorld();
    await w.changePolicy((text) => text.replaceAll('premium', 'platinum'));
    await w.restart();
    w.dm('dee').expect(['*Acme* has the tier “premium”', 'no clock runs', 'essential, advanced, platinum']);
    await w.restart();
    expect(w.dm('dee').count('has the tier')).toBe(1);
    const message = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
    card(w, 'An answer is on its way');
    triage(w, 'Acme (Premium)');
    await w.says('bo', '#acme-support', 'Looking.', message.ts);
    card(w, 'Bo answered');
    await w.types('bo', '/ticket 1');
    expect(whispered(w, 'bo')).toContain('SUP-1');
  });

  it('a ticket outlives the words of its policy', async () => {
    const { w, thread } = await withTicket();
    await using _ = w;
    await w.clicks('bo', triage(w), 'Hold…');
    await w.submits('bo', { reason: 'data' });
    await w.changePolicy((text) =>
      text.replaceAll('medium', 'moderate').replace('key: data', 'key: logs').replaceAll('incident', 'outage'),
    );
    await w.restart();
    await w.says('ana', '#acme-support', 'Here they are.', thread);
    triage(w, 'Ana wrote', '🟡 Medium', 'Hold…');
    await w.clicks('bo', triage(w), 'Claim');
    await w.clicks('bo', triage(w), 'Resolve…');
    await w.submits('bo', { note: 'Done.' });
    card(w, 'Resolved by Bo');
    expect((await w.running.timers.health()).parked).toBe(0);
  });
});
