import { defineConfig } from 'vitest/config';

/** What a visitor of the simulated workspace does in a real browser; `npm run test:browser`. */
export default defineConfig({
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/world/needs-redis.ts', 'test/browser/needs-chromium.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
