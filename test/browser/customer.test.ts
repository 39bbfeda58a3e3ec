import { expect, it } from 'vitest';
import { startVisit } from './visit.ts';

const ACME = '#acme-support';

it('a customer writes, is offered a ticket, and reads what is promised before opening it', async () => {
  await using visit = await startVisit();
  await visit.becomes('Ana');
  await visit.goesTo(ACME);
  await visit.says(ACME, 'Checkout returns 502 since 08:50\nWe restarted the shop, no change.');
  await visit.opensThreadOf(visit.message(visit.log(ACME), 'Checkout returns 502'));
  await visit.presses(visit.message(visit.thread, 'Shall I open a ticket for this'), 'Open a ticket');

  const form = visit.form('Open a ticket');
  await form.waitFor();
  expect(await form.getByRole('textbox', { name: 'Summary' }).inputValue()).toBe('Checkout returns 502 since 08:50');
  expect(await form.getByRole('textbox', { name: 'What happens?' }).inputValue()).toContain('We restarted the shop');
  await form.getByText('First answer within 4 h').waitFor();
  await visit.chooses(form, 'How bad is it?', /Critical/);
  await form.getByText('First answer within 1 h, around the clock').waitFor();
  await visit.chooses(form, 'Is there a workaround?', /^Yes/);
  await form.getByText('First answer within 2 h').waitFor();
  await visit.chooses(form, 'Environment', 'Production');
  await visit.presses(form, 'Open');

  const card = visit.message(visit.thread, 'SUP-1', 'opened by Ana');
  await card
    .filter({ hasText: /High/ })
    .filter({ hasText: 'Bo is on support now. First answer by today 11:0' })
    .waitFor();
  await visit.message(visit.thread, 'Ticket SUP-1 was opened.').waitFor();
  expect(await card.getByRole('button').allInnerTexts()).toEqual(
    expect.arrayContaining(['Add details', 'Escalate', 'Close']),
  );
});

it('a form with something missing says so beside the field, and keeps the rest', async () => {
  await using visit = await startVisit();
  await visit.becomes('Ana');
  await visit.goesTo(ACME);
  await visit.says(ACME, 'The registry is slow');
  await visit.opensThreadOf(visit.message(visit.log(ACME), 'The registry is slow'));
  await visit.presses(visit.thread, 'Open a ticket');
  const form = visit.form('Open a ticket');
  const summary = form.getByRole('textbox', { name: 'Summary' });
  await summary.fill('   ');
  await form.getByRole('textbox', { name: 'What happens?' }).fill('Pulling takes a minute');
  await visit.presses(form, 'Open');
  await form
    .getByRole('alert')
    .or(form.getByText(/please/i))
    .first()
    .waitFor();
  expect(await summary.getAttribute('aria-invalid')).toBe('true');
  expect(await form.getByRole('textbox', { name: 'What happens?' }).inputValue()).toBe('Pulling takes a minute');
  await summary.fill('Registry is slow');
  await visit.presses(form, 'Open');
  await visit.message(visit.thread, 'SUP-1', 'Registry is slow').waitFor();
});

it('a ticket can be opened with the keyboard alone', async () => {
  await using visit = await startVisit();
  const { page } = visit;
  const tabTo = async (what: ReturnType<typeof page.getByRole>): Promise<void> => {
    for (let i = 0; i < 80; i++) {
      if (await what.evaluate((node) => node.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Eighty times Tab did not reach ${what}.`);
  };
  const acting = page.getByRole('combobox', { name: 'Acting as' });
  await tabTo(acting);
  await page.keyboard.press('Enter');
  await page.locator('[aria-label="Search in Acting as"]:focus').waitFor();
  await page.keyboard.type('Ana');
  await page.keyboard.press('Enter');
  await acting.filter({ hasText: 'Ana' }).waitFor();

  await tabTo(page.getByRole('textbox', { name: `Message ${ACME}` }));
  await page.keyboard.type('Nobody can log in');
  await page.keyboard.press('Enter');
  const threadLine = visit.message(visit.log(ACME), 'Nobody can log in').getByRole('button', { name: /1 reply/ });
  await threadLine.waitFor();
  await tabTo(threadLine);
  await page.keyboard.press('Enter');
  await tabTo(visit.thread.getByRole('button', { name: 'Open a ticket' }));
  await page.keyboard.press('Enter');

  const form = visit.form('Open a ticket');
  await form.waitFor();
  await tabTo(form.getByRole('combobox', { name: 'How bad is it?' }));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await form.getByText('First answer within 2 h').waitFor();
  await tabTo(form.getByRole('button', { name: 'Open', exact: true }));
  await page.keyboard.press('Enter');
  await visit.message(visit.thread, 'SUP-1', 'Nobody can log in', /High/).waitFor();
});

it('people of other organisations are offered no command and no shortcut, and need none', async () => {
  await using visit = await startVisit();
  const { page } = visit;
  await visit.becomes('Gil');
  await visit.goesTo('#globex-support');
  await page.getByRole('textbox', { name: 'Message #globex-support' }).fill('/');
  expect(await page.getByRole('option').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Shortcuts' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: /triage|handover|App Home/ }).count()).toBe(0);
  await visit.says('#globex-support', 'The export has stopped');
  const message = visit.message(visit.log('#globex-support'), 'The export has stopped');
  await message.hover();
  await message.getByRole('button', { name: 'More message actions' }).click();
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Edit message', 'Delete message']);
  await page.keyboard.press('Escape');
  await message.hover();
  await message.getByRole('button', { name: 'React with ticket' }).click();
  await visit.opensThreadOf(message);
  await visit.message(visit.thread, 'SUP-1', 'The export has stopped', 'opened by Gil').waitFor();
});

it('"Just asking" makes no ticket, and says how to change one’s mind', async () => {
  await using visit = await startVisit();
  await visit.becomes('Art');
  await visit.goesTo(ACME);
  await visit.says(ACME, 'When is your office open?');
  await visit.opensThreadOf(visit.message(visit.log(ACME), 'When is your office open?'));
  await visit.presses(visit.thread, 'Just asking');
  await visit.message(visit.thread, 'no ticket', 'Mention me here if you change your mind').waitFor();
  expect(await visit.thread.getByRole('button', { name: 'Open a ticket' }).count()).toBe(0);
  await visit.becomes('Bo');
  await visit.goesTo('#triage');
  await visit.log('#triage').getByText('No messages yet').waitFor();
});
