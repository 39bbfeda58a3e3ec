import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { buildClient } from '../../simulator/build-client.ts';
import { CHROMIUM_FLAGS, findChromium, installChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests reach the one running browser. */
    browser: string;
  }
}

/** One Chromium for all tests, with a new profile; the page is built before anybody opens it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = (await findChromium()) ?? (await installChromium((line) => process.stdout.write(`${line}\n`)));
  await buildClient();
  const server = await chromium.launchServer({
    executablePath,
    headless: true,
    host: '127.0.0.1',
    args: CHROMIUM_FLAGS,
  });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}
