import { defineConfig } from 'vitest/config';

// No test changes what a module holds, so a worker loads them once for all its files.
const shared = { isolate: false, setupFiles: ['test/world/seed.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // Most tests wait for other processes most of the time, so more run at once than there are cores.
    maxWorkers: 4,
    projects: [
      { test: { ...shared, name: 'guards', include: ['test/guards/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'desk',
          setupFiles: [...shared.setupFiles, 'test/world/after-each-file.ts'],
          include: ['src/**/*.test.ts', 'simulator/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/guards/**', 'test/browser/**'],
          globalSetup: ['test/world/needs-redis.ts', 'test/world/programs.ts'],
        },
      },
    ],
  },
});
