import { expect, it } from 'vitest';
import { startVisit, type Visit } from './visit.ts';

const ACME = '#acme-support';
const TRIAGE = '#triage';

/** Ana's message becomes a ticket of this priority; what it is about is answered as the words to find it by. */
async function ticketOfAna(visit: Visit, priority: RegExp): Promise<string> {
  const words = 'Checkout returns 502 in all regions';
  await visit.becomes('Ana');
  await visit.goesTo(ACME);
  await visit.says(ACME, words);
  await visit.opensThreadOf(visit.message(visit.log(ACME), words));
  await visit.presses(visit.thread, 'Open a ticket');
  const form = visit.form('Open a ticket');
  await visit.chooses(form, 'How bad is it?', priority);
  await visit.presses(form, 'Open');
  await visit.message(visit.thread, 'SUP-1', 'opened by Ana').waitFor();
  return words;
}

const card = (visit: Visit) => visit.message(visit.log(TRIAGE), 'SUP-1', 'Assignee:');

it('first line claims in triage and answers in the thread, and both cards say so', async () => {
  await using visit = await startVisit();
  const words = await ticketOfAna(visit, /Critical/);
  await visit.becomes('Bo');
  await visit.goesTo(TRIAGE);
  await visit.presses(card(visit), 'Claim');
  await card(visit).filter({ hasText: 'Assignee: Bo' }).waitFor();
  expect(await card(visit).getByRole('button', { name: 'Claim' }).count()).toBe(0);

  await card(visit).getByRole('link', { name: 'customer thread' }).click();
  await visit.message(visit.thread, words).waitFor();
  await visit.replies('On it, Ana.');
  await visit.message(visit.thread, 'SUP-1', /Bo answered today 09:0/).waitFor();
  await visit.goesTo(TRIAGE);
  await card(visit).filter({ hasText: 'First response met' }).waitFor();
});

it('moving the time brings the warning to the person on shift, who claims from it', async () => {
  await using visit = await startVisit();
  await ticketOfAna(visit, /Critical/);
  await visit.becomes('Bo');
  await visit.moves('+5 min', 7);
  await visit.page.getByRole('navigation').getByRole('link', { name: 'Firstline, 1 unread' }).waitFor();
  await visit.goesTo('Firstline');
  const warning = visit.message(visit.log('Firstline'), 'SUP-1', 'first response due in', 'You are on support now');
  await visit.presses(warning, 'Claim');
  const heeded = visit.message(visit.log('Firstline'), 'SUP-1', 'Bo has it.');
  await heeded.waitFor();
  expect(await heeded.getByRole('button', { name: 'Claim' }).count()).toBe(0);
  await visit.goesTo(TRIAGE);
  await card(visit).filter({ hasText: 'Assignee: Bo' }).waitFor();
});

it('help is asked for and accepted, and the customer reads only that a specialist is on it', async () => {
  await using visit = await startVisit();
  await ticketOfAna(visit, /Critical/);
  await visit.becomes('Bo');
  await visit.goesTo(TRIAGE);
  await visit.presses(card(visit), 'Escalate…');
  const form = visit.form('Escalate SUP-1');
  await visit.presses(form, 'Ask for help');
  await form.locator('[aria-label="Why?"][aria-invalid=true]').waitFor();
  await form.getByRole('textbox', { name: 'Why?' }).fill('The ingress drops every third connection.');
  await form.getByRole('textbox', { name: 'What was tried?' }).fill('Restarted it.');
  await visit.presses(form, 'Ask for help');
  await card(visit).filter({ hasText: 'Help asked for (Ops duty)' }).waitFor();

  await visit.becomes('Cy');
  await visit.goesTo('Firstline');
  const call = visit.message(visit.log('Firstline'), 'Bo asks Ops duty for help', 'The ingress drops', 'Restarted it.');
  await visit.presses(call, 'Accept');
  await call.filter({ hasText: 'You took it' }).waitFor();
  await visit.goesTo(TRIAGE);
  await card(visit).filter({ hasText: 'Assignee: Cy' }).waitFor();

  await visit.becomes('Ana');
  await visit.goesTo(ACME);
  await visit.opensThreadOf(visit.message(visit.log(ACME), 'Checkout returns 502'));
  await visit.message(visit.thread, 'Cy, a specialist, is on').first().waitFor();
  const read = await visit.thread.textContent();
  for (const inner of ['Ops duty', 'ingress', 'Restarted', 'Bo asks']) expect(read).not.toContain(inner);
});

