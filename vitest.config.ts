import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They start processes or play long days, and take longer than their size says. */
const LONG = /\/test\/(cli\/|demo|scenarios\/(killed|stops-and-starts|text-of-people|without-redis))/;

/** What takes long goes first, so that nothing is waited for at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

// No test changes what a module holds, so a worker loads them once for all its files.
const shared = { isolate: false, setupFiles: ['test/world/seed.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // Most tests wait for other processes most of the time, so more run at once than there are cores.
    maxWorkers: 4,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'guards',
          include: ['test/guards/**/*.test.ts'],
          // Nearly all that they take is loading the sources, so one worker does it once.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
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
