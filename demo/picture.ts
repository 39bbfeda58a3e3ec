import { DateTime } from 'luxon';
import { chromium } from 'playwright-core';
import { MovableClock } from '../src/clock.ts';
import { unavailable } from '../src/errors.ts';
import { CHROMIUM_FLAGS, findChromium } from '../test/browser/chromium.ts';
import { plain } from './paint.ts';
import { play } from './play.ts';
import { ZONE } from './scene.ts';
import { openStage } from './stage.ts';
import { Terminal } from './terminal.ts';

/** Makes docs/images/demo.png: the page after the story, as the customer of the first ticket sees it. `npx tsx demo/picture.ts` */
async function picture(): Promise<void> {
  const executablePath = await findChromium();
  if (!executablePath) throw unavailable('The picture is taken by Chromium, which is not on the PATH. Install it.');
  const clock = new MovableClock({ at: DateTime.fromISO('2026-03-02T09:00', { zone: ZONE }).toMillis(), held: true });
  const stage = await openStage({ clock, port: 0, logLevel: 'error', say: console.log });
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const terminal = new Terminal({ write: () => {}, paint: plain, zone: ZONE, wait: async () => {}, speed: 0 });
    await play(stage, terminal, new AbortController().signal);
    const [message] = stage.slack.messages('#acme-support');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
    await page.goto(`${stage.slack.url}/#/UANA/CACME/${message?.ts}`);
    await page.getByText('Thank you!').waitFor();
    await page.screenshot({ path: 'docs/images/demo.png' });
  } finally {
    await browser.close();
    await stage.stop();
  }
}

await picture();