it('a resolved ticket tells the customer what it was, and offers the team only to reopen it', async () => {
  await using visit = await startVisit();
  await ticketOfAna(visit, /High/);
  await visit.becomes('Bo');
  await visit.goesTo(TRIAGE);
  await visit.presses(card(visit), 'Resolve…');
  const form = visit.form('Resolve SUP-1');
  await form.getByRole('textbox', { name: 'Note to the customer' }).fill('A node was out of memory. We replaced it.');
  await visit.presses(form, 'Resolve');
  await card(visit).filter({ hasText: 'Resolved' }).getByRole('button', { name: 'Reopen' }).waitFor();
  expect(
    await card(visit)
      .getByRole('button', { name: /Claim|Escalate|Hold|Resolve/ })
      .count(),
  ).toBe(0);
  await visit.becomes('Ana');
  await visit.goesTo(ACME);
  await visit.opensThreadOf(visit.message(visit.log(ACME), 'Checkout returns 502'));
  await visit.message(visit.thread, 'Resolved by Bo: A node was out of memory. We replaced it.').waitFor();
});

it('the end of a shift hands over what is open, and the next one accepts', async () => {
  await using visit = await startVisit('2026-03-02T17:30');
  await ticketOfAna(visit, /Medium/);
  await visit.becomes('Eli');
  await visit.moves('to 18:00');
  await visit.goesTo('#handover');
  const handover = visit.message(visit.log('#handover'), 'Weekday support: Bo → Eli', 'SUP-1');
  await visit.presses(handover, 'Accept handover');
  await handover.filter({ hasText: /accepted by Eli/ }).waitFor();
  expect(await handover.getByRole('button', { name: 'Accept handover' }).count()).toBe(0);
});

it('what somebody may not do is refused to them alone, with a sentence that says who may', async () => {
  await using visit = await startVisit();
  await ticketOfAna(visit, /Medium/);
  await visit.becomes('Fay');
  await visit.goesTo(TRIAGE);
  await visit.chooses(card(visit), 'Priority', /Critical/);
  const refusal = visit.message(visit.log(TRIAGE), 'Only visible to you');
  await refusal.filter({ hasText: /priority/i }).waitFor();
  await card(visit).filter({ hasText: 'Medium' }).waitFor();
  await visit.says(TRIAGE, '/ticket 99');
  await visit.message(visit.log(TRIAGE), 'Only visible to you', 'SUP-99').waitFor();
});

it('the Home tab shows who is on and who looks for cover, and follows what is done in it and elsewhere', async () => {
  await using visit = await startVisit();
  await visit.becomes('Bo');
  await visit.link('App Home').click();
  const home = visit.page.getByRole('main');
  await home.getByText('now Bo · Tue 3 Fay · Wed 4 Bo').waitFor();
  await visit.presses(home.locator('.section', { hasText: 'Wed 4 Mar' }), 'Ask for cover…');
  const form = visit.form('Ask for cover');
  await visit.presses(form, 'Ask everybody');
  await visit.presses(form, 'Close');
  await home.getByText('you ask').waitFor();
  await visit.becomes('Fay');
  await visit.link('App Home').click();
  await visit.presses(home, "I'll take it");
  await home.getByText('Tue 3 Fay · Wed 4 Fay · Thu 5 Fay').waitFor();
  expect(await home.getByText('Bo asks').count()).toBe(0);
});

it('Escape closes a form once, also in a field of the browser’s own, and so does a double click', async () => {
  await using visit = await startVisit();
  const { page } = visit;
  await visit.becomes('Bo');
  await page.getByRole('link', { name: /App Home/ }).click();
  const form = visit.form("I'm away");
  await visit.presses(page.getByRole('main'), "I'm away…");
  await form.getByLabel('First day').focus();
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await visit.presses(page.getByRole('main'), "I'm away…");
  await form.getByRole('button', { name: 'Cancel' }).dblclick();
  await form.waitFor({ state: 'detached' });
  expect(await page.getByText('No form is open').count()).toBe(0);
});
