import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plain } from '../../demo/paint.ts';
import { play } from '../../demo/play.ts';
import type { Stage } from '../../demo/stage.ts';
import { Terminal } from '../../demo/terminal.ts';
import type { Channel } from '../../simulator/protocol.ts';
import { NARROW, startStage, type Visit, visit, WIDE } from './visit.ts';

const LOOKS: Record<string, BrowserContextOptions> = {
  'wide and light': { viewport: WIDE, colorScheme: 'light' },
  'wide and dark': { viewport: WIDE, colorScheme: 'dark' },
  'narrow and light': { viewport: NARROW, colorScheme: 'light' },
  'narrow and dark': { viewport: NARROW, colorScheme: 'dark' },
};

const LONG = 'https://registry.example/v2/team/a-very-long-path-without-a-place-to-break-it/'.repeat(3);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage('2026-03-02T09:00', true);
  const terminal = new Terminal({
    write: () => {},
    paint: plain,
    zone: 'Europe/Berlin',
    wait: async () => {},
    speed: 0,
  });
  await play(stage, terminal, new AbortController().signal);
  stage.clock.release();
  stage.slack.as('UANA').say('#acme-support', `\`\`\`\npull ${LONG}\n\`\`\`\nthe same without code: ${LONG}`);
}, 60_000);
afterAll(() => stage.stop());

/** Everybody's own messages, and each channel once with a customer's and once with Bo's eyes. */
const isSeenBy = (id: string, { kind, members }: Pick<Channel, 'kind' | 'members'>): boolean =>
  members.includes(id) && (kind === 'im' || ['UANA', 'UGIL', 'UBO'].includes(id));

/** What is wider than the room it has, which makes a page scroll sideways or hides what is on the right. */
async function tooWide({ page }: Visit): Promise<string[]> {
  return page
    .locator('html, header, main, nav, aside, section, dialog, .dialog-body, [role=log], article')
    .evaluateAll((nodes) =>
      nodes
        .filter((node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1)
        .map((node) => `${node.tagName} ${node.getAttribute('aria-label') ?? node.className}`),
    );
}

/** With `PICTURES=<folder>`, what was looked at is kept there to be looked at by people too. */
async function looksAt(visiting: Visit, look: string, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder) {
    await mkdir(folder, { recursive: true });
    await visiting.page.screenshot({ path: join(folder, `${name}, ${look}.png`.replaceAll(/[ #/]+/g, '-')) });
  }
  expect.soft(await tooWide(visiting), name).toEqual([]);
}

it.each(Object.keys(LOOKS))('every channel, thread and direct message fits its place: %s', async (look) => {
  await using visiting = await visit(stage, LOOKS[look]);
  const { page } = visiting;
  for (const person of ['ana', 'gil', 'bo', 'cy', 'dee', 'eli']) {
    const id = `U${person.toUpperCase()}`;
    await page.goto(`${stage.slack.url}/#/${id}`);
    await page.reload();
    // The page goes to a place of its own first; going elsewhere before that would be overtaken by it.
    await page.getByRole('log').first().waitFor();
    for (const channel of stage.slack.snapshot().channels.filter((one) => isSeenBy(id, one))) {
      const place = channel.kind === 'im' ? 'Firstline' : `#${channel.name}`;
      await page.goto(`${stage.slack.url}/#/${id}/${channel.id}`);
      await visiting.log(place).waitFor();
      await looksAt(visiting, look, `${person} ${place}`);
      if (channel.kind === 'im') continue;
      const threads = visiting.log(place).getByRole('button', { name: /\d repl/ });
      for (let i = 0; i < (await threads.count()); i++) {
        await page.goto(`${stage.slack.url}/#/${id}/${channel.id}`);
        await visiting.thread.waitFor({ state: 'detached' });
        await threads.nth(i).click();
        await visiting.thread.getByText(/\d repl/).waitFor();
        await looksAt(visiting, look, `${person} ${place} thread ${i + 1}`);
      }
    }
  }
});

it.each(Object.keys(LOOKS))('every form fits its place: %s', async (look) => {
  await using visiting = await visit(stage, LOOKS[look]);
  const { page } = visiting;
  const opensForm = async (title: string, from: () => Promise<void>) => {
    await from();
    await visiting.form(title).waitFor();
    await looksAt(visiting, look, `form ${title}`);
    await page.keyboard.press('Escape');
    await visiting.form(title).waitFor({ state: 'detached' });
  };
  await page.goto(`${stage.slack.url}/#/UANA/CACME`);
  await visiting
    .message(visiting.log('#acme-support'), 'the same without code')
    .getByRole('button', { name: '1 reply' })
    .click();
  await opensForm('Open a ticket', () => visiting.presses(visiting.thread, 'Open a ticket'));
  await page.goto(`${stage.slack.url}/#/UBO/CTRIAGE`);
  const card = visiting.message(visiting.log('#triage'), 'SUP-3', 'Assignee:');
  await opensForm('Assign SUP-3', () => visiting.presses(card, 'Assign…'));
  await opensForm('Hold SUP-3', () => visiting.presses(card, 'Hold…'));
  await opensForm('Escalate SUP-3', () => visiting.presses(card, 'Escalate…'));
  await opensForm('Resolve SUP-3', () => visiting.presses(card, 'Resolve…'));
});
