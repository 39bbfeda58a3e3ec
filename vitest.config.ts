import { defineConfig } from 'vitest/config';

const shared = { setupFiles: ['test/world/seed.ts'], testTimeout: 20_000, hookTimeout: 20_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'guards', include: ['test/guards/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'desk',
          include: ['src/**/*.test.ts', 'simulator/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/guards/**', 'test/browser/**'],
          globalSetup: ['test/world/needs-redis.ts'],
        },
      },
    ],
  },
});
