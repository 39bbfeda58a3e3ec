import { DateTime } from 'luxon';
import { type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { openStage, type Stage } from '../../demo/stage.ts';
import { MovableClock } from '../../src/clock.ts';

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** One browser on the page of a workspace in which the real desk works. Ends with a check that the page met no error. */
export class Visit implements AsyncDisposable {
  readonly page: Page;
  readonly #end: () => Promise<void>;
  readonly #faults: string[] = [];

  constructor(page: Page, end: () => Promise<void>) {
    this.page = page;
    this.#end = end;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.#faults.push(message.text());
    });
    page.on('pageerror', (error) => this.#faults.push(error.message));
  }

  /** Acts as somebody else from here on. */
  async becomes(name: string): Promise<void> {
    const acting = this.page.getByRole('combobox', { name: 'Acting as' });
    await acting.click();
    await this.page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await acting.filter({ hasText: name }).waitFor();
  }

  /** Goes to a channel (`#triage`) or to the direct message with the desk (`Firstline`). */
  async goesTo(place: string): Promise<void> {
    await this.link(place).click();
    await this.log(place).waitFor();
  }

  link(place: string): Locator {
    return this.page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${place}(,|$)`) });
  }

  /** The messages of the channel that is open. */
  log(place: string): Locator {
    return this.page.getByRole('log', { name: `Messages in ${place}` });
  }

  /** The open thread. */
  get thread(): Locator {
    return this.page.getByRole('complementary', { name: 'Thread' });
  }

  /** The form on the screen. */
  form(title: string): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  async says(place: string, text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: `Message ${place}` });
    await box.fill(text);
    await box.press('Enter');
    if (!text.startsWith('/')) await this.message(this.log(place), text.split('\n')[0] ?? text).waitFor();
  }

  async replies(text: string): Promise<void> {
    const box = this.thread.getByRole('textbox', { name: 'Reply' });
    await box.fill(text);
    await box.press('Enter');
    await this.message(this.thread, text).waitFor();
  }

  /** The newest message in there that says all of `words`. */
  message(where: Locator, ...words: (string | RegExp)[]): Locator {
    return words.reduce((found, hasText) => found.filter({ hasText }), where.getByRole('article')).last();
  }

  async opensThreadOf(message: Locator): Promise<void> {
    await message.hover();
    await message.getByRole('button', { name: 'Reply in thread' }).click();
    await this.thread.waitFor();
  }

  /** Chooses in a select of a form or message. */
  async chooses(where: Locator, label: string, option: string | RegExp): Promise<void> {
    await where.getByRole('combobox', { name: label }).click();
    await where.getByRole('option', { name: option }).click();
  }

  async presses(where: Locator, button: string): Promise<void> {
    await where.getByRole('button', { name: button, exact: true }).click();
  }

  /** Moves the workspace's time by its own buttons. */
  async moves(button: '+5 min' | '+1 h' | 'to 09:00' | 'to 18:00', times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
    expect(this.#faults).toEqual([]);
  }
}

/** A workspace at a local time in Berlin, from where its time runs unless it is held. */
export const startStage = (at = '2026-03-02T09:00', held = false): Promise<Stage> =>
  openStage({
    clock: new MovableClock({ at: DateTime.fromISO(at, { zone: 'Europe/Berlin' }).toMillis(), held }),
    port: 0,
    logLevel: process.env.TEST_LOG ?? 'silent',
    say: () => {},
  });

/** Opens the page of a workspace, as whoever the page chooses first. `alsoEnd` is called when the visit has ended. */
export async function visit(
  stage: Stage,
  look: BrowserContextOptions = {},
  alsoEnd: () => Promise<void> = async () => {},
): Promise<Visit> {
  const browser = await chromium.connect(inject('browser'));
  const page = await browser.newPage({ viewport: WIDE, reducedMotion: 'reduce', ...look });
  page.setDefaultTimeout(15_000);
  const visiting = new Visit(page, async () => {
    await browser.close();
    await alsoEnd();
  });
  await page.goto(stage.slack.url);
  await page.getByRole('main').waitFor();
  return visiting;
}

/** Opens the page of a workspace that has just started, and ends it with the visit. */
export async function startVisit(at?: string): Promise<Visit> {
  const stage = await startStage(at);
  return visit(stage, {}, stage.stop);
}
